"""The pivot and the questions of a table without JavaScript, and the pivot as a file."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote

import pytest
import requests

from tests.live import LiveSite
from tests.portal.catalogue.conftest import Read

pytestmark = pytest.mark.xdist_group("live")
PIVOT = "/datasets/trees/pivot/"


def test_the_page_shows_what_its_file_holds(read: Read, live_site: LiveSite) -> None:
    asked = {"down": "区市", "across": "树种"}
    page = read(PIVOT, **asked)
    (table,) = page.main.all("table", class_="grid")
    heads = [one.text for one in table.all("thead")[0].all("th")]
    answer = requests.get(f"{live_site.url}/datasets/trees/pivot.csv", params=asked, timeout=60)
    told = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert told == [heads, *([cell.replace(",", "") for cell in row] for row in page.rows)]
    assert page.rows[-1] == ["合计", "625", "625", "625", "625", "2,500"]
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''trees-pivot.csv"
    book = requests.get(f"{live_site.url}/datasets/trees/pivot.xlsx", params=asked, timeout=60)
    assert book.content.startswith(b"PK")
    assert page.link("CSV") == f"/datasets/trees/pivot.csv?down={quote('区市')}&across={quote('树种')}&y=count"


def test_a_pivot_that_cannot_be_made_says_why_on_page_and_file(read: Read, live_site: LiveSite) -> None:
    page = read(PIVOT, down="区市", across="区市")
    assert page.status == 200
    assert "同一列只能用一次。" in page.main.all("div", class_="notice")[0].text
    answer = requests.get(f"{live_site.url}/datasets/trees/pivot.csv", params={"down": "无此列"}, timeout=60)
    assert answer.status_code == 400
    assert requests.get(f"{live_site.url}/datasets/trees/pivot.ods", timeout=60).status_code == 404


def test_the_filter_form_becomes_a_condition_and_keeps_the_pivot(read: Read) -> None:
    page = read(PIVOT, down="树种", column="胸径", op=">", value="30")
    assert page.rows[-1] == ["合计", "1,619"]
    assert [one.attributes["value"] for one in page.main.all("input", name="down")] == ["树种"]


def test_a_pinned_pivot_keeps_its_numbers(read: Read) -> None:
    page = read(PIVOT, down="树种", as_of="1")
    assert page.rows[-1] == ["合计", "2,000"]
    assert "第 1 版" in page.main.all("div", class_="notice")[0].text


def test_the_questions_of_a_table_have_answers_and_charts(read: Read) -> None:
    page = read("/datasets/parks/questions/")
    (listed,) = page.main.all("ul", class_="questions")
    told = {one.all("a")[0].text: one.all("p")[0].text for one in listed.all("li")}
    assert told["哪个区市的行数最多？"] == "“市南区”最多，有 2 行。"
    chart = read("/datasets/parks/chart/" + listed.all("a")[0].attributes["href"].partition("/chart/")[2])
    assert chart.rows[0] == ["市南区", "2"]


@pytest.mark.parametrize("path", ["/datasets/parks/", "/datasets/parks/data/"])
def test_overview_and_data_lead_to_the_questions_without_waiting_for_them(read: Read, path: str) -> None:
    (frame,) = read(path).main.all("zq-questions")
    assert frame.all("a")[0].attributes["href"] == "/datasets/parks/questions/"


@pytest.mark.parametrize("tab", ["pivot", "questions"])
def test_a_conditional_dataset_is_not_counted_and_says_why(read: Read, live_site: LiveSite, tab: str) -> None:
    page = read(f"/datasets/wells/{tab}/")
    assert "签订利用协议后提供。" in page.main.text
    assert page.root.all("table", class_="grid") == []
    assert page.root.all("ul", class_="questions") == []
    assert read("/datasets/wells/").main.all("zq-questions") == []
    answer = requests.get(f"{live_site.url}/datasets/wells/pivot.csv?down=井号", allow_redirects=False, timeout=60)
    assert answer.status_code == 302
