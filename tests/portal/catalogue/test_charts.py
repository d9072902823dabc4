"""The chart tab without JavaScript, and a chart as a specification for other programs."""

from __future__ import annotations

import csv
import json
from collections import Counter
from urllib.parse import unquote_plus

import pytest
import requests

from tests import seeding
from tests.live import LiveSite
from tests.portal.catalogue.conftest import Read
from tests.portal.catalogue.reading import Page
from zhanqiao.core_services.exploring.rules.charts import shown_number

pytestmark = pytest.mark.xdist_group("live")
TREES, PARKS = "/datasets/trees/chart/", "/datasets/parks/chart/"


def spec(page: Page) -> dict[str, object]:
    (script,) = page.root.all("script", id="chart-spec")
    found: dict[str, object] = json.loads(script.text)
    return found


def drawn(page: Page) -> list[tuple[str, str]]:
    """Return label and number of every point that would be drawn."""
    values = spec(page)["data"]["values"]  # type: ignore[index]  # a specification is nested dictionaries
    return [(one["x"], shown_number(one["y"])) for one in values]


def notices(page: Page) -> list[str]:
    return [one.text for one in page.main.all("div", class_="notice")]


def test_the_tab_opens_with_a_suggested_chart(read: Read) -> None:
    page = read(TREES)
    assert page.status == 200
    assert page.main.all("figcaption")[0].text == "各年的胸径的平均值（按种植日期）；1990 至 2019"
    suggested = page.main.all("nav", class_="chart-suggestions")[0].all("a")
    assert len(suggested) == 7
    assert suggested[-1].text == "从区市到树种"
    assert [one.text for one in suggested if one.attributes.get("aria-current")] == ["胸径平均值随时间的变化"]
    assert page.robots == []


def test_the_table_under_a_chart_holds_the_numbers_that_are_drawn(read: Read) -> None:
    page = read(TREES, kind="bar", x="树种", where="胸径 > 30")
    assert page.main.all("figcaption")[0].text == "各树种的行数，其中胸径 大于 30"
    assert [tuple(row) for row in page.rows] == drawn(page)
    assert sum(int(row[1].replace(",", "")) for row in page.rows) == 1_619
    assert page.robots == ["noindex, nofollow"]


def test_the_table_of_a_coloured_chart_has_the_colour_beside_the_number(read: Read) -> None:
    page = read(TREES, kind="bar", x="区市", colour="树种")
    heads = [one.text for one in page.main.all("table", class_="grid")[0].all("thead")[0].all("th")]
    assert heads == ["区市", "树种", "行数"]
    assert len(page.rows) == 20
    assert {row[2] for row in page.rows} == {"125"}


def test_flows_are_the_counts_that_are_made_by_hand(read: Read) -> None:
    trees = list(csv.DictReader(seeding.trees(1, 2500).splitlines()))
    wide = [one for one in trees if one["胸径"].isdecimal() and int(one["胸径"]) > 50]
    by_hand = Counter((one["区市"], one["树种"], one["胸径"]) for one in wide)
    page = read(TREES, kind="sankey", x="区市", colour="树种", where="胸径 > 50")
    two: Counter[tuple[str, str]] = Counter()
    for (district, tree, _), count in by_hand.items():
        two[district, tree] += count
    assert {(row[0], row[1]): int(row[2]) for row in page.rows} == two
    assert page.main.all("figcaption")[0].text == "从区市到树种的行数，其中胸径 大于 50"
    page = read(TREES, kind="sankey", x="区市", colour="树种", then="胸径", where="胸径 > 50")
    told = [one.text for one in page.main.all("p", class_="chart-note")]
    assert told[0] == "“胸径”有 19 个值，图中列出最大的 12 个，其余 7 个合在一起。"
    named = {row[2] for row in page.rows}
    assert len(named) == 13
    assert sum(int(row[3]) for row in page.rows) == len(wide)
    for district, tree, girth, told_count in page.rows:
        if girth != "其余合计":
            assert by_hand[district, tree, girth] == int(told_count)


def test_a_chart_in_english_says_the_same(read: Read) -> None:
    page = read("/en" + TREES, kind="bar", x="树种")
    assert page.main.all("figcaption")[0].text == "Number of rows by 树种"
    assert [tuple(row) for row in page.rows] == drawn(page)


def test_the_builder_shows_what_is_chosen_and_keeps_the_rows(read: Read) -> None:
    page = read(TREES, kind="bar", x="种植日期", unit="month", y="avg", of="胸径", where="树种 = '银杏'")
    (builder,) = page.main.all("form", class_="chart-builder")
    chosen = {
        one.attributes["name"]: [option.text for option in one.all("option") if "selected" in option.attributes]
        for one in builder.all("select")
    }
    assert chosen == {
        "kind": ["条形图"],
        "x": ["种植日期"],
        "unit": ["按月"],
        "y": ["平均值"],
        "of": ["胸径"],
        "colour": [],
        "order": [],
    }
    assert [one.attributes["value"] for one in builder.all("input", name="where")] == ["树种 = '银杏'"]


def test_the_filter_form_becomes_a_condition_and_keeps_the_chart(read: Read) -> None:
    page = read(TREES, kind="bar", x="树种", column="胸径", op=">", value="30")
    assert unquote_plus(page.url.split("?")[1]) == "where=胸径 > 30&kind=bar&x=树种&y=count"
    assert [one.text for one in page.main.all("a", class_="chip") if "大于" in one.text] == ["胸径 大于 30"]


def test_a_condition_that_cannot_be_read_is_a_400_in_words(read: Read) -> None:
    page = read(TREES, kind="bar", x="树种", column="胸径", op=">", value="很粗")
    assert page.status == 400
    assert "很粗" in notices(page)[0]


def test_a_chart_that_does_not_fit_says_why_and_keeps_the_builder(read: Read) -> None:
    page = read(TREES, kind="pie", x="编号", top="100")
    assert page.status == 200
    assert "“编号”有 2500 类，饼图最多看清 8 类" in notices(page)[0]
    assert page.root.all("script", id="chart-spec") == []
    assert len(page.main.all("form", class_="chart-builder")) == 1


def test_a_pinned_release_keeps_its_numbers_and_says_so(read: Read) -> None:
    live, pinned = (read(TREES, kind="bar", x="树种", **more) for more in ({}, {"as_of": "1"}))
    assert {row[1] for row in live.rows} == {"625"}
    assert {row[1] for row in pinned.rows} == {"500"}
    assert "第 1 版" in notices(pinned)[0]
    assert live.link("固定在这一版") == "?as_of=2&kind=bar&x=%E6%A0%91%E7%A7%8D&y=count"


def test_the_way_to_the_rows_and_back_keeps_the_conditions(read: Read) -> None:
    page = read(TREES, kind="bar", x="树种", where="胸径 > 30")
    rows = page.link("查看这些行")
    assert unquote_plus(rows) == "/datasets/trees/data/?where=胸径 > 30"
    assert read(rows).text_of("p", "grid-count").startswith("第 1–50 行，共 1,619 行")


def test_a_conditional_dataset_is_not_drawn_and_says_why(read: Read, live_site: LiveSite) -> None:
    page = read("/datasets/wells/chart/", kind="bar", x="井号")
    assert page.root.all("figure") == []
    assert "签订利用协议后提供。" in page.main.text
    answer = requests.get(f"{live_site.url}/datasets/wells/chart.json", params={"kind": "bar", "x": "井号"}, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (401, "login-required")
    assert "J001" not in answer.text + page.source


def test_an_unknown_dataset_table_or_release_is_a_404(read: Read) -> None:
    assert read("/datasets/nowhere/chart/").status == 404
    assert read(TREES, table="tbl_000000000000").status == 404
    assert read(TREES, as_of="99").status == 404


def test_the_specification_is_what_the_page_draws_and_open_to_other_sites(read: Read, live_site: LiveSite) -> None:
    asked = {"kind": "bar", "x": "种植日期", "unit": "year"}
    answer = requests.get(f"{live_site.url}/datasets/trees/chart.json", params=asked, timeout=60)
    page = read(TREES, **asked)
    document = answer.json()
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert document["data"] == spec(page)["data"]
    assert read(document["usermeta"]["link"].removeprefix(live_site.url)).rows == page.rows
    assert document["title"]["text"] == page.main.all("figcaption")[0].text


def test_the_live_address_in_a_specification_answers_the_same_numbers(read: Read, live_site: LiveSite) -> None:
    asked = {"kind": "bar", "x": "树种"}
    document = requests.get(f"{live_site.url}/datasets/trees/chart.json", params=asked, timeout=60).json()
    told = requests.get(document["data"]["url"], timeout=60).json()[document["data"]["format"]["property"]]
    assert [(one["x"], shown_number(float(one["y"]))) for one in told] == drawn(read(TREES, **asked))


def test_a_specification_of_what_cannot_be_drawn_is_a_400_in_both_languages(live_site: LiveSite) -> None:
    answer = requests.get(
        f"{live_site.url}/datasets/trees/chart.json", params={"kind": "radar", "x": "树种"}, timeout=60
    )
    assert answer.status_code == 400
    assert answer.json()["code"] == "chart-misfit"
    assert "radar" in answer.text


def test_who_opens_a_specification_with_a_browser_reads_a_page(live_site: LiveSite) -> None:
    asked = {"kind": "radar", "x": "树种"}
    as_browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    answer = requests.get(f"{live_site.url}/datasets/trees/chart.json", params=asked, headers=as_browser, timeout=60)
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (400, "text/html")
