"""Joins by place: points within areas, edges told, areas that cross themselves mended; the whole written out."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from tests.data_center.storage import stations

from zhanqiao.data_center.storage.engine.duck import own_instance
from zhanqiao.data_center.storage.engine.export import export
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.joins import (
    Join,
    JoinTooLargeError,
    Match,
    Side,
    SideMatch,
    edge_points,
    joined_rows,
    match_of,
    parse_join,
    parse_place_join,
    splice,
)
from zhanqiao.data_center.storage.engine.query import NoPlaceError, Query

T = LogicalType
POINTS = (Field("点", T.TEXT), Field("经度", T.NUMBER, "longitude"), Field("纬度", T.NUMBER, "latitude"))
POINT_ROWS = [
    ("甲内", 0.5, 0.5),
    ("边上", 1.0, 0.5),
    ("乙内", 1.5, 0.5),
    ("重叠", 2.5, 0.5),
    ("在外", 9.0, 9.0),
    ("无坐标", None, 0.5),
    ("蝴蝶左", 4.25, 0.5),
]
AREAS = (Field("区", T.TEXT), Field("界", T.GEOMETRY))


def box(west: float, east: float) -> bytes:
    return stations.polygon((west, 0), (east, 0), (east, 1), (west, 1), (west, 0))


AREA_ROWS: list[tuple[Any, ...]] = [
    ("甲", box(0, 1)),
    ("乙", box(1, 3)),
    ("丙", box(2, 3)),
    ("蝴蝶", stations.polygon((4, 0), (5, 1), (5, 0), (4, 1), (4, 0))),
    ("空", None),
    ("远", box(20, 21)),
]
Tables = tuple[Path, Path]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    home = tmp_path_factory.mktemp("places")
    stations.released(home=home, fields=POINTS, rows=POINT_ROWS)
    stations.released(home=home, fields=AREAS, rows=AREA_ROWS, release_id="rel_2")
    return stations.serving(home), stations.serving(home, "rel_2")


def asked(kind: str = "inner", **params: str) -> Join:
    return parse_place_join(kind=kind, left=Side(POINTS), right=Side(AREAS), points="left", params=params)


def rows(tables: Tables, join: Join) -> list[tuple[Any, ...]]:
    left, right = tables if join.points == "left" else tables[::-1]
    match = match_of(join=join, left=left, right=right)
    return joined_rows(join=join, match=match, left=left, right=right).rows


def test_points_within_areas_are_joined_and_those_on_edges_are_not(tables: Tables) -> None:
    within = [("甲内", "甲"), ("乙内", "乙"), ("重叠", "乙"), ("重叠", "丙"), ("蝴蝶左", "蝴蝶")]
    assert rows(tables, asked(select="点, 区")) == within
    outside = [("边上",), ("在外",), ("无坐标",)]
    assert rows(tables, asked("anti", select="点")) == outside
    kept = rows(tables, asked("left", select="点, 区"))
    assert [one for one in kept if one[1] is None] == [(name, None) for (name,) in outside]


def test_the_match_by_place_is_counted_on_both_sides(tables: Tables) -> None:
    match = match_of(join=asked(), left=tables[0], right=tables[1])
    assert match == Match(left=SideMatch(7, 4, 1, 2), right=SideMatch(6, 4, 1, 2), pairs=5)
    assert edge_points(join=asked(), left=tables[0], right=tables[1]) == 1


def test_areas_may_stand_on_the_left(tables: Tables) -> None:
    def asked_back(kind: str) -> Join:
        params = {"select": "区" if kind == "anti" else "区, 点"}
        return parse_place_join(kind=kind, left=Side(AREAS), right=Side(POINTS), points="right", params=params)

    assert rows(tables, asked_back("inner"))[:2] == [("甲", "甲内"), ("乙", "乙内")]
    assert rows(tables, asked_back("anti")) == [("空",), ("远",)]


def test_a_table_without_places_is_refused() -> None:
    plain = Side((Field("名", T.TEXT),))
    with pytest.raises(NoPlaceError):
        parse_place_join(kind="inner", left=plain, right=Side(AREAS), points="left", params={})
    with pytest.raises(NoPlaceError):
        parse_place_join(kind="inner", left=Side(POINTS), right=Side(POINTS), points="left", params={})


def test_a_join_is_written_out_whole_and_read_in_every_format(tables: Tables, tmp_path: Path) -> None:
    join = asked("left", select="点, 区, 界")
    match = match_of(join=join, left=tables[0], right=tables[1])
    target = tmp_path / "tables" / "one" / "table.duckdb"
    target.parent.mkdir(parents=True)
    fields, count = splice(join=join, match=match, left=tables[0], right=tables[1], target=target)
    assert ([each.name for each in fields], count) == (["点", "区", "界"], 8)
    assert [each.name for each in target.parent.iterdir()] == ["table.duckdb"]
    blocks = export(serving=target, fields=fields, query=Query(), format="csv", instance_of=own_instance)
    found = list(csv.reader(io.StringIO(b"".join(blocks).decode())))
    assert (found[0], found[1][:2], found[1][2][:9]) == (["点", "区", "界"], ["甲内", "甲"], "POLYGON (")
    assert [one[0] for one in found[1:]] == ["甲内", "边上", "乙内", "重叠", "重叠", "在外", "无坐标", "蝴蝶左"]
    shapes = b"".join(export(serving=target, fields=fields, query=Query(), format="geojson", instance_of=own_instance))
    assert shapes.count(b'"Feature"') == 8


def test_what_multiplies_too_much_is_refused_and_leaves_nothing(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_JOIN_PAIRS", "2")
    join = asked()
    match = match_of(join=join, left=tables[0], right=tables[1])
    with pytest.raises(JoinTooLargeError):
        splice(join=join, match=match, left=tables[0], right=tables[1], target=tmp_path / "x.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_tables_of_two_warehouses_meet_in_an_instance_of_their_own(tables: Tables, tmp_path: Path) -> None:
    other = (Field("名", T.TEXT), Field("值", T.INTEGER))
    stations.released(home=tmp_path, fields=other, rows=[("甲内", 1), ("乙内", 2)])
    right = stations.serving(tmp_path)
    join = parse_join(
        kind="inner", left=Side(POINTS), right=Side(other), on=[("点", "名")], params={"select": "点, 值"}
    )
    match = match_of(join=join, left=tables[0], right=right)
    assert joined_rows(join=join, match=match, left=tables[0], right=right).rows == [("甲内", 1), ("乙内", 2)]
