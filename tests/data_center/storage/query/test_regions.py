"""Polygons: what is inside is decided apart from the code under test, by exact arithmetic."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.data_center.storage.query.asking import numbers, page, parsed
from tests.data_center.storage.stations import FIELDS, released, serving

from zhanqiao.data_center.storage.engine import query as engine
from zhanqiao.data_center.storage.engine.export import export
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query import NoPlaceError, QueryError, facets
from zhanqiao.data_center.storage.engine.query.shapes import MAX_VERTICES

Corner = tuple[int, int]
Ring = Sequence[Corner]
GRID = [
    (x, y) for x in range(-12, 13) for y in range(-12, 13)
]  # places of the table, in quarters of a degree: exact in every number
GRID_FIELDS = {
    "doubles": (Field("号", LogicalType.INTEGER), Field("x", LogicalType.NUMBER, "longitude"), Field("y", LogicalType.NUMBER, "latitude")),
    "decimals": (Field("号", LogicalType.INTEGER), Field("x", LogicalType.DECIMAL, "longitude", 8, 2), Field("y", LogicalType.DECIMAL, "latitude", 8, 2)),
}  # fmt: skip
BOWTIE = "POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))"
L_SHAPE = "POLYGON((120.30 36.05, 120.45 36.05, 120.45 36.07, 120.34 36.07, 120.34 36.20, 120.30 36.20, 120.30 36.05))"
LOCATED = [
    ("CIRCLE(1 2)", 0, "CIRCLE"),
    ("POINT(1 2, 3 4)", 0, "POINT"),
    ("LINESTRING(1 2)", 0, "LINESTRING"),
    ("LINESTRING(1 2, 3)", 17, ")"),
    ("POLYGON", 7, "end of the text"),
    ("POLYGON((1 2, 3 4", 17, "end of the text"),
    ("POLYGON((1 2, 3 x, 5 6, 1 2))", 16, "x"),
    ("POLYGON((1 2, 3 4, 5 6, 1 2)) x", 30, "x"),
    ("POLYGON((1 2, 3 4, 1 2))", 8, "("),
    ("POLYGON((1 2, 3 4, 5 6, 7 8))", 8, "("),
    ("POLYGON((1 2, 3 4, 5 96, 1 2))", 19, "5.0 96.0"),
    ("POLYGON((36 120, 36 121, 37 121, 36 120))", 9, "36.0 120.0"),
    ('{"type": "Polygon"', 18, ""),
    ('{"type": "Point", "coordinates": [1, 2]}', None, "Point"),
    ('{"type": "Polygon", "coordinates": []}', None, "coordinates"),
    ('{"type": "Polygon", "coordinates": [[[1, 2], [3, "4"], [5, 6], [1, 2]]]}', None, "coordinates[0][1]"),
    ('{"type": "MultiPolygon", "coordinates": [[[[1, 2], [3, 4], [1, 2]]]]}', None, "coordinates[0][0]"),
]


@pytest.fixture(scope="module", params=GRID_FIELDS)
def grid(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Field, ...]]:
    """Points on a grid and one without a place."""
    home, fields = tmp_path_factory.mktemp(request.param), GRID_FIELDS[request.param]
    made = float if request.param == "doubles" else Decimal
    rows: list[tuple[Any, ...]] = [(at, made(str(x / 4)), made(str(y / 4))) for at, (x, y) in enumerate(GRID)]
    released(home=home, fields=fields, rows=[*rows, (len(GRID), None, made("0.1"))])
    return serving(home), fields


@st.composite
def shells(draw: st.DrawFn, middle: int) -> list[Corner]:
    """A ring around a middle, seen whole from there, so that it never crosses itself."""
    turns = [quarter * 10 + draw(st.integers(0, 9)) for quarter in range(4)]
    spokes = [(turn, draw(st.integers(3, 6))) for turn in turns]
    corners = [
        (middle + round(r * math.cos(turn * math.pi / 20)), round(r * math.sin(turn * math.pi / 20)))
        for turn, r in spokes
    ]
    return list(dict.fromkeys(corners))


def wkt(polygons: Sequence[Sequence[Ring]]) -> str:
    def ring(corners: Ring) -> str:
        return "(" + ", ".join(f"{x / 4} {y / 4}" for x, y in [*corners, corners[0]]) + ")"

    return "MULTIPOLYGON(" + ", ".join("(" + ", ".join(map(ring, rings)) + ")" for rings in polygons) + ")"


def crossings(point: Corner, corners: Ring) -> int | None:
    """How often a ray to the east crosses a ring; None on the ring itself."""
    (px, py), count = point, 0
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        side = (x2 - x1) * (py - y1) - (y2 - y1) * (px - x1)
        if side == 0 and min(x1, x2) <= px <= max(x1, x2) and min(y1, y2) <= py <= max(y1, y2):
            return None
        if (y1 > py) != (y2 > py) and px < x1 + Fraction((py - y1) * (x2 - x1), y2 - y1):
            count += 1
    return count


def is_inside(point: Corner, polygons: Sequence[Sequence[Ring]]) -> bool:
    found = [crossings(point, corners) for rings in polygons for corners in rings]
    return None in found or sum(each for each in found if each) % 2 == 1


def ask(grid: tuple[Path, tuple[Field, ...]], **params: str) -> list[int]:
    at, fields = grid
    query = engine.parse_query(fields=fields, params={"select": "号", "limit": "2000", **params})
    return [row[0] for row in engine.rows(serving=at, fields=fields, query=query).rows]


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_random_polygons_with_holes_hold_what_exact_arithmetic_says(
    grid: tuple[Path, tuple[Field, ...]], data: st.DataObject
) -> None:
    hole = [(-7, 0), (-6, -1), (-5, 0), (-6, 1)]
    polygons: list[list[Ring]] = [[data.draw(shells(-6)), hole], [data.draw(shells(6))]]
    try:
        found = ask(grid, within=wkt(polygons))
    except QueryError as error:  # a shell may touch the hole along an edge, or have lost its corners
        assert error.facts["parameter"] == "within"  # noqa: PT017 - either way is right, but nothing else
        return
    expected = [at for at, point in enumerate(GRID) if is_inside(point, polygons)]
    assert found == expected == ask(grid, intersects=wkt(polygons))


def test_edges_and_corners_of_a_polygon_belong_to_it(grid: tuple[Path, tuple[Field, ...]]) -> None:
    found = ask(grid, within="POLYGON((0 0, 0.5 0, 0.5 0.5, 0 0))")
    assert [GRID[at] for at in found] == [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)]


def test_a_hole_is_left_out_and_its_edge_is_not(grid: tuple[Path, tuple[Field, ...]]) -> None:
    found = ask(
        grid, within="POLYGON((0 0, 1 0, 1 1, 0 1, 0 0), (0.25 0.25, 0.75 0.25, 0.75 0.75, 0.25 0.75, 0.25 0.25))"
    )
    assert len(found) == 24
    assert GRID.index((2, 2)) not in found


def test_shapes_lie_wholly_inside_or_touch(serving: Path) -> None:
    # 0004 is a square from 120.30 to 120.34: half of it lies in the L, whose inner edge runs along the square
    assert numbers(serving, within=L_SHAPE) == ["0001", "0002", "0004"]
    half = "POLYGON((120.32 36.05, 120.45 36.05, 120.45 36.10, 120.32 36.10, 120.32 36.05))"
    assert numbers(serving, within=half) == ["0002", "0005"]
    assert numbers(serving, intersects=half) == ["0002", "0004", "0005"]


def test_extents_alone_would_say_more(serving: Path) -> None:
    corner = "POLYGON((120.29 36.04, 120.41 36.04, 120.29 36.10, 120.29 36.04))"
    assert numbers(serving, intersects=corner) == ["0001", "0004"]
    assert numbers(serving, bbox="120.29,36.04,120.41,36.10") == ["0001", "0002", "0004", "0005"]


def test_geojson_asks_the_same_as_text() -> None:
    ring = [[0, 0], [1, 0], [1, 1.5], [0, 0]]
    polygon = {"type": "Polygon", "coordinates": [ring]}
    written = parsed(within="polygon ((0 0,1 0 , 1 1.5,0 0))")
    assert parsed(within=json.dumps(polygon)) == written
    assert parsed(within=json.dumps({"type": "Feature", "properties": {}, "geometry": polygon})) == written
    assert parsed(within=json.dumps({"type": "MultiPolygon", "coordinates": [[ring]]})) == written
    assert parsed(**written.params()) == written
    assert written.params()["within"] == "POLYGON((0.0 0.0, 1.0 0.0, 1.0 1.5, 0.0 0.0))"


def test_it_goes_with_every_other_part_of_a_query(serving: Path) -> None:
    asked = {"intersects": L_SHAPE, "where": "换乘", "order_by": "区市 collate pinyin", "count": "exact"}
    assert (numbers(serving, **asked), page(serving, **asked).total) == (["0001", "0002"], 2)
    query = parsed(within=L_SHAPE)
    assert facets(serving=serving, fields=FIELDS, query=query, columns=("区市",)) == {
        "区市": [("市南区", 2), ("市北区", 1)]
    }
    text = b"".join(export(serving=serving, fields=FIELDS, query=parsed(select="编号", within=L_SHAPE), format="csv"))
    assert text.decode().split() == ["编号", "0001", "0002", "0004"]


def test_pages_by_cursor_go_on(grid: tuple[Path, tuple[Field, ...]]) -> None:
    at, fields = grid
    params = {"select": "号", "within": "POLYGON((-2.5 -2.5, 2.5 -2.5, 2.5 2.5, -2.5 -2.5))", "limit": "50"}
    found: list[int] = []
    after: str | None = ""
    while after is not None:
        query = engine.parse_query(fields=fields, params={**params, "after": after})
        got = engine.rows(serving=at, fields=fields, query=query)
        found, after = found + [row[0] for row in got.rows], got.next
    assert found == [number for number, (x, y) in enumerate(GRID) if -10 <= y <= x <= 10]


@pytest.mark.parametrize(("text", "position", "token"), LOCATED)
def test_what_is_no_polygon_is_located(text: str, position: int | None, token: str) -> None:
    with pytest.raises(QueryError) as error:
        parsed(within=text)
    facts = error.value.facts
    assert (facts["parameter"], facts["position"], facts["token"]) == ("within", position, token)
    assert error.value.text.zh != error.value.text.en


@pytest.mark.parametrize("form", ["csv", "rows"])
def test_a_boundary_that_crosses_itself_is_refused(serving: Path, form: str) -> None:
    ask = {"csv": partial(export, format="csv"), "rows": engine.rows}[form]
    with pytest.raises(QueryError, match="crosses itself"):
        ask(serving=serving, fields=FIELDS, query=parsed(intersects=BOWTIE))


def test_more_vertices_than_the_limit_are_refused() -> None:
    def circle(count: int) -> str:
        corners = [f"{math.cos(2 * math.pi * n / count)!r} {math.sin(2 * math.pi * n / count)!r}" for n in range(count)]
        return f"POLYGON(({', '.join([*corners, corners[0]])}))"

    assert parsed(within=circle(MAX_VERTICES - 1)).regions
    with pytest.raises(QueryError, match=f"2001 vertices and the limit is {MAX_VERTICES}"):
        parsed(within=circle(MAX_VERTICES))


def test_a_table_without_a_place_is_refused() -> None:
    with pytest.raises(NoPlaceError):
        engine.parse_query(fields=FIELDS[:3], params={"within": L_SHAPE})


WHERE = {
    f"within_polygon('{L_SHAPE}')": ["0001", "0002", "0004"],
    f"within_polygon(位置, '{L_SHAPE}') and 换乘": ["0001", "0002"],
    f"not within_polygon('{L_SHAPE}')": ["0005", "0010", "00A1", "𠮷001"],
    f"within_polygon('{L_SHAPE}') or 编号 = '0003'": ["0001", "0002", "0003", "0004"],
    "intersects('POLYGON((120.32 36.05, 120.45 36.05, 120.45 36.10, 120.32 36.10, 120.32 36.05))')": ["0002", "0004", "0005"],
    'intersects(位置, \'{"type":"Polygon","coordinates":[[[120,35.9],[120.1,35.9],[120.1,36.1],[120,35.9]]]}\')': ["0010"],
}  # fmt: skip


@pytest.mark.parametrize("where", WHERE)
def test_polygons_stand_in_expressions(serving: Path, where: str) -> None:
    assert numbers(serving, where=where) == WHERE[where]
    query = parsed(where=where)
    assert parsed(**query.params()) == query
    text = b"".join(export(serving=serving, fields=FIELDS, query=parsed(select="编号", where=where), format="ndjson"))
    assert [json.loads(line)["编号"] for line in text.splitlines()] == WHERE[where]


def test_polygons_stand_in_groups_and_tops(serving: Path) -> None:
    inside = f"within_polygon('{L_SHAPE}')"
    found = page(serving, select=f"{inside} as 内, count(*) as n", group_by="内").rows
    assert found == [(False, 4), (True, 3), (None, 2)]
    assert numbers(serving, top=f"1 per {inside} order by 编号 desc") == ["0004", "0100", "𠮷001"]


@pytest.mark.parametrize(
    ("where", "position", "token"),
    [
        ("换乘 and within_polygon('POLYGON((1 2, 3 x, 5 6, 1 2))')", 39, "x"),
        ("within_polygon(编号)", 15, "编号"),
        ("within_polygon(编号, 'POLYGON((1 2, 3 4, 5 6, 1 2))')", 15, "编号"),
        ("within_polygon(位置, 站名)", 19, "站名"),
        ("intersects('')", 12, "end of the text"),
        ("intersects(位置)", 11, "位置"),
        ("intersects()", 0, "intersects"),
    ],
)
def test_what_is_no_polygon_is_located_in_the_expression(where: str, position: int, token: str) -> None:
    with pytest.raises(QueryError) as error:
        parsed(where=where)
    facts = error.value.facts
    assert (facts["parameter"], facts["position"], facts["token"]) == ("where", position, token)


def test_an_expression_with_a_boundary_that_crosses_itself_is_refused(serving: Path) -> None:
    with pytest.raises(QueryError, match="crosses itself"):
        page(serving, where=f"换乘 or within_polygon('{BOWTIE}')")


def test_an_expression_about_places_needs_a_table_with_places() -> None:
    with pytest.raises(NoPlaceError):
        engine.parse_query(fields=FIELDS[:3], params={"where": f"within_polygon('{L_SHAPE}')"})
