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
    sql = f"SELECT {', '.join((*columns, *places))} FROM {first} AS l {WORDS[join.kind]} {second} AS r ON {_equal(join, 'l', 'r')}"
    return f"({sql}) AS joined", tuple(each.rpartition(" ")[2] for each in places)


def match_sql(*, join: Join, left: str, right: str, params: list[Any]) -> str:
    """Return a statement that gives pairs, matched rows of both sides, their commonest keys, and rows that have a key."""
    names = [f"k{number}" for number in range(1, len(join.keys) + 1)]
    there = " AND ".join(f"{name} IS NOT NULL" for name in names)
    groups = [
        f"{alias} AS MATERIALIZED (SELECT {', '.join(names)}, count(*) AS n FROM {side} AS s WHERE {there} GROUP BY ALL)"
        for alias, side in zip("ab", keyed(join=join, left=left, right=right, params=params), strict=True)
    ]
    counts = "sum(a.n::HUGEINT * b.n), sum(a.n), sum(b.n), max(a.n), max(b.n)"
    whole = "(SELECT sum(n) FROM a), (SELECT sum(n) FROM b)"
    return f"WITH {', '.join(groups)} SELECT {counts}, {whole} FROM a JOIN b ON {_equal(join, 'a', 'b')}"


def keyed(*, join: Join, left: str, right: str, params: list[Any]) -> tuple[str, str]:
    """Return both tables as subqueries whose last columns are the place of the row and its keys, ``k1`` and so on."""
    first = _keyed(join.left, left, [each for each, _ in join.keys], params)
    return first, _keyed(join.right, right, [each for _, each in join.keys], params)


def _keyed(side: Side, relation: str, keys: list[Node], params: list[Any]) -> str:
    compiler = Compiler(query=Query(), layout=layout_of(side.fields), relation=relation, params=params)
    written = [f"{compiler.sql(node)} AS k{number}" for number, node in enumerate(keys, start=1)]
    return f"(SELECT {', '.join((*_physical(side, 0), 'rowid AS place', *written))} FROM {relation})"


def _equal(join: Join, left: str, right: str) -> str:
    return " AND ".join(f"{left}.k{number} = {right}.k{number}" for number in range(1, len(join.keys) + 1))


def _physical(side: Side, moved: int) -> list[str]:
    """Return the physical columns of a side, extents of shapes included, numbered on from ``moved``."""
    return list(_columns(side, moved))


def _columns(side: Side, moved: int) -> Iterator[str]:
    for number, field in enumerate(side.fields, start=moved + 1):
        yield f"c{number}"
        if field.type is LogicalType.GEOMETRY:
            yield from (f"c{number}_{end}" for end in SIDES)
