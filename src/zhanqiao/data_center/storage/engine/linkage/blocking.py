"""Which rows are held against each other at all: those that share the value of a column, or of two, that is rare enough.

Nobody has to name these blocks: for every column, and for every two, the pairs they would make are counted, and those are taken that
make few for each row. Two rows that are the same and share no such value are not found; more match columns make that rarer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import duckdb

from zhanqiao.data_center.storage.engine.linkage.levels import Column
from zhanqiao.data_center.storage.engine.linkage.model import Kind

PER_ROW = 20  # pairs a block may make for each row of both sides, and all of them twice as many
AT_LEAST = 60_000  # … which small tables may make in any case
MOST_BLOCKS = 16


@dataclass(frozen=True, slots=True)
class Block:
    """Rows with the same values of these expressions are held against each other; ``columns`` are the match columns in them."""

    columns: frozenset[Column]
    expressions: tuple[str, ...]
    pairs: int

    @property
    def condition(self) -> str:
        """Return the condition of the join, with ``l`` and ``r`` for the sides."""
        return " AND ".join(f"{one.format(side='l')} = {one.format(side='r')}" for one in self.expressions)


def blocks(*, connection: duckdb.DuckDBPyConnection, columns: Sequence[Column]) -> tuple[Block, ...]:
    """Return the blocks, those that make fewest pairs first."""
    rows = sum(_count(connection, f"SELECT count(*) FROM {side}") for side in "ab")
    most = max(AT_LEAST, PER_ROW * rows)
    singles = [_block(connection, {column: sql}) for column in columns for sql in _expressions(column)]
    few = [one for one in singles if one.pairs <= most]
    many = [one for one in singles if one.pairs > most]
    for one, two in combinations(many, 2):
        if one.columns != two.columns:
            both = _block(
                connection, dict(zip([*one.columns, *two.columns], one.expressions + two.expressions, strict=True))
            )
            if both.pairs <= most:
                few.append(both)
    chosen, total = [], 0
    for block in sorted(few, key=lambda each: each.pairs)[:MOST_BLOCKS]:
        total += block.pairs
        if total <= 2 * most and block.pairs:
            chosen.append(block)
    return tuple(chosen)


def _expressions(column: Column) -> tuple[str, ...]:
    value = f"{{side}}.{column.name}"
    if column.kind is Kind.NAME and column.chinese:
        return f"{value}_sound", f"left({value}_trunk, 1)"
    if column.kind is Kind.NAME:
        return value, f"left({value}, 3)"
    if column.kind is Kind.PLACE:
        return (f"{value}_trunk",)
    if column.kind is Kind.DIVISION:
        return f"left({value}, 6)", f"left({value}, 4)"
    return (value,)


def _block(connection: duckdb.DuckDBPyConnection, parts: dict[Column, str]) -> Block:
    expressions = tuple(parts.values())
    sides = {}
    for side, table in (("l", "a"), ("r", "b")):
        values = ", ".join(f"{one.format(side=side)} AS v{number}" for number, one in enumerate(expressions))
        sides[side] = f"SELECT {values}, count(*) AS n FROM {table} AS {side} GROUP BY ALL"
    same = " AND ".join(f"l.v{number} = r.v{number}" for number in range(len(expressions)))
    pairs = _count(connection, f"SELECT sum(l.n * r.n) FROM ({sides['l']}) AS l JOIN ({sides['r']}) AS r ON {same}")
    return Block(frozenset(parts), expressions, pairs)


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0] or 0) if row else 0
