"""A join as SQL: both tables as subqueries with their keys, put together under the names of the joined layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.joins.model import Join, Side
from zhanqiao.data_center.storage.engine.query.compiling import Compiler
from zhanqiao.data_center.storage.engine.query.layout import SIDES, layout_of
from zhanqiao.data_center.storage.engine.query.model import Query
from zhanqiao.data_center.storage.engine.query.nodes import Node

WORDS = {"inner": "JOIN", "left": "LEFT JOIN", "anti": "ANTI JOIN"}


def joined_relation(*, join: Join, left: str, right: str, params: list[Any]) -> tuple[str, tuple[str, ...]]:
    """Return the rows of a join as a relation, and the columns that tell their order; constants go to ``params``."""
    columns = [f"l.{each}" for each in _physical(join.left, 0)]
    places = ["l.place AS lplace"]
    if join.kind != "anti":
        own, moved = _physical(join.right, 0), _physical(join.right, len(join.left.fields))
        columns += [f"r.{each} AS {name}" for each, name in zip(own, moved, strict=True)]
        places.append("r.place AS rplace")
    first, second = keyed(join=join, left=left, right=right, params=params)
    # DuckDB has an index of areas for joins that keep rows, and none for those that drop them.
    word, rest = (
        ("LEFT JOIN", " WHERE r.place IS NULL") if join.points and join.kind == "anti" else (WORDS[join.kind], "")
    )
    sql = f"SELECT {', '.join((*columns, *places))} FROM {first} AS l {word} {second} AS r ON {_equal(join, 'l', 'r')}{rest}"
    return f"({sql}) AS joined", tuple(each.rpartition(" ")[2] for each in places)


def match_sql(*, join: Join, left: str, right: str, params: list[Any]) -> str:
    """Return a statement that gives pairs, matched rows of both sides, their commonest keys, and rows that have a key."""
    if join.points:
        return _match_by_place(join, left, right)
    names = [f"k{number}" for number in range(1, len(join.keys) + 1)]
    there = " AND ".join(f"{name} IS NOT NULL" for name in names)
    groups = [
        f"{alias} AS MATERIALIZED (SELECT {', '.join(names)}, count(*) AS n FROM {side} AS s WHERE {there} GROUP BY ALL)"
        for alias, side in zip("ab", keyed(join=join, left=left, right=right, params=params), strict=True)
    ]
    counts = "sum(a.n::HUGEINT * b.n), sum(a.n), sum(b.n), max(a.n), max(b.n)"
    whole = "(SELECT sum(n) FROM a), (SELECT sum(n) FROM b)"
    return f"WITH {', '.join(groups)} SELECT {counts}, {whole} FROM a JOIN b ON {_equal(join, 'a', 'b')}"


def edge_sql(*, join: Join, left: str, right: str) -> str:
    """Return a statement that counts the points that lie on an edge and in no area."""
    first, second = keyed(join=join, left=left, right=right, params=[])
    points, areas = (first, second) if join.points == "left" else (second, first)
    inside = f"SELECT p.place FROM {points} AS p JOIN {areas} AS a ON ST_Contains(a.k1, p.k1)"
    touching = f"SELECT DISTINCT p.place FROM {points} AS p JOIN {areas} AS a ON ST_Intersects(a.k1, p.k1)"
    return f"SELECT count(*) FROM ({touching}) AS t WHERE place NOT IN ({inside})"


def keyed(*, join: Join, left: str, right: str, params: list[Any]) -> tuple[str, str]:
    """Return both tables as subqueries whose last columns are the place of the row and its keys, ``k1`` and so on."""
    if join.points:
        shapes = (
            [_area(join.left), _point(join.right)] if join.points == "right" else [_point(join.left), _area(join.right)]
        )
        return _placed(join.left, left, shapes[0]), _placed(join.right, right, shapes[1])
    first = _keyed(join.left, left, [each for each, _ in join.keys], params)
    return first, _keyed(join.right, right, [each for _, each in join.keys], params)


def _keyed(side: Side, relation: str, keys: list[Node], params: list[Any]) -> str:
    compiler = Compiler(query=Query(), layout=layout_of(side.fields), relation=relation, params=params)
    written = [f"{compiler.sql(node)} AS k{number}" for number, node in enumerate(keys, start=1)]
    return f"(SELECT {', '.join((*_physical(side, 0), 'rowid AS place', *written))} FROM {relation})"


def _placed(side: Side, relation: str, shape: str) -> str:
    return f"(SELECT {', '.join((*_physical(side, 0), 'rowid AS place', f'{shape} AS k1'))} FROM {relation})"


def _point(side: Side) -> str:
    place = side.layout.place
    assert place is not None, "asking made sure that there is a place"
    if place.geometry is None:
        return f"ST_Point({place.west}::DOUBLE, {place.south}::DOUBLE)"
    shape = f"ST_GeomFromWKB({place.geometry})"
    return f"CASE WHEN ST_GeometryType({shape}) = 'POINT' THEN {shape} END"


def _area(side: Side) -> str:
    """Return the area of a row; one whose rings cross is mended, as its winding says."""
    place = side.layout.place
    assert place is not None, "asking made sure that there is a place"
    assert place.geometry is not None, "asking made sure that there are areas"
    return f"ST_MakeValid(ST_GeomFromWKB({place.geometry}))"


def _match_by_place(join: Join, left: str, right: str) -> str:
    first, second = keyed(join=join, left=left, right=right, params=[])
    pairs = f"SELECT l.place AS a, r.place AS b FROM {first} AS l JOIN {second} AS r ON {_equal(join, 'l', 'r')}"
    counts = "(SELECT sum(n) FROM la), (SELECT count(*) FROM la), (SELECT count(*) FROM lb)"
    most = "(SELECT max(n) FROM lb), (SELECT max(n) FROM la)"
    keys = f"(SELECT count(k1) FROM {first}), (SELECT count(k1) FROM {second})"
    sides = "la AS (SELECT count(*) AS n FROM m GROUP BY a), lb AS (SELECT count(*) AS n FROM m GROUP BY b)"
    return f"WITH m AS MATERIALIZED ({pairs}), {sides} SELECT {counts}, {most}, {keys}"


def _equal(join: Join, left: str, right: str) -> str:
    if join.points:
        point, area = (left, right) if join.points == "left" else (right, left)
        return f"ST_Contains({area}.k1, {point}.k1)"
    return " AND ".join(f"{left}.k{number} = {right}.k{number}" for number in range(1, len(join.keys) + 1))


def _physical(side: Side, moved: int) -> list[str]:
    """Return the physical columns of a side, extents of shapes included, numbered on from ``moved``."""
    return list(_columns(side, moved))


def _columns(side: Side, moved: int) -> Iterator[str]:
    for number, field in enumerate(side.fields, start=moved + 1):
        yield f"c{number}"
        if field.type is LogicalType.GEOMETRY:
            yield from (f"c{number}_{end}" for end in SIDES)
