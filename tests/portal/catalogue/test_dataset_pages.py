"""A dataset's tabs without JavaScript."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from tests.live import LiveSite
from tests.portal.catalogue.conftest import Read
from tests.portal.catalogue.reading import Page

pytestmark = pytest.mark.xdist_group("live")


def column(page: Page, number: int) -> list[str]:
    return [row[number] for row in page.rows]


def test_the_overview_says_what_the_entry_says(read: Read) -> None:
    page = read("/datasets/parks/")
    facts = {one.all("dt")[0].text: one.all("dd")[0].text for one in page.main.all("dl")[0].all("div")}
    assert facts["开放类型"] == "无条件开放"
    assert facts["共享类型"] == "无条件共享/文件下载"
    assert facts["提供单位"].startswith("青岛市园林和林业局 113702")
    assert "公园与景点的面积、门票和位置。" in page.main.text
    assert [row.all("th")[0].text for row in page.main.all("table")[1].all("tbody")[0].all("tr")] == [
        "名称", "区市", "面积", "门票", "开放日期", "经度", "纬度",
    ]  # fmt: skip


def test_the_data_come_in_the_order_of_the_source(read: Read) -> None:
    page = read("/datasets/parks/data/")
    assert column(page, 0) == ["中山公园", "八大关", "石老人观光园", "世博园", "唐岛湾公园"]
    assert column(page, 4)[0] == "1901-05-01"
    assert page.text_of("p", "grid-count") == "第 1–5 行，共 5 行"


def test_a_header_sorts_and_says_so(read: Read) -> None:
    page = read("/datasets/parks/data/")
    page = read("/datasets/parks/data/" + page.link("面积"))
    assert column(page, 2) == ["140.5", "1800", "2000", "2410", "7500"]
    (head,) = [one for one in page.root.all("th", scope="col") if "aria-sort" in one.attributes]
    assert (head.attributes["data-column"], head.attributes["aria-sort"]) == ("面积", "ascending")
    page = read("/datasets/parks/data/" + page.link("面积"))
    assert column(page, 0)[0] == "中山公园"


def test_the_filter_form_becomes_a_condition_in_the_address(read: Read) -> None:
    page = read("/datasets/parks/data/", column="区市", op="=", value="市南区")
    assert unquote(page.url.split("?")[1]) == "where=区市+=+'市南区'"
    assert column(page, 0) == ["中山公园", "八大关"]
    page = read("/datasets/parks/data/", where="区市 = '市南区'", column="面积", op=">", value="1000")
    assert column(page, 0) == ["中山公园"]
    assert [one.text for one in page.main.all("a", class_="chip")] == ["区市 等于 市南区", "面积 大于 1000"]


def test_a_condition_can_be_taken_away(read: Read) -> None:
    page = read("/datasets/parks/data/", where=["区市 = '市南区'", "面积 > 1000"])
    (first, _) = page.main.all("a", class_="chip")
    assert column(read("/datasets/parks/data/" + first.attributes["href"]), 0) == [
        "中山公园", "石老人观光园", "世博园", "唐岛湾公园",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        {"column": "面积", "op": ">", "value": "很大"},
        {"where": "面积 >"},
        {"order_by": "大小"},
        {"column": "没有", "op": "="},
    ],
)
def test_a_question_that_cannot_be_read_is_explained_in_place(read: Read, question: dict[str, str]) -> None:
    page = read("/datasets/parks/data/", **question)
    assert page.status == 400
    assert page.main.all("div", role="alert")[0].text.startswith("查询条件无法识别")
    assert page.main.all("form", class_="filter-form")


def test_words_are_found_in_any_text_column(read: Read) -> None:
    assert column(read("/datasets/parks/data/", q="崂山"), 0) == ["石老人观光园"]


def test_nothing_left_says_what_to_do(read: Read) -> None:
    page = read("/datasets/parks/data/", where="面积 < 0")
    assert page.main.all("div", class_="empty")[0].all("h2")[0].text == "没有符合条件的数据行"
    assert page.link("全部数据行") == "?"


def test_any_depth_can_be_paged_to(read: Read) -> None:
    page = read("/datasets/trees/data/", page="50")
    assert column(page, 0) == [f"T{number:05d}" for number in range(2451, 2501)]
    assert page.text_of("p", "grid-count") == "第 2,451–2,500 行，共 2,500 行"
    assert page.robots == []
    assert read("/datasets/trees/data/", order_by="胸径").robots == ["noindex, nofollow"]


def test_problem_cells_are_announced_and_can_be_seen(live_site: LiveSite, read: Read) -> None:
    page = read("/datasets/trees/data/", as_of="1")
    assert "有 2 个单元格与字段类型不符，显示为空，原文已保留。" in page.main.text
    assert page.link("查看") == f"/api/v1/tables/{live_site.table('trees')}/problems.csv?as_of=1"
    assert page.rows[6][3] == ""


def test_an_older_release_can_be_read_and_says_so(read: Read) -> None:
    page = read("/datasets/trees/data/", as_of="1")
    assert page.text_of("p", "grid-count") == "第 1–50 行，共 2,000 行"
    assert "第 1 版，不是最新版本" in page.main.text
    releases = read("/datasets/trees/releases/")
    rows = releases.main.all("table")[0].all("tbody")[0].all("tr")
    assert [[cell.text for cell in row.all("td")][2:4] for row in rows] == [["2,500", "500"], ["2,000", "2,000"]]


def test_conditional_data_say_the_condition_instead_of_rows(read: Read) -> None:
    for tab in ("data", "api", "downloads"):
        page = read(f"/datasets/wells/{tab}/")
        assert page.status == 200
        assert "签订利用协议后提供。" in page.main.text
        assert "35.5" not in page.source
    assert "井号" in read("/datasets/wells/").main.text


def test_the_api_tab_is_the_view_as_code(live_site: LiveSite, read: Read) -> None:
    page = read("/datasets/parks/data/", where="面积 > 1000", order_by="面积 desc")
    code = read("/datasets/parks/api/" + page.link("API").split("/api/")[1]).main.all("pre")[0].text
    address = f"{live_site.url}/api/v1/tables/{live_site.table('parks')}/rows?"
    assert unquote(code) == address + "where=面积+>+1000&order_by=面积+desc&limit=100"


def test_every_download_is_there_and_answers(read: Read, live_site: LiveSite) -> None:
    page = read("/datasets/parks/downloads/")
    links = [one.attributes["href"] for one in page.main.all("a") if "download" in one.attributes]
    formats = [link.split("export.")[1].split("?")[0] for link in links if "export." in link]
    assert formats == ["csv", "xlsx", "json", "geojson", "gpkg", "parquet", "ndjson", "tsv", "xml", "ttl", "csv.zst"]
    assert [read(link).status for link in links] == [200] * len(links)
    (parquet,) = [one for one in page.main.all("a", class_="tile") if "Parquet" in one.text]
    assert parquet.all("span", class_="count")[0].text.endswith(" KB")


def test_a_withdrawn_dataset_keeps_its_page_and_says_why(live_site: LiveSite, read: Read) -> None:
    live_site.seed("withdraw", "fleeting")
    try:
        assert read("/datasets/fleeting/").text_of("div", "notice") == "已撤回测试撤回"
        assert not read("/datasets/fleeting/data/").root.all("table", class_="grid")
    finally:
        live_site.seed("publish", "fleeting")
