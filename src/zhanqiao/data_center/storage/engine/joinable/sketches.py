"""Sketches of the columns of a release that may be keys; a release never changes, so neither does its sketch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import orjson

from zhanqiao.data_center.storage.engine.beside import write_beside
from zhanqiao.data_center.storage.engine.duck import export_instance
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType

Hashes = np.ndarray[Any, np.dtype[np.uint64]]

FILE = "sketches.npz"
VERSION = 2
BOUND = 16_384  # hashes a column keeps; of more distinct values, the lowest, which are a sample
LONGEST = 40  # characters on average; what is longer is prose
FEWEST = 3  # distinct values; sexes, yes and no are none
REMEMBERED = 2_048  # releases whose sketches a process holds
MEASURES = frozenset({"year", "month", "percent", "longitude", "latitude", "phone", "partial_date"})
KEYS = frozenset({"identifier", "code", "credit_code", "identity_number", "division_code"})
MOMENTS = frozenset({LogicalType.DATE, LogicalType.TIMESTAMP})
NAMED = re.compile(r"(^|[ _\-.])(id|code|no|key|num|zip)$|id$|code$|编号|代码|编码|码$|号$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class ColumnSketch:
    """What is kept of a column: rows that have a value, distinct values, and their hashes in order.

    ``hashes`` are of values as texts, trimmed, so that integers and texts of digits are alike; they are all of them, or
    the lowest BOUND. ``padded`` says whether a value has blanks around it, ``digits`` whether all are of digits alone, and
    ``counting`` whether they are mostly the integers from 0 or 1 on.
    """

    name: str
    type: LogicalType
    meaning: str | None
    rows: int
    distinct: int
    length: float
    padded: bool
    digits: bool
    counting: bool
    hashes: Hashes

    @property
    def cut(self) -> bool:
        """Whether there are more distinct values than hashes."""
        return self.distinct > len(self.hashes)

    @property
    def unique(self) -> bool:
        """Whether no value stands twice."""
        return self.distinct == self.rows

    @property
    def is_key(self) -> bool:
        """Whether the column may be a key: not prose, not a measure."""
        if self.distinct < FEWEST or self.length > LONGEST:
            return False
        if self.type is LogicalType.INTEGER:
            return self.meaning in KEYS or bool(NAMED.search(self.name))
        return True


def sketches(*, serving: Path, fields: Sequence[Field]) -> tuple[ColumnSketch, ...]:
    """Return the sketches of a release's columns that may be keys, made when missing (a second for a million rows)."""
    return _sketches(serving, tuple(fields))


def has_sketches(*, serving: Path) -> bool:
    """Say whether the sketches of a release lie beside it."""
    return (serving.parent / FILE).is_file()


@lru_cache(maxsize=REMEMBERED)
def _sketches(serving: Path, fields: tuple[Field, ...]) -> tuple[ColumnSketch, ...]:
    path = serving.parent / FILE
    found = _read(path)  # empty for a table without a column that may be a key
    return _made(path, serving, fields) if found is None else found


def _made(path: Path, serving: Path, fields: tuple[Field, ...]) -> tuple[ColumnSketch, ...]:
    instance = export_instance(serving)
    cursor = instance.fresh_cursor()
    with instance.using(serving) as attached:
        wanted = [(number, each) for number, each in enumerate(fields, start=1) if _may_be_key(each)]
        found = tuple(_sketch(cursor, attached.relation, f"c{number}", each) for number, each in wanted)
    _write(path, found)
    return found


def _may_be_key(field: Field) -> bool:
    if field.meaning in MEASURES:
        return False
    return field.type in MOMENTS or field.type in {LogicalType.TEXT, LogicalType.INTEGER}


def _sketch(cursor: duckdb.DuckDBPyConnection, relation: str, column: str, field: Field) -> ColumnSketch:
    text = f"CAST({column} AS VARCHAR)"
    bounds = f"min({column}), max({column})" if field.type is LogicalType.INTEGER else "NULL, NULL"
    digits = f"bool_and(regexp_full_match(trim({text}), '[0-9]+'))"
    sql = f"SELECT count({column}), avg(length({text})), bool_or({text} <> trim({text})), {digits}, {bounds} FROM {relation}"
    rows, length, padded, numbers, low, high = cursor.execute(sql).fetchall()[0]
    hashing = f"SELECT DISTINCT hash(trim({text})) AS h FROM {relation} WHERE {column} IS NOT NULL"
    hashes = np.sort(np.asarray(cursor.execute(hashing).fetchnumpy()["h"], dtype=np.uint64))
    counting = low in {0, 1} and high - low < 2 * len(hashes)
    return ColumnSketch(
        name=field.name,
        type=field.type,
        meaning=field.meaning,
        rows=rows,
        distinct=len(hashes),
        length=float(length or 0),
        padded=bool(padded),
        digits=bool(numbers),
        counting=counting,
        hashes=hashes[:BOUND].copy(),
    )


def _write(path: Path, found: tuple[ColumnSketch, ...]) -> None:
    about = [{name: value for name, value in asdict(each).items() if name != "hashes"} for each in found]
    arrays = {f"h{number}": each.hashes for number, each in enumerate(found)}
    text = np.frombuffer(orjson.dumps({"version": VERSION, "columns": about}), dtype=np.uint8)
    # numpy's stub takes the names of the arrays for its flag
    write_beside(path=path, write=lambda file: np.savez(file, about=text, **arrays))  # type: ignore[arg-type] # as said


def _read(path: Path) -> tuple[ColumnSketch, ...] | None:
    try:
        with np.load(path) as stored:
            about = orjson.loads(stored["about"].tobytes())
            if about["version"] != VERSION:
                return None
            columns = enumerate(about["columns"])
            return tuple(
                ColumnSketch(**{**each, "type": LogicalType(each["type"])}, hashes=stored[f"h{number}"])
                for number, each in columns
            )
    except FileNotFoundError:
        return None
