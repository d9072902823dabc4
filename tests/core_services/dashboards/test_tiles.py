"""What tiles show: read under the reader's card, filtered, compared, and silent about what may not be seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.core_services.dashboards.conftest import ANONYMOUS, AT, MORE, People, card, spec_over
from tests.seeding import published

from zhanqiao.core_services.dashboards import queries
from zhanqiao.core_services.dashboards.queries import ShownTile
from zhanqiao.core_services.dashboards.rules import Filter, Spec, Tile
from zhanqiao.data_center.catalogue.operations import withdraw_dataset
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard


def shown(spec: Spec, *, by: AccessCard = ANONYMOUS, **values: str) -> dict[str, ShownTile]:
    found = queries.shown_tiles(
        spec=spec, values=queries.values_in(spec=spec, given=values), card=by, language="zh-hans"
    )
    return {one.tile.id: one for one in found}


def bars(one: ShownTile) -> dict[str, Any]:
    assert one.drawing is not None, one.problem
    return {line["head"]: line["numbers"] for line in one.drawing.lines}


def number(one: ShownTile) -> tuple[str, str]:
    assert one.number is not None, one.problem
    return one.number.text, one.number.change


def test_tiles_show_a_number_a_chart_rows_and_words(trees: dict[str, str]) -> None:
    found = shown(spec_over(trees["table"]))
    assert number(found["t1"]) == ("60", "")
    assert found["t1"].title == Text("胸径的合计", "sum of 胸径")
    assert bars(found["t2"]) == {"银杏": ["2"], "雪松": ["1"]}
    rows = found["t3"].rows
    assert rows is not None
    assert (rows.total, [list(row) for row in rows.rows]) == (3, [["T1", "银杏"], ["T2", "雪松"]])
    assert found["t4"].html.startswith("<h2>说明</h2>")


def test_a_filter_acts_on_every_tile_and_leads_to_the_very_rows(trees: dict[str, str]) -> None:
    found = shown(spec_over(trees["table"]), district="崂山区")
    assert number(found["t1"]) == ("10", "")
    assert bars(found["t2"]) == {"银杏": ["1"]}
    assert found["t1"].rows_address == (
        f"/datasets/trees/data/?table={trees['table']}&where=%E5%8C%BA%E5%B8%82+%3D+%27%E5%B4%82%E5%B1%B1%E5%8C%BA%27"
    )


def test_a_filter_offers_the_values_that_occur(trees: dict[str, str]) -> None:
    spec = spec_over(trees["table"])
    (one,) = queries.shown_filters(spec=spec, values={"district": ""}, card=ANONYMOUS)
    assert one.choices == ("崂山区", "市南区")


def test_a_filter_that_does_not_act_on_a_tile_is_named_there(trees: dict[str, str], people: People) -> None:
    other = published(name="parks", title="公园", content="名称,面积\n中山公园,10\n")
    spec = spec_over(trees["table"], wells=other["table"])
    found = shown(spec, district="崂山区")
    assert number(found["t5"]) == ("1", "")
    assert (found["t1"].unfiltered, found["t5"].unfiltered) == ((), (Text("区市", "District"),))


@pytest.mark.parametrize("value", ["三十", "'; drop"])
def test_a_value_that_does_not_suit_a_column_shows_nothing_rather_than_all(trees: dict[str, str], value: str) -> None:
    wide = Filter("wide", Text("胸径", "Diameter"), {trees["table"]: "胸径"}, operator=">=")
    found = shown(replace(spec_over(trees["table"]), filters=(wide,)), wide=value)
    assert found["t1"].number is None
    assert found["t1"].problem is not None
    assert value in found["t1"].problem.zh
    assert found["t4"].problem is None


def test_a_new_release_is_shown_and_compared_and_a_pinned_one_stays(trees: dict[str, str]) -> None:
    spec = spec_over(trees["table"])
    pinned = replace(spec.tiles[0], id="t9", as_of="1")
    spec = replace(spec, tiles=(*spec.tiles, pinned))
    published(name="trees", title="行道树普查", content=MORE, append=True)
    found = shown(spec)
    assert number(found["t1"]) == ("100", "+40")
    assert number(found["t9"]) == ("60", "")
    assert bars(found["t2"]) == {"银杏": ["3"], "雪松": ["1"]}


def test_a_conditional_dataset_is_named_and_not_shown(
    trees: dict[str, str], wells: dict[str, str], people: People
) -> None:
    spec = spec_over(trees["table"], wells=wells["table"])
    found = shown(spec)
    assert (found["t5"].number, found["t5"].dataset and found["t5"].dataset.slug) == (None, "wells")
    assert found["t5"].problem is not None
    assert "有条件开放" in found["t5"].problem.zh
    assert number(found["t1"]) == ("60", "")
    assert number(shown(spec, by=card(people.parks_officer))["t5"]) == ("2", "")


def test_a_withdrawn_dataset_is_neither_shown_nor_named(trees: dict[str, str], people: People) -> None:
    spec = spec_over(trees["table"])
    withdraw_dataset(dataset_id=trees["dataset"], reason="测试", by="tests", at=AT)
    found = shown(spec)
    assert {one.number or one.drawing or one.rows or one.dataset for one in found.values()} == {None}
    assert found["t1"].problem == Text(
        "这块内容的数据已暂停或停止开放，不再显示。", "The data of this tile are suspended or withdrawn and not shown."
    )
    assert found["t4"].html.startswith("<h2>说明</h2>")
    kept = queries.readable_spec(spec=spec, card=ANONYMOUS)
    assert (trees["table"] in str(kept.as_document()), [one.id for one in kept.tiles]) == (False, ["t4"])


def test_a_column_that_is_gone_is_said(trees: dict[str, str]) -> None:
    tiles = (
        Tile("t1", "number", Text("", ""), 1, trees["table"], said={"measure": "sum", "of": "树高"}),
        Tile("t2", "table", Text("", ""), 1, trees["table"], said={"rows": 2, "columns": ["树高"]}),
        Tile("t3", "number", Text("", ""), 1, trees["table"], where=("树高 > 3",), said={"measure": "count"}),
        Tile("t4", "number", Text("", ""), 1, "tbl_000000000000", said={"measure": "count"}),
    )
    found = shown(Spec(Text("树", "Trees"), tiles=tiles))
    assert [one.problem is None for one in found.values()] == [False] * 4
    assert [found[one].problem.zh for one in ("t1", "t2")] == [  # type: ignore[union-attr]  # - none is None, as the line above says
        "表中已没有这块内容所用的列“树高”。请制作者改正。"
    ] * 2


def test_a_district_profile_is_made_of_open_tables_with_its_code(people: People) -> None:
    lines = [f"C{one:03d},{code},{kind}" for one, (code, kind) in enumerate(CASES)]
    cases = published(name="cases", title="工单", content="编号,区划代码,类别\n" + "\n".join(lines) + "\n")
    published(
        name="shut",
        title="内部工单",
        content="编号,区划代码,类别\n" + "\n".join(lines) + "\n",
        open_type="conditional",
        open_condition="签订协议。",
    )
    spec = queries.district_spec(code="370202")
    assert {one.table for one in spec.tiles} == {cases["table"]}
    found = [*shown(spec).values()]
    assert (spec.title.zh, found[0].title.zh, number(found[0])) == ("市南区", "工单", ("30", ""))
    assert bars(found[1]) == {"道路": ["20"], "噪声": ["10"]}
    withdraw_dataset(dataset_id=cases["dataset"], reason="测试", by="tests", at=AT)
    assert queries.district_spec(code="370202").tiles == ()


def test_a_district_that_is_none_of_the_city_has_no_profile(db: None) -> None:
    with pytest.raises(NotFoundError):
        queries.district_spec(code="110101")
    assert ("370202", Text("市南区", "Shinan District")) in queries.districts()


CASES = [*(("370202001001", "道路") for _ in range(20)), *(("370202002001", "噪声") for _ in range(10))]
CASES += [("370212001001", kind) for kind in ("道路", "噪声") for _ in range(40)]
