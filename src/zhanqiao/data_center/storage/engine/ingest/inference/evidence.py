"""What every cell of a column says together, counted by DuckDB over the whole table.

Pass one is cheap and looks at every column. Pass two classifies the cells of columns that may be typed:
each distinct value once where values repeat, every cell where they do not. Both see all rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import duckdb
import numpy as np
import pyarrow as pa

from zhanqiao.data_center.storage.engine.ingest.inference import cells
from zhanqiao.kit.progress import Progress, Step

GROUP = 40  # columns per query
CELLS = 1_000_000  # looked at in one query
WIDEST = 500  # columns looked at in one query: DuckDB sets memory aside for each
SMALL = 20_000  # rows up to which every column is looked at closely
REPEATING = 0.25  # distinct values per cell, up to which each distinct value is looked at
CANDIDATE = 0.3  # share of cells that begin like a value, from which each cell of a column is
SAMPLE = 4000  # values looked at for a meaning
WHOLE = frozenset({"int", "zero", "long"})
MEASURED = frozenset({"int", "dec", "odd", "grouped", "percent", "currency", "unit", "comma"})
T = TypeVar("T")
TOP = 12  # most frequent values kept of a distribution


@dataclass(slots=True)
class Evidence:
    """Counts over all rows of one text column. ``kinds`` is empty when no cell was looked at."""

    column: str  # its name in the connection: c0 …
    name: str
    rows: int
    present: int  # cells that are not NULL
    distinct: int  # about
    longest: int  # bytes
    edges: int  # cells with spaces around them
    nested: int  # cells that begin like JSON
    starts: int  # cells that begin like a number or a date
    kinds: dict[str, int] = field(default_factory=dict)
    least_digits: int = 0  # over whole numbers, leading zeros counted
    most_digits: int = 0
    least: float | None = None
    most: float | None = None
    scale: int = 0
    whole_digits: int = 0
    fractions: int = 0  # numbers whose fraction is not zero
    refolded: int = 0  # cells whose folded form is another than the written one
    compact_days: int = 0  # whole numbers that read as YYYYMMDD
    first_part: int = 0  # largest first number of day/month/year forms
    second_part: int = 0
    sample: list[str] = field(default_factory=list)
    asked: Callable[[str, str], list[tuple[str, int]]] | None = None  # asks DuckDB for a distribution

    def ask(self, value: str, where: str) -> list[tuple[str, int]]:
        """Return the most frequent values of an SQL expression over ``{v}``, the folded cell, with their counts."""
        assert self.asked is not None
        return self.asked(value, where)

    def count(self, *kinds: str) -> int:
        """Return how many cells are of these kinds."""
        return sum(self.kinds.get(kind, 0) for kind in kinds)

    def is_plain(self, *kinds: str) -> bool:
        """Say whether every cell is of these kinds just as it stands."""
        return self.count(*kinds) == self.present and not self.refolded

    @property
    def is_known(self) -> bool:
        """Say whether ``sample`` holds every cell."""
        return len(self.sample) == self.present

    def written(self) -> Counter[str]:
        """Return the sampled cells, trimmed, with their counts."""
        return Counter(value.strip(cells.SPACES) for value in self.sample)

    @property
    def words(self) -> int:
        """Cells that mean "no value", blank ones with them."""
        return self.count(cells.NULL, cells.EMPTY)

    @property
    def meant(self) -> int:
        """Cells that mean a value."""
        return self.present - self.words


def gather(
    *,
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    columns: Sequence[tuple[str, str]],
    rows: int,
    progress: Progress,
) -> list[Evidence]:
    """Return the evidence of text columns, given as (name in the connection, name in the source)."""
    found = _gathered(connection, relation, columns, rows, progress)
    for one in found:
        one.asked = _asking(connection, relation, one.column)
    return found


def _gathered(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    columns: Sequence[tuple[str, str]],
    rows: int,
    progress: Progress,
) -> list[Evidence]:
    found: list[Evidence] = []
    if rows <= SMALL:
        for group in _groups(columns, size=min(WIDEST, max(1, CELLS // max(rows, 1)))):
            found.extend(_at_once(connection, relation, group, rows))
            progress(Step(stage="infer", done=len(found), total=len(columns), unit="columns"))
        return found
    for group in _groups(columns, size=GROUP):
        found.extend(_first_pass(connection, relation, group, rows))
    for place, one in enumerate(found):
        if _is_candidate(one):
            _second_pass(connection, relation, one)
        progress(Step(stage="infer", done=place + 1, total=len(columns), unit="columns"))
    _sample(connection, relation, found, rows)
    return found


def _asking(
    connection: duckdb.DuckDBPyConnection, relation: str, column: str
) -> Callable[[str, str], list[tuple[str, int]]]:
    """Return a function that asks for the distribution of a value over the folded cells of a column."""

    def ask(value: str, where: str) -> list[tuple[str, int]]:
        cells_of = f"SELECT {cells.folded(column)} AS v FROM {relation} WHERE {column} IS NOT NULL"
        chosen, condition = value.replace("{v}", "v"), where.replace("{v}", "v")
        query = (
            f"SELECT {chosen}, count(*) FROM ({cells_of}) WHERE {condition} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {TOP}"
        )
        return [(str(one), int(count)) for one, count in connection.execute(query).fetchall()]

    return ask


def _groups(items: Sequence[T], *, size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def _at_once(
    connection: duckdb.DuckDBPyConnection, relation: str, group: Sequence[tuple[str, str]], rows: int
) -> list[Evidence]:
    """Look closely at many columns of a small table in one query, as one long column of cells."""
    asked = connection.execute(f"SELECT {', '.join(column for column, _ in group)} FROM {relation}")
    table = asked.to_arrow_table(max(rows, 1))  # a batch reserves memory for as many rows as it may hold
    cells_of = pa.chunked_array([chunk for column in table.columns for chunk in column.chunks], type=pa.string())
    places = pa.array(np.repeat(np.arange(len(group), dtype=np.int32), table.num_rows))
    connection.register("cells_at_once", pa.table({"c": cells_of, "p": places}))
    counted = "SELECT p, c, count(*) AS n FROM cells_at_once WHERE c IS NOT NULL GROUP BY p, c"
    first = ", ".join(_first_counts("c", each="n"))
    by_place = {
        row[0]: row[1:] for row in connection.execute(f"SELECT p, {first} FROM ({counted}) GROUP BY p").fetchall()
    }
    found = []
    for place, (column, name) in enumerate(group):
        found.append(_begun(column, name, rows, by_place.get(place, (0,) * 6)))
        present = found[-1].present
        step = max(1, rows // SAMPLE)
        found[-1].sample = table.column(place).drop_null()[::step].to_pylist() if present else []
    for place, kind, *counts in connection.execute(_kinds_query(counted, by="p, k")).fetchall():
        _take(found[place], kind, counts)
    connection.unregister("cells_at_once")
    return found


def _is_candidate(one: Evidence) -> bool:
    if one.present == 0:
        return False
    return one.rows <= SMALL or one.distinct <= REPEATING * one.present or one.starts >= CANDIDATE * one.present


def _first_pass(
    connection: duckdb.DuckDBPyConnection, relation: str, group: Sequence[tuple[str, str]], rows: int
) -> list[Evidence]:
    parts = [sql for column, _ in group for sql in _first_counts(column, each="1")]
    row = connection.execute(f"SELECT {', '.join(parts)} FROM {relation}").fetchone() or ()
    width = len(parts) // len(group)
    found = []
    for place, (column, name) in enumerate(group):
        found.append(_begun(column, name, rows, row[place * width : (place + 1) * width]))
    return found


def _begun(column: str, name: str, rows: int, counts: Sequence[Any]) -> Evidence:
    present, distinct, longest, edges, nested, starts = (int(count) for count in counts)
    return Evidence(column, name, rows, present, min(distinct, present), longest, edges, nested, starts)


def _first_counts(column: str, *, each: str) -> list[str]:
    """Return SQL counts over cells; ``each`` is how many cells a row stands for."""
    one = each == "1"
    nested = f"({column} >= '[' AND {column} < '\\') OR ({column} >= '{{' AND {column} < '|')"
    return [
        f"count({column})" if one else f"sum({each})",
        f"approx_count_distinct({column})" if one else "count(*)",
        f"coalesce(max(strlen({column})), 0)",
        *(
            f"count(*) FILTER ({condition})" if one else f"coalesce(sum({each}) FILTER ({condition}), 0)"
            for condition in (cells.has_edges(column), nested, cells.starts_like_a_value(column))
        ),
    ]


def _second_pass(connection: duckdb.DuckDBPyConnection, relation: str, one: Evidence) -> None:
    """Classify a column's cells, folded, and add up what each kind shows."""
    grouped = one.distinct <= REPEATING * one.present
    number = "count(*)" if grouped else "1"
    counted = f"SELECT {one.column} AS c, {number} AS n FROM {relation} WHERE {one.column} IS NOT NULL"
    query = _kinds_query(counted + (" GROUP BY c" if grouped else ""), by="k")
    for kind, *counts in connection.execute(query).fetchall():
        _take(one, kind, counts)


def _kinds_query(counted: str, *, by: str) -> str:
    """Return the query that classifies cells ``c``, each standing for ``n``, and adds them up."""
    place = "p, " if "p" in by else ""
    values = f"SELECT {place}c, {cells.folded('c')} AS v, n FROM ({counted})"
    kinds = f"SELECT {place}c <> v AS f, v, n, {cells.kind('v')} AS k FROM ({values})"
    bare = (
        "CASE WHEN k IN ('int', 'dec', 'odd', 'zero', 'long') THEN ltrim(v, '+-') "
        "WHEN k = 'comma' THEN replace(replace(ltrim(v, '+-'), '.', ''), ',', '.') "
        "WHEN k IN ('grouped', 'percent', 'currency', 'unit') THEN regexp_replace(v, '[^0-9.]', '', 'g') END"
    )
    return f"SELECT {by}, {', '.join(_second_counts())} FROM (SELECT {place}f, v, n, k, {bare} AS b FROM ({kinds})) GROUP BY {by}"


def _second_counts() -> list[str]:
    number = "CASE WHEN k IN ('int', 'dec', 'odd', 'sci') THEN TRY_CAST(v AS DOUBLE) END"
    slashed = "CASE WHEN k = 'slashed' THEN TRY_CAST(regexp_extract(v, '{}', 1) AS INTEGER) END"
    return [
        "sum(n)",
        "sum(CASE WHEN f THEN n ELSE 0 END)",
        "min(strlen(b))",
        "max(strlen(b))",
        f"min({number})",
        f"max({number})",
        "max(CASE WHEN strpos(b, '.') > 0 THEN strlen(b) - strpos(b, '.') ELSE 0 END)",
        "max(CASE WHEN strpos(b, '.') > 0 THEN strpos(b, '.') - 1 ELSE strlen(b) END)",
        "sum(CASE WHEN strpos(b, '.') > 0 AND NOT ends_with(rtrim(b, '0'), '.') THEN n ELSE 0 END)",
        f"sum(CASE WHEN k = 'int' AND strlen(v) = 8 THEN CASE WHEN {cells.compact_day('v')} IS NOT NULL THEN n ELSE 0 END ELSE 0 END)",
        f"max({slashed.format('^([0-9]+)')})",
        f"max({slashed.format('^[0-9]+[-/.]([0-9]+)')})",
    ]


def _take(one: Evidence, kind: str, counts: Sequence[Any]) -> None:
    number, refolded, shortest, longest, least, most, scale, whole, fractions, compact, first, second = counts
    one.kinds[kind] = int(number)
    one.refolded += int(refolded)
    if kind in WHOLE:
        one.least_digits = min(filter(None, (one.least_digits, shortest)))
        one.most_digits = max(one.most_digits, longest)
    if least is not None:
        one.least = least if one.least is None else min(one.least, least)
        one.most = most if one.most is None else max(one.most, most)
    if kind in MEASURED:
        one.scale, one.whole_digits = max(one.scale, scale or 0), max(one.whole_digits, whole or 0)
        one.fractions += int(fractions or 0)
    one.compact_days += int(compact or 0)
    one.first_part, one.second_part = max(one.first_part, first or 0), max(one.second_part, second or 0)


def _sample(connection: duckdb.DuckDBPyConnection, relation: str, found: Sequence[Evidence], rows: int) -> None:
    """Read up to SAMPLE rows spread evenly over the table."""
    step = max(1, rows // SAMPLE)
    for group in _groups(found, size=GROUP):
        names = ", ".join(one.column for one in group)
        query = f"SELECT {names} FROM {relation} WHERE rowid % {step} = 0 LIMIT {SAMPLE}"
        fetched = connection.execute(query).fetchall()
        for place, one in enumerate(group):
            one.sample = [row[place] for row in fetched if row[place] is not None]
