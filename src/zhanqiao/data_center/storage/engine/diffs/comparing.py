"""Compares two serving copies: by key where rows have one, else by content.

By key, rows are put together by their key and every common column is compared. By content, rows are put together by a
checksum of all common columns (the first of equal rows with the first, the second with the second …) and then compared column by column,
so that two rows are never taken for equal because their checksums are; what stays alone was added or removed.
The answer is where the rows stand in their releases, not the rows: a few bytes a row, exact whatever the size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np

from zhanqiao.data_center.storage.engine.diffs.errors import DiffKeyError
from zhanqiao.data_center.storage.engine.diffs.model import Columns, Counts, Places
from zhanqiao.data_center.storage.engine.duck import job_connection, limited, quoted_text
from zhanqiao.data_center.storage.engine.fields import NUMERIC, Field
from zhanqiao.data_center.storage.engine.query.layout import layout_of
from zhanqiao.kit import environment
from zhanqiao.kit.texts import Text

ALONE = -1  # the place of a row that the other release does not have


@dataclass(frozen=True, slots=True)
class Compared:
    """The counts, and the places of rows that differ in the old and in the new release, in the order of the new one.

    ``old`` and ``new`` are row numbers from 0, -1 where the row is not there. Rows that were removed come last.
    """

    counts: Counts
    old: Places
    new: Places


@dataclass(frozen=True, slots=True)
class Side:
    """One release: its serving copy and its fields."""

    serving: Path
    fields: tuple[Field, ...]


def compared(*, old: Side, new: Side, columns: Columns, key: Sequence[str], seconds: float | None = None) -> Compared:
    """Compare all rows of two releases by ``key``, or by content without one.

    ``key`` names common columns. Raises DiffKeyError when they identify no row, QueryTimeoutError after ``seconds`` (default: the setting
    DIFF_SECONDS).
    """
    with _opened(old, new) as connection, limited(connection, seconds=seconds or environment.value("DIFF_SECONDS")):
        terms = _Terms(old, new, columns)
        if key:
            _check_key(connection, terms, key)
            connection.execute(_by_key(terms, key))
        else:
            connection.execute(_by_content(terms))
        found = connection.execute("SELECT o, n FROM changes ORDER BY n IS NULL, n, o").fetchnumpy()
        counts = _counts(connection, terms, found)
    return Compared(counts, _places(found["o"]), _places(found["n"]))


@dataclass(frozen=True, slots=True)
class _Terms:
    """The SQL of both sides' columns."""

    old: Side
    new: Side
    columns: Columns

    def pair(self, name: str) -> tuple[str, str]:
        """Return a common column of the old and of the new release in a form in which they can be compared."""
        one, two = layout_of(self.old.fields).field(name), layout_of(self.new.fields).field(name)
        places = f"o.{layout_of(self.old.fields).column(name)}", f"n.{layout_of(self.new.fields).column(name)}"
        if one.type is two.type or {one.type, two.type} <= NUMERIC:
            return places
        return f"{places[0]}::VARCHAR", f"{places[1]}::VARCHAR"

    def differ(self, names: Sequence[str]) -> str:
        """Return the condition that any of these columns differs."""
        return " OR ".join(f"{a} IS DISTINCT FROM {b}" for a, b in map(self.pair, names)) or "false"

    def side(self, letter: str) -> list[str]:
        """Return the common columns of one side."""
        return [self.pair(name)["on".index(letter)] for name in self.columns.common]


@contextmanager
def _opened(old: Side, new: Side) -> Iterator[duckdb.DuckDBPyConnection]:
    with TemporaryDirectory(prefix="zhanqiao-diff-") as folder:
        memory = environment.value("DIFF_MEMORY_BYTES")
        connection = job_connection(database=Path(folder) / "work.duckdb", memory=memory)
        try:
            connection.execute("SET preserve_insertion_order=false")
            connection.execute(f"SET temp_directory={quoted_text(folder)}")
            for letter, side in (("o", old), ("n", new)):
                connection.execute(f"ATTACH {quoted_text(str(side.serving))} AS {letter}_side (READ_ONLY)")
                connection.execute(
                    f"CREATE TEMP VIEW {letter}_rows AS SELECT rowid AS place, * FROM {letter}_side.main.data"
                )
            yield connection
        finally:
            connection.close()


def _check_key(connection: duckdb.DuckDBPyConnection, terms: _Terms, key: Sequence[str]) -> None:
    for letter in "on":
        names = [terms.pair(name)["on".index(letter)] for name in key]
        if connection.execute(
            f"SELECT 1 FROM {letter}_rows AS {letter} WHERE {' OR '.join(f'{each} IS NULL' for each in names)} LIMIT 1"
        ).fetchone():
            raise _key_error(key, _EMPTY)
        if connection.execute(
            f"SELECT 1 FROM {letter}_rows AS {letter} GROUP BY {', '.join(names)} HAVING count(*) > 1 LIMIT 1"
        ).fetchone():
            raise _key_error(key, _TWICE)


def _by_key(terms: _Terms, key: Sequence[str]) -> str:
    same = " AND ".join(f"{a} = {b}" for a, b in map(terms.pair, key))
    others = [name for name in terms.columns.common if name not in key]
    return f"""CREATE TEMP TABLE changes AS SELECT o.place AS o, n.place AS n
        FROM o_rows AS o FULL JOIN n_rows AS n ON {same}
        WHERE o.place IS NULL OR n.place IS NULL OR {terms.differ(others)}"""


def _by_content(terms: _Terms) -> str:
    numbered = {
        letter: f"""SELECT *, row_number() OVER (PARTITION BY sum ORDER BY place) AS time FROM (
            SELECT *, hash({", ".join(terms.side(letter)) or "0"}) AS sum FROM {letter}_rows AS {letter})"""
        for letter in "on"
    }
    differ = terms.differ(terms.columns.common)
    return f"""CREATE TEMP TABLE changes AS WITH pairs AS (
            SELECT o.place AS o, n.place AS n, {differ} AS differ
            FROM ({numbered["o"]}) AS o FULL JOIN ({numbered["n"]}) AS n ON o.sum = n.sum AND o.time = n.time)
        SELECT o, NULL AS n FROM pairs WHERE n IS NULL OR (o IS NOT NULL AND differ)
        UNION ALL SELECT NULL, n FROM pairs WHERE o IS NULL OR (n IS NOT NULL AND differ)"""


def _counts(connection: duckdb.DuckDBPyConnection, terms: _Terms, found: dict[str, Any]) -> Counts:
    old, new = (np.ma.getmaskarray(found[letter]) for letter in "on")
    added, removed = int(old.sum()), int(new.sum())
    changed = len(old) - added - removed
    row = connection.execute("SELECT count(*) FROM n_rows").fetchone()
    rows = int(row[0]) if row else 0
    return Counts(added, removed, changed, rows - added - changed, _cells(connection, terms) if changed else {})


def _cells(connection: duckdb.DuckDBPyConnection, terms: _Terms) -> dict[str, int]:
    sums = [f"count(*) FILTER (WHERE {terms.differ([name])})" for name in terms.columns.common]
    row = connection.execute(
        f"""SELECT {", ".join(sums)} FROM changes JOIN o_rows AS o ON changes.o = o.place
        JOIN n_rows AS n ON changes.n = n.place"""
    ).fetchone()
    return {name: count for name, count in zip(terms.columns.common, row or (), strict=True) if count}


def _places(found: Any) -> Places:
    return np.ma.filled(np.ma.asarray(found), ALONE).astype(np.int64)


def _key_error(key: Sequence[str], reason: Text) -> DiffKeyError:
    return DiffKeyError(key=", ".join(key), reason_zh=reason.zh, reason_en=reason.en)


_EMPTY = Text("有的行在这些列上为空", "some rows have nothing in them")
_TWICE = Text("有多行在这些列上相同", "several rows share the same values")
