"""What every cell of a column says together, counted by DuckDB over the whole table.

Pass one is cheap and looks at every column; pass two classifies each cell of those columns whose
cells begin like numbers or dates. Columns go in groups, so that a table may have thousands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import duckdb

from zhanqiao.data_center.storage.engine.ingest.inference import cells
from zhanqiao.kit.progress import Progress, Step

GROUP = 40  # columns per query
CANDIDATE = 0.5  # share of cells that begin like a value, from which each cell is looked at
SAMPLE = 4000  # values looked at for a meaning
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
    flags: int  # words for yes and no
    nested: int  # cells that begin like JSON
    starts: int  # cells that begin like a number or a date
    kinds: dict[str, int] = field(default_factory=dict)
    least_digits: int = 0  # over whole numbers, leading zeros counted
    most_digits: int = 0
    least: float | None = None
    most: float | None = None
    scale: int = 0
    whole_digits: int = 0
    fractions: int = 0  # decimals whose fraction is not zero
    compact_days: int = 0  # whole numbers that read as YYYYMMDD
    first_part: int = 0  # largest first number of day/month/year forms
    second_part: int = 0
    sample: list[str] = field(default_factory=list)

    def count(self, *kinds: str) -> int:
        """Return how many cells are of these kinds."""
        return sum(self.kinds.get(kind, 0) for kind in kinds)

    @property
    def words(self) -> int:
        """Cells that mean "no value", blank ones with them."""
        return self.count(cells.NULL, cells.EMPTY)

    @property
    def meant(self) -> int:
        """Cells that mean a value."""
        return self.present - self.words


def gather(
    *, connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[tuple[str, str]], rows: int, progress: Progress
) -> list[Evidence]:
    """Return the evidence of text columns, given as (name in the connection, name in the source)."""
    found: list[Evidence] = []
    for group in _groups(columns):
        found.extend(_first_pass(connection, relation, group, rows))
        progress(Step(stage="infer", done=len(found), total=2 * len(columns), unit="columns"))
    likely = [one for one in found if _is_candidate(one)]
    for place, few in enumerate(_groups(likely)):
        _second_pass(connection, relation, few)
        progress(Step(stage="infer", done=len(columns) + (place + 1) * GROUP, total=2 * len(columns), unit="columns"))
    _sample(connection, relation, found, rows)
    return found


def distribution(*, connection: duckdb.DuckDBPyConnection, relation: str, value: str, where: str) -> list[tuple[str, int]]:
    """Return the most frequent values of an SQL expression where a condition holds, with their counts."""
    query = f"SELECT {value} AS v, count(*) AS n FROM {relation} WHERE {where} GROUP BY v ORDER BY n DESC, v LIMIT {TOP}"
    return [(str(one), int(count)) for one, count in connection.execute(query).fetchall()]


def _groups(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[start : start + GROUP] for start in range(0, len(items), GROUP)]


def _is_candidate(one: Evidence) -> bool:
    return one.present > 0 and one.starts >= CANDIDATE * one.present


def _first_pass(
    connection: duckdb.DuckDBPyConnection, relation: str, group: Sequence[tuple[str, str]], rows: int
) -> list[Evidence]:
    parts = [sql for column, _ in group for sql in _first_counts(column)]
    row = connection.execute(f"SELECT {', '.join(parts)} FROM {relation}").fetchone() or ()
    width = len(parts) // len(group)
    return [
        _evidence(column, name, rows, row[place * width : (place + 1) * width]) for place, (column, name) in enumerate(group)
    ]


def _first_counts(column: str) -> list[str]:
    starts = f"{cells.starts_like_a_value(column)} OR {cells.is_null_word(column)}"
    return [
        f"count({column})",
        f"approx_count_distinct({column})",
        f"coalesce(max(strlen({column})), 0)",
        f"count(*) FILTER ({column} <> trim({column}, {cells.quoted(cells.SPACES)}))",
        f"count(*) FILTER ({cells.is_flag(column)})",
        f"count(*) FILTER (starts_with({column}, '{{') OR starts_with({column}, '['))",
        f"count(*) FILTER ({starts})",
        f"count(*) FILTER (strlen({column}) < 24 AND {column} >= 'A' AND {column} < 'Z' AND {cells.looks_english_dated(column)})",
    ]


def _evidence(column: str, name: str, rows: int, counts: Sequence[Any]) -> Evidence:
    present, distinct, longest, edges, flags, nested, starts, english = (int(count) for count in counts)
    return Evidence(column, name, rows, present, min(distinct, present), longest, edges, flags, nested, starts + english)


def _second_pass(connection: duckdb.DuckDBPyConnection, relation: str, group: Sequence[Evidence]) -> None:
    values = ", ".join(f"{cells.folded(one.column)} AS v{place}" for place, one in enumerate(group))
    kinds = ", ".join(f"v{place}, {cells.kind(f'v{place}')} AS k{place}" for place in range(len(group)))
    counts = [_second_counts(f"v{place}", f"k{place}") for place in range(len(group))]
    flat = ", ".join(sql for part in counts for sql in part)
    query = f"SELECT {flat} FROM (SELECT {kinds} FROM (SELECT {values} FROM {relation}))"
    row = connection.execute(query).fetchone() or ()
    width = len(counts[0])
    for place, one in enumerate(group):
        _take(one, row[place * width : (place + 1) * width])


def _second_counts(value: str, kind: str) -> list[str]:
    whole = f"FILTER ({kind} IN ('int', 'zero', 'long'))"
    digits = f"strlen(ltrim({value}, '+-'))"
    bare = f"CASE WHEN {kind} IN ('int', 'dec', 'odd') THEN {value} ELSE regexp_replace({value}, '[^0-9.]', '', 'g') END"
    point = f"strpos({value}, '.')"
    numeric = f"{kind} IN ('dec', 'odd', 'grouped', 'percent', 'currency', 'unit')"
    part = "FILTER (" + kind + " = 'slashed')"
    return [
        f"histogram({kind})",
        f"min({digits}) {whole}",
        f"max({digits}) {whole}",
        f"min(TRY_CAST({value} AS DOUBLE)) FILTER ({kind} IN ('int', 'dec', 'odd', 'sci'))",
        f"max(TRY_CAST({value} AS DOUBLE)) FILTER ({kind} IN ('int', 'dec', 'odd', 'sci'))",
        f"max(strlen(regexp_extract({bare}, '\\.([0-9]*)$', 1))) FILTER ({numeric} AND {point} > 0)",
        f"max(strlen(regexp_extract({bare}, '^[+-]?([0-9]*)', 1))) FILTER ({numeric} OR {kind} = 'int')",
        f"count(*) FILTER ({kind} = 'dec' AND NOT ends_with(rtrim({value}, '0'), '.'))",
        f"count(*) FILTER ({kind} = 'int' AND strlen({value}) = 8 AND {cells.compact_day(value)} IS NOT NULL)",
        f"max(TRY_CAST(regexp_extract({value}, '^([0-9]+)', 1) AS INTEGER)) {part}",
        f"max(TRY_CAST(regexp_extract({value}, '^[0-9]+[-/.]([0-9]+)', 1) AS INTEGER)) {part}",
    ]


def _take(one: Evidence, counts: Sequence[Any]) -> None:
    kinds, least_digits, most_digits, least, most, scale, whole, fractions, compact, first, second = counts
    one.kinds = dict(kinds or {})
    one.least_digits, one.most_digits = least_digits or 0, most_digits or 0
    one.least, one.most = least, most
    one.scale, one.whole_digits, one.fractions = scale or 0, whole or 0, fractions
    one.compact_days, one.first_part, one.second_part = compact, first or 0, second or 0


def _sample(connection: duckdb.DuckDBPyConnection, relation: str, found: Sequence[Evidence], rows: int) -> None:
    """Read up to SAMPLE rows spread evenly over the table."""
    step = max(1, rows // SAMPLE)
    for group in _groups(found):
        names = ", ".join(one.column for one in group)
        query = f"SELECT {names} FROM {relation} WHERE rowid % {step} = 0 LIMIT {SAMPLE}"
        fetched = connection.execute(query).fetchall()
        for place, one in enumerate(group):
            one.sample = [row[place] for row in fetched if row[place] is not None]
