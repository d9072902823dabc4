"""Measures the rows of a release once and keeps what was found beside it: a release never changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import orjson

from zhanqiao.data_center.storage.engine.beside import write_beside
from zhanqiao.data_center.storage.engine.duck import limited, quoted_text, serving_instance
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.ingest.inference.meanings import (
    is_credit_code,
    is_division_code,
    is_identity_number,
    is_phone,
)
from zhanqiao.data_center.storage.engine.query.layout import Layout, layout_of

NAME, VERSION = "quality.json", 1
SECONDS = 120.0
BLOCK = 20_000
MOST_MISFITS, MOST_EXAMPLES = 50, 5
VALID: Mapping[str, Callable[[str], bool]] = {
    "credit_code": is_credit_code,
    "identity_number": is_identity_number,
    "division_code": is_division_code,
    "phone": is_phone,
}
RANGES = {"longitude": (-180, 180), "latitude": (-90, 90)}


@dataclass(frozen=True, slots=True)
class ColumnMeasures:
    """One column: empty cells; cells that did not fit its type; values held against a rule of its meaning, and those that break it.

    ``rule`` is the meaning whose rule was tried (empty: none), ``examples`` some values that break it.
    """

    name: str
    empty: int
    misfits: int
    rule: str = ""
    tried: int = 0
    wrong: int = 0
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Misfit:
    """A written form that did not fit its column, why (code of the reason), and in how many cells it stands."""

    column: str
    original: str
    reason: str
    cells: int


@dataclass(frozen=True, slots=True)
class Measures:
    """A release: rows, rows that repeat an earlier one, rows that repeat a key, its columns, what did not fit."""

    rows: int
    repeated: int
    key_repeated: int | None
    columns: tuple[ColumnMeasures, ...]
    misfits: tuple[Misfit, ...]
    misfit_forms: int

    @property
    def cells(self) -> int:
        """Cells of the table."""
        return self.rows * len(self.columns)


def measured(*, serving: Path, fields: Sequence[Field], key: Sequence[str], problems: Sequence[Path]) -> Measures:
    """Return what was measured of a release, from its note or now; a million rows take a few seconds.

    ``problems`` are the files of cells that did not fit, of every part of the table. Raises QueryTimeoutError.
    """
    note = serving.with_name(NAME)
    wanted = {"version": VERSION, "key": list(key), "problems": [path.parent.name for path in problems]}
    found = _read(note, wanted)
    if found is None:
        found = _measure(serving, fields, key, problems)
        content = orjson.dumps({**wanted, "measures": asdict(found)})
        write_beside(path=note, write=lambda file: file.write(content))
    return found


def _read(note: Path, wanted: Mapping[str, Any]) -> Measures | None:
    try:
        kept = orjson.loads(note.read_bytes())
    except FileNotFoundError:
        return None
    if any(kept.get(name) != value for name, value in wanted.items()):
        return None
    values = kept["measures"]
    columns = tuple(ColumnMeasures(**{**one, "examples": tuple(one["examples"])}) for one in values["columns"])
    return Measures(**{**values, "columns": columns, "misfits": tuple(Misfit(**one) for one in values["misfits"])})


def _measure(serving: Path, fields: Sequence[Field], key: Sequence[str], problems: Sequence[Path]) -> Measures:
    instance, layout = serving_instance(serving), layout_of(fields)
    cursor = instance.fresh_cursor()
    with instance.using(serving) as table, limited(cursor, seconds=SECONDS):
        empty = _one(
            cursor, f"SELECT {', '.join(f'count({layout.column(f.name)})' for f in fields)} FROM {table.relation}"
        )
        columns = [layout.column(each.name) for each in fields]
        repeated = table.rows - _distinct(cursor, table.relation, columns)
        keys = table.rows - _distinct(cursor, table.relation, [layout.column(name) for name in key]) if key else None
        rules = {each.name: _tried(cursor, table.relation, layout, each) for each in fields}
    forms = _forms(problems)
    by_column: dict[str, int] = {}
    for one in forms:
        by_column[one.column] = by_column.get(one.column, 0) + one.cells
    found = tuple(
        ColumnMeasures(each.name, table.rows - filled, by_column.get(each.name, 0), *rules[each.name])
        for each, filled in zip(fields, empty, strict=True)
    )
    return Measures(table.rows, repeated, keys, found, tuple(forms[:MOST_MISFITS]), len(forms))


def _distinct(cursor: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str]) -> int:
    """Count different rows by two checksums of 64 bits each, made in different orders."""
    there, back = ", ".join(columns), ", ".join([*reversed(columns), "1"])
    return int(_one(cursor, f"SELECT count(*) FROM (SELECT 1 FROM {relation} GROUP BY hash({there}), hash({back}))")[0])


def _tried(
    cursor: duckdb.DuckDBPyConnection, relation: str, layout: Layout, field: Field
) -> tuple[str, int, int, tuple[str, ...]]:
    column, meaning = layout.column(field.name), field.meaning or ""
    if meaning in RANGES and field.type is not LogicalType.TEXT:
        low, high = RANGES[meaning]
        tried, wrong = _one(
            cursor,
            f"SELECT count({column}), count(*) FILTER (WHERE {column} NOT BETWEEN {low} AND {high}) FROM {relation}",
        )
        return meaning, int(tried), int(wrong), ()
    if meaning not in VALID or field.type not in {LogicalType.TEXT, LogicalType.INTEGER}:
        return "", 0, 0, ()
    return _checked(cursor, relation, column, meaning)


def _checked(
    cursor: duckdb.DuckDBPyConnection, relation: str, column: str, meaning: str
) -> tuple[str, int, int, tuple[str, ...]]:
    is_valid = VALID[meaning]
    cursor.execute(
        f"SELECT {column}::VARCHAR, count(*) FROM {relation} WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    tried, wrong, examples = 0, 0, []
    while block := cursor.fetchmany(BLOCK):
        for value, cells in block:
            tried += cells
            if not is_valid(value.strip()):
                wrong += cells
                examples.append(value)
        del examples[MOST_EXAMPLES:]
    return meaning, tried, wrong, tuple(examples)


def _forms(problems: Sequence[Path]) -> list[Misfit]:
    if not problems:
        return []
    files = ", ".join(quoted_text(str(path)) for path in problems)
    with duckdb.connect() as connection:
        found = connection.execute(
            f'SELECT "column", original, reason, count(*) FROM read_parquet([{files}]) GROUP BY ALL ORDER BY 4 DESC, 1, 2'
        ).fetchall()
    return [Misfit(column, original, reason, cells) for column, original, reason, cells in found]


def _one(cursor: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = cursor.execute(sql).fetchone()
    assert row is not None
    return tuple(row)
