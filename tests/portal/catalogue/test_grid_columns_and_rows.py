"""Columns that are hidden or stay in sight, and one row at full width: states of the address, also without JavaScript."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote_plus

import pytest
import requests

from tests.live import LiveSite
from tests.portal.catalogue.conftest import Read
from zhanqiao.portal.catalogue.rules import GridState, grid_state

pytestmark = pytest.mark.xdist_group("live")
DATA = "/datasets/parks/data/"


def facts(page: object) -> dict[str, str]:
    (reading,) = page.main.all("section", class_="row-reading")  # type: ignore[attr-defined]  # a page of the site
    return {one.all("dt")[0].text: one.all("dd")[0].text for one in reading.all("dl")[0].all("div")}


def test_chosen_columns_frozen_columns_and_a_row_have_their_address() -> None:
    state = GridState(where=("a = 1",), select=("a", "b c"), freeze=2, row=7)
    assert unquote_plus(state.query) == "?where=a = 1&select=a&select=b c&freeze=2&row=7"
    assert grid_state(given=parse_qs(state.query[1:])) == state
    assert state.selection()["select"] == 'a, "b c"'
    assert [one.is_plain for one in (GridState(), GridState(select=("a",)), GridState(freeze=2), GridState(row=1))] == [
        *(True, False, False, False)
    ]


def test_a_change_leads_back_to_the_grid_and_the_way_back_to_its_page() -> None:
    state = GridState(row=120, select=("a",))
    assert parse_qs(state.with_condition("b = 2")[1:]) == {"where": ["b = 2"], "select": ["a"]}
    assert parse_qs(state.without_row()[1:]) == {"select": ["a"], "page": ["3"]}
    assert state.row_parameters() == {"limit": "1", "offset": "119", "count": "exact"}


@pytest.mark.parametrize(("told", "expected"), [("3", 3), ("9", 4), ("x", 1), ("0", 1)])
def test_at_most_four_columns_stay_in_sight(told: str, expected: int) -> None:
    assert grid_state(given={"freeze": [told]}).freeze == expected


def test_hidden_columns_are_neither_shown_nor_exported(read: Read, live_site: LiveSite) -> None:
    page = read(DATA, select=["名称", "面积"], where="面积 > 2000")
    heads = [one.attributes["data-column"] for one in page.root.all("th", scope="col")]
    assert heads == ["名称", "面积"]
    assert page.rows == [["中山公园", "7500"], ["世博园", "2410"]]
    (csv,) = {one.attributes["href"] for one in page.root.all("a") if "/export.csv" in one.attributes.get("href", "")}
    exported = requests.get(live_site.url + csv, timeout=60)
    assert exported.content.decode("utf-8-sig").splitlines() == ["名称,面积", "中山公园,7500.0", "世博园,2410.0"]
    assert page.robots == ["noindex, nofollow"]


def test_the_form_of_columns_shows_which_are_shown(read: Read) -> None:
    page = read(DATA, select=["名称", "面积"])
    boxes = page.root.all("input", type="checkbox", name="select")
    assert [one.attributes["value"] for one in boxes if "checked" in one.attributes] == ["名称", "面积"]
    assert len(boxes) == 7
    assert page.link("全部列") == "?"


def test_a_column_that_is_not_there_is_a_400(read: Read) -> None:
    page = read(DATA, select="高度")
    assert page.status == 400
    assert "高度" in page.main.all("div", class_="notice")[0].text


def test_a_row_is_read_at_full_width_with_the_ways_to_those_beside_it(read: Read) -> None:
    first = read(DATA + read(DATA, order_by="面积", select="名称").link("逐行阅读"))
    assert facts(first)["名称"] == "八大关"
    assert len(facts(first)) == 7
    assert first.main.all("h2", id="row-number")[0].text == "第 1 行，共 5 行"
    assert first.root.all("a", rel="prev nofollow") == []
    second = read(DATA + first.root.all("a", rel="next nofollow")[0].attributes["href"])
    assert facts(second)["名称"] == "唐岛湾公园"
    last = read(DATA, order_by="面积", row="5")
    assert facts(last)["开放日期"] == "1901-05-01"
    assert last.root.all("a", rel="next nofollow") == []
    assert read(DATA + second.link("返回表格")).rows[1] == ["唐岛湾公园"]


def test_a_row_beyond_the_last_shows_the_grid(read: Read) -> None:
    assert len(read(DATA, row="99").rows) == 5
