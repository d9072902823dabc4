"""Joins of two tables: what Python finds by nested loops, and how well the keys match."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.data_center.storage import permits, stations

from zhanqiao.data_center.storage.engine.duck import QueryTimeoutError
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.joins import (
    Join,
    JoinPage,
    JoinTooLargeError,
    Match,
    Side,
    SideMatch,
    joined_rows,
    match_of,
    parse_join,
)
from zhanqiao.data_center.storage.engine.query import QueryError

T = LogicalType
DISTRICTS = (
    Field("名称", T.TEXT),
    Field("区市", T.TEXT),
    Field("人口", T.INTEGER),
    Field("码", T.TEXT),
    Field("界", T.GEOMETRY),
)
DISTRICT_ROWS = [
    ("市南区", "南", 58, "1", stations.polygon(*stations.SQUARE)),
    ("市北区", "北", 109, "2", None),
    ("城阳区", "城", 110, "5", None),
    ("市南区", "旧市南", 40, "9", None),
    (None, "无名", 0, None, None),
]
Tables = tuple[Path, Path]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The stations, and districts of which one stands twice, one matches nothing, one has no name."""
    home = tmp_path_factory.mktemp("joins")
    stations.released(home=home)
    stations.released(home=home, fields=DISTRICTS, rows=DISTRICT_ROWS, release_id="rel_2")
    return stations.serving(home), stations.serving(home, "rel_2")


def asked(
    kind: str = "inner",
    on: tuple[tuple[str, str], ...] = (("区市", "名称"),),
    left: Side | None = None,
    right: Side | None = None,
    **params: str,
) -> Join:
    sides = left or Side(stations.FIELDS), right or Side(DISTRICTS)
    return parse_join(kind=kind, left=sides[0], right=sides[1], on=on, params=params)


def answered(tables: Tables, join: Join) -> JoinPage:
    match = match_of(join=join, left=tables[0], right=tables[1])
    return joined_rows(join=join, match=match, left=tables[0], right=tables[1])


def pairs(kind: str) -> list[tuple[Any, Any]]:
    """Number of the station and short name of the district, by nested loops."""
    found: list[tuple[Any, Any]] = []
    for station in stations.ROWS:
        partners = [each[1] for each in DISTRICT_ROWS if station[2] is not None and each[0] == station[2]]
        if kind == "anti":
            found += [] if partners else [(station[0], None)]
        else:
            found += [(station[0], each) for each in partners or ([None] if kind == "left" else [])]
    return found


@pytest.mark.parametrize("kind", ["inner", "left"])
def test_rows_are_those_of_nested_loops_in_source_order(tables: Tables, kind: str) -> None:
    page = answered(tables, asked(kind, select="编号, right_区市"))
    assert page.rows == pairs(kind)
    assert (page.total, page.more, page.limits) == (len(pairs(kind)), False, ())


def test_anti_keeps_what_matches_nothing(tables: Tables) -> None:
    page = answered(tables, asked("anti", select="编号"))
    assert page.rows == [(number,) for number, _ in pairs("anti")]
    assert [field.name for field in answered(tables, asked("anti")).columns] == list(stations.NAMES)


def test_the_match_is_counted_on_both_sides(tables: Tables) -> None:
    match = match_of(join=asked(), left=tables[0], right=tables[1])
    assert match == Match(left=SideMatch(9, 5, 1, 3), right=SideMatch(5, 3, 1, 2), pairs=8)
    assert (match.cardinality, match.left.unmatched, match.right.unmatched) == ("many-to-many", 4, 2)
    assert [match.rows(kind) for kind in ("inner", "left", "anti")] == [8, 12, 4]


def test_nothing_in_common_is_no_error(tables: Tables) -> None:
    join = asked(on=(("站名", "名称"),))
    match = match_of(join=join, left=tables[0], right=tables[1])
    assert (match.pairs, match.cardinality, answered(tables, join).rows) == (0, "none", [])


def test_all_columns_of_both_come_with_clashing_names_told_apart(tables: Tables) -> None:
    page = answered(tables, asked(limit="1"))
    assert [field.name for field in page.columns] == [*stations.NAMES, "名称", "right_区市", "人口", "码", "界"]
    assert list(page.rows[0][:15]) == stations.json_cells(stations.ROWS[0])
    assert page.rows[0][15:] == ("市南区", "南", 58, "1", stations.json_cells(stations.ROWS[3])[11])
    assert page.more


def test_prefixes_name_all_columns_of_a_side(tables: Tables) -> None:
    join = asked(left=Side(stations.FIELDS, "站_"), right=Side(DISTRICTS, "区_"), select="站_编号, 区_区市", limit="1")
    assert answered(tables, join).rows == [("0001", "南")]


def test_keys_may_be_several_and_functions(tables: Tables) -> None:
    join = asked(on=(("区市", "名称"), ("rowid", "to_integer(码)")), select="编号, 人口")
    assert answered(tables, join).rows == [("0001", 58)]
    join = asked(on=(("substr(区市, 1, 2)", "replace(名称, '区', '')"),), select="count(*)")
    assert answered(tables, join).rows == [(8,)]


def test_the_query_model_asks_the_joined_columns(tables: Tables) -> None:
    join = asked(
        "left",
        select="coalesce(right_区市, '?') as 区, count(*) as n, sum(日客流 / 人口) as 比",
        where="日客流 is not null and 编号 != '0005'",
        group_by="区",
        having="count(*) >= 2",
        order_by="n desc, 区 collate pinyin",
    )
    assert answered(tables, join).rows == [("?", 4, None), ("旧市南", 2, 2825.0), ("南", 2, 52000 / 58 + 61000 / 58)]


def test_extents_of_the_right_table_are_found_by_its_column(tables: Tables) -> None:
    join = asked(where="within_bbox(界, 120.33, 36.08, 120.335, 36.085)", select="编号")
    assert answered(tables, join).rows == [("0001",), ("0002",), ("0005",)]


def test_polygons_are_asked_of_joined_rows_and_make_no_key(tables: Tables) -> None:
    area = "'POLYGON((120.33 36.08, 120.38 36.08, 120.38 36.12, 120.33 36.08))'"
    join = asked(where=f"intersects(界, {area})", select="编号")
    assert answered(tables, join).rows == [("0001",), ("0002",), ("0005",)]
    with pytest.raises(QueryError):
        asked(on=((f"intersects(位置, {area})", f"intersects(界, {area})"),))


def test_pages_follow_each_other(tables: Tables) -> None:
    found: list[Any] = []
    for offset in range(0, 12, 3):
        page = answered(tables, asked("left", select="编号, right_区市", limit="3", offset=str(offset)))
        found += page.rows
        assert page.more == (offset < 9)
    assert found == pairs("left")


def test_plain_sql_finds_the_same_in_large_tables(large: Path) -> None:
    side = Side(permits.FIELDS)
    join = parse_join(
        kind="inner", left=side, right=side, on=[("企业名称", "企业名称"), ("区市", "区市")],
        params={"select": "许可编号, right_许可编号", "where": "金额 - right_金额 > 500", "order_by": "金额 - right_金额 desc", "limit": "50"},
    )  # fmt: skip
    match = match_of(join=join, left=large, right=large)
    with duckdb.connect(str(large), read_only=True) as connection:
        on = "l.c2 = r.c2 AND l.c3 = r.c3"
        expected = connection.execute(
            f"SELECT l.c1, r.c1 FROM data l JOIN data r ON {on} WHERE l.c4 - r.c4 > 500"
            " ORDER BY l.c4 - r.c4 DESC, l.rowid, r.rowid LIMIT 50"
        ).fetchall()
        count = connection.execute(f"SELECT count(*) FROM data l JOIN data r ON {on}").fetchone()
    assert joined_rows(join=join, match=match, left=large, right=large).rows == expected
    assert (match.pairs,) == count


@given(
    left=st.lists(st.sampled_from(["a", "b", "c", None]), max_size=8),
    right=st.lists(st.sampled_from(["a", "b", "d", None]), max_size=8),
)
@settings(max_examples=8, deadline=None)
def test_any_keys_match_as_nested_loops_say(
    tmp_path_factory: pytest.TempPathFactory, left: list[str | None], right: list[str | None]
) -> None:
    home, fields = tmp_path_factory.mktemp("any"), (Field("k", T.TEXT),)
    stations.released(home=home, fields=fields, rows=[(each,) for each in left])
    stations.released(home=home, fields=fields, rows=[(each,) for each in right], release_id="rel_2")
    both = stations.serving(home), stations.serving(home, "rel_2")
    join = parse_join(kind="left", left=Side(fields), right=Side(fields), on=[("k", "k")], params={})
    match = match_of(join=join, left=both[0], right=both[1])
    assert match.pairs == sum(a == b for a in left for b in right if a is not None)
    assert (match.left.matched, match.right.matched) == (
        sum(each is not None and each in right for each in left),
        sum(each is not None and each in left for each in right),
    )
    assert (match.left.null_keys, match.right.null_keys) == (left.count(None), right.count(None))
    assert len(joined_rows(join=join, match=match, left=both[0], right=both[1]).rows) == match.rows("left")


def test_a_join_that_would_explode_is_refused(large: Path) -> None:
    side = Side(permits.FIELDS)
    join = parse_join(kind="inner", left=side, right=side, on=[("区市", "区市")], params={})
    match = match_of(join=join, left=large, right=large)
    assert match.pairs == 5 * 12_000**2
    with pytest.raises(JoinTooLargeError) as error:
        joined_rows(join=join, match=match, left=large, right=large)
    assert (error.value.status, error.value.facts["pairs"], error.value.facts["left_most"]) == (
        422,
        720_000_000,
        12_000,
    )


def test_a_join_past_its_time_is_stopped(large: Path) -> None:
    side = Side(permits.FIELDS)
    join = parse_join(
        kind="inner", left=side, right=side, on=[("企业名称", "企业名称")], params={"order_by": "lower(备注)"}
    )
    match = match_of(join=join, left=large, right=large)
    with pytest.raises(QueryTimeoutError):
        joined_rows(join=join, match=match, left=large, right=large, seconds=0.001)


@pytest.mark.parametrize(
    ("how", "facts"),
    [
        ({"on": (("区", "名称"),)}, ("on", 0, "区")),
        ({"on": (("区市", "名称 ="),)}, ("on", 4, "end of the text")),
        ({"on": (("日客流", "名称"),)}, ("on", 0, "名称")),
        ({"on": (("1", "名称"),)}, ("on", 0, "1")),
        ({"on": (("count(*)", "人口"),)}, ("on", 0, "count(*)")),
        ({"on": (("位置", "界"),)}, ("on", 0, "位置")),
        ({"select": "区_名称"}, ("select", 0, "区_名称")),
        ({"select": "row_number()"}, ("select", None, "row_number")),
        ({"order_by": "row_number() + 1"}, ("select", None, "row_number")),
        ({"top": "1 per 区市 order by 编号"}, ("top", None, "top")),
        ({"right": Side(DISTRICTS, "")}, ("right.prefix", None, "区市")),
    ],
    ids=str,
)
def test_what_is_no_join_is_located(how: dict[str, Any], facts: tuple[str, int | None, str]) -> None:
    with pytest.raises(QueryError) as error:
        asked(**how)
    found = error.value.facts
    assert (found["parameter"], found["position"], found["token"]) == facts
    assert error.value.text.zh != error.value.text.en
