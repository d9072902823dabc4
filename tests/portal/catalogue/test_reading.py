"""Looking around without JavaScript: home, catalogue, departments, themes."""

from __future__ import annotations

import time

import pytest

from tests.live import LiveSite
from tests.portal.catalogue.conftest import Read

pytestmark = pytest.mark.xdist_group("live")
PARKS = "青岛公园景点"


def titles(read: Read, **params: str | list[str]) -> list[str]:
    found = read("/datasets/", **params)
    return [hit.all("h3")[0].all("a")[0].text for hit in found.main.all("li", class_="hit")]


@pytest.fixture(scope="module", autouse=True)
def _everything_is_indexed(read: Read) -> None:
    deadline = time.monotonic() + 10
    while len(titles(read)) < 4 and time.monotonic() < deadline:
        time.sleep(0.1)


def test_home_counts_what_is_public(read: Read) -> None:
    page = read("/")
    numbers = {
        one.all("dt")[0].text: one.all("span", class_="stat-value")[0].text
        for one in page.main.all("div", class_="stat")
    }
    assert numbers == {"数据集": "4", "数据表": "4", "数据行": "2,509", "部门": "1", "发布版本": "5"}
    assert len(page.main.all("a", class_="tile")) >= 22
    assert "行道树普查" in page.main.text
    assert "尚未发布的数据" not in page.main.text


def test_a_dataset_is_found_by_a_word_in_a_column_name(read: Read) -> None:
    page = read("/datasets/", q="胸径")
    (hit,) = page.main.all("li", class_="hit")
    assert hit.all("h3")[0].text == "行道树普查"
    assert hit.all("p", class_="hit-columns")[0].text == "匹配字段： 胸径"
    assert hit.all("mark")[0].text == "胸径"


def test_facets_count_choose_and_can_be_taken_away(read: Read) -> None:
    page = read("/datasets/", open_type="conditional")
    assert titles(read, open_type="conditional") == ["地下水监测井"]
    (chosen,) = [one for one in page.main.all("input", type="checkbox") if "checked" in one.attributes]
    assert (chosen.attributes["name"], chosen.attributes["value"]) == ("open_type", "conditional")
    (chip,) = page.main.all("a", class_="chip")
    assert (chip.text, chip.attributes["href"]) == ("开放类型: 有条件开放", "?")


@pytest.mark.parametrize(("sort", "first"), [("rows", "行道树普查"), ("title", "地下水监测井")])
def test_the_list_can_be_ordered(read: Read, sort: str, first: str) -> None:
    assert titles(read, sort=sort)[0] == first


def test_nothing_found_says_what_to_do(read: Read) -> None:
    page = read("/datasets/", q='"没有这样的数据"')
    assert page.main.all("h3")[0].text == "没有找到相关数据集"
    assert {"全部数据集", "主题", "部门"} <= {one.text for one in page.main.all("a")}


def test_only_the_plain_list_is_for_search_engines(read: Read) -> None:
    assert read("/datasets/").robots == []
    assert read("/datasets/", theme="6").robots == ["noindex, nofollow"]
    rules = read("/robots.txt")
    assert rules.headers["content-type"] == "text/plain; charset=utf-8"
    assert "Disallow: /*?*theme=" in rules.source.splitlines()


def test_suggestions_lead_to_datasets_departments_and_columns(live_site: LiveSite, read: Read) -> None:
    found = read("/suggest/", q="qd").source
    assert '"/departments/qingdao-parks/"' in found
    assert '"/datasets/parks/"' in found
    assert '"/en/datasets/parks/"' in read("/en/suggest/", q="qd").source


def test_departments_show_what_they_opened(read: Read) -> None:
    assert "青岛市园林和林业局 4 个数据集" in " ".join(read("/departments/").main.text.split())
    page = read("/departments/qingdao-parks/")
    assert page.main.all("h1")[0].text == "青岛市园林和林业局"
    titles = [hit.all("h3")[0].all("a")[0].text for hit in page.main.all("li", class_="hit")]
    assert (len(titles), titles.count(PARKS)) == (4, 1)  # published within a second they stand in any order


def test_the_22_themes_lead_to_their_datasets(read: Read) -> None:
    tiles = read("/themes/").main.all("a", class_="tile")
    assert [one.attributes["href"] for one in tiles] == [f"/datasets/?theme={code}" for code in range(1, 23)]
    assert tiles[21].text == "其他4"


@pytest.mark.parametrize("path", ["/", "/datasets/", "/themes/", "/departments/", "/datasets/parks/", "/ui/"])
def test_every_page_is_there_in_both_languages(read: Read, path: str) -> None:
    for address, tag in ((path, "zh-Hans"), ("/en" + path, "en")):
        page = read(address)
        assert (page.status, page.root.all("html")[0].attributes["lang"]) == (200, tag)
        assert len(page.root.all("h1")) == 1


def test_visitors_get_no_cookie(read: Read) -> None:
    assert "Set-Cookie" not in {name.title() for name in read("/datasets/parks/data/").headers}


@pytest.mark.parametrize(
    "path", ["/datasets/draft/", "/datasets/draft/data/", "/datasets/none/", "/departments/none/", "/nowhere/"]
)
def test_what_is_not_there_or_not_public_is_not_found_and_says_what_to_do(read: Read, path: str) -> None:
    page = read(path)
    assert page.status == 404
    assert page.main.all("h1")[0].text == "没有找到"
    assert page.link("搜索数据目录") == "/datasets/"
