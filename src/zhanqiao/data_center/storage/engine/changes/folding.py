"""Many small changes on one release, made one: what the next release takes over, replaces, leaves out and adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.changes.checking import Key, Row, key_of, taken
from zhanqiao.data_center.storage.engine.changes.errors import IN_TABLE, KeyMissingError, KeyNotUniqueError
from zhanqiao.data_center.storage.engine.duck import job_connection, quoted_text
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.query.layout import RELATION, layout_of
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.kit import environment
from zhanqiao.kit.errors import ZhanqiaoError

PLACE, GONE = "place", "gone"  # columns of the file of changes, behind the table's own


@dataclass(frozen=True, slots=True)
class Batch:
    """The rows of one request, in the order in which requests were taken."""

    id: str
    operation: Operation
    rows: Sequence[Row]


@dataclass(slots=True)
class Folded:
    """What batches come to. ``refused`` maps the ids of batches that could not be taken to the reason, whole batches.

    ``changed`` are rows of the base by their place there, ``gone`` places left out, ``added`` new rows in order.
    """

    added: list[Row] = field(default_factory=list)
    changed: dict[int, Row] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    refused: dict[str, ZhanqiaoError] = field(default_factory=dict)

    @property
    def is_append(self) -> bool:
        """Say whether rows are only added."""
        return not self.changed and not self.gone

    @property
    def is_nothing(self) -> bool:
        """Say whether the table stays as it is."""
        return self.is_append and not self.added


def fold(*, serving: Path, fields: Sequence[Field], key: Sequence[str], batches: Sequence[Batch]) -> Folded:
    """Apply batches in their order to a release; each is taken whole or refused whole.

    Appending refuses keys that are there by then (KeyTakenError); updating those that are not
    (KeyMissingError); upserting changes the given columns of rows that are there and adds the others; deleting what is not there changes nothing.
    """
    if not key:
        return Folded(added=[_whole(row, fields) for batch in batches for row in batch.rows])
    asked = {key_of(row=row, key=key) for batch in batches for row in batch.rows}
    base = rows_with_keys(serving=serving, fields=fields, key=key, keys=asked)
    present: dict[Key, Row] = {value: row for value, (_, row) in base.items()}
    folded = Folded()
    for batch in batches:
        try:
            _apply(batch, present, fields, key)
        except ZhanqiaoError as error:
            folded.refused[batch.id] = error
    _compare(folded, base, present)
    return folded


def rows_with_keys(
    *, serving: Path, fields: Sequence[Field], key: Sequence[str], keys: Iterable[Key]
) -> dict[Key, tuple[int, Row]]:
    """Return place and values of the rows that have one of these keys."""
    wanted = list(keys)
    if not wanted:
        return {}
    # Late: pyarrow takes 0.3 s and 40 MB, which processes that only read need not pay.
    from zhanqiao.data_center.storage.engine.changes.files import key_table

    layout = layout_of(fields)
    match = " AND ".join(f"d.{layout.column(name)} = w.k{number}" for number, name in enumerate(key))
    columns = ", ".join(f"d.{layout.column(each.name)}" for each in fields)
    with reading_release(serving) as connection:
        connection.register("wanted", key_table(keys=wanted, key=key, fields=fields))
        found = connection.execute(
            f"SELECT d.rowid, {columns} FROM base.main.{RELATION} d JOIN wanted w ON {match}"
        ).fetchall()
    names = [each.name for each in fields]
    rows = ((place, dict(zip(names, values, strict=True))) for place, *values in found)
    return {key_of(row=row, key=key): (place, row) for place, row in rows}


def require_unique(*, serving: Path, fields: Sequence[Field], key: Sequence[str]) -> None:
    """Raise KeyNotUniqueError unless the key's columns identify every row of a release."""
    columns = [layout_of(fields).column(name) for name in key]
    listed, empty = ", ".join(columns), " OR ".join(f"{each} IS NULL" for each in columns)
    with reading_release(serving) as connection:
        (nulls,) = connection.execute(f"SELECT count(*) FROM base.main.{RELATION} WHERE {empty}").fetchone() or (0,)
        again = f"SELECT {listed} FROM base.main.{RELATION} GROUP BY {listed} HAVING count(*) > 1"
        (repeated,) = connection.execute(f"SELECT count(*) FROM ({again})").fetchone() or (0,)
        sample = connection.execute(f"{again} LIMIT 1").fetchone() if repeated else None
    if nulls or repeated:
        shown = ", ".join(str(each) for each in sample) if sample else "null"
        raise KeyNotUniqueError(columns=", ".join(key), nulls=nulls, repeated=repeated, sample=shown[:80])


@contextmanager
def reading_release(serving: Path, /) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection of its own with the release attached as ``base``."""
    with job_connection(database=Path(":memory:"), memory=environment.value("BUILD_MEMORY_BYTES")) as connection:
        connection.execute(f"ATTACH {quoted_text(str(serving))} AS base (READ_ONLY)")
        yield connection


def _apply(batch: Batch, present: dict[Key, Row], fields: Sequence[Field], key: Sequence[str]) -> None:
    """Change ``present`` by a batch, or leave it as it was and raise."""
    pairs = [(key_of(row=row, key=key), row) for row in batch.rows]
    for place, (value, _) in enumerate(pairs):
        if batch.operation is Operation.APPEND and value in present:
            raise taken(place=place, value=value, why=IN_TABLE)
        if batch.operation is Operation.UPDATE and value not in present:
            raise KeyMissingError(row=place, key=", ".join(str(each) for each in value))
    for value, row in pairs:
        if batch.operation is Operation.DELETE:
            present.pop(value, None)
        elif value in present:
            present[value] = {**present[value], **row}
        else:
            present[value] = _whole(row, fields)


def _whole(row: Mapping[str, Any], fields: Sequence[Field]) -> Row:
    return {each.name: row.get(each.name) for each in fields}


def _compare(folded: Folded, base: Mapping[Key, tuple[int, Row]], present: Mapping[Key, Row]) -> None:
    for value, (place, row) in base.items():
        now = present.get(value)
        if now is None:
            folded.gone.append(place)
        elif now != row:
            folded.changed[place] = now
    folded.added += [row for value, row in present.items() if value not in base]
