"""A table is written anew with its masks, and so is what is kept beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from zhanqiao.data_center.storage.engine.anonymity import Risk, risk_in
from zhanqiao.data_center.storage.engine.duck import quoted_name, quoted_text
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.masking.expressions import masked, masked_field
from zhanqiao.data_center.storage.engine.masking.hashing import keep_secret
from zhanqiao.data_center.storage.engine.masking.model import HASHES, ColumnMask, MaskedColumn, MaskedTable, Method

ROW_GROUP = 100_000
MEMORY = "1GB"
COUNT, COUNTED = "数量", "数量（合计）"  # the column of an aggregated table, and its name where that is taken


def mask_table(
    *,
    parquet: Path,
    fields: Sequence[Field],
    masks: Sequence[ColumnMask],
    key: bytes,
    target: Path,
    smallest: int = 0,
) -> MaskedTable:
    """Write a table with its masks, rows in their order; return what was changed.

    With ``smallest`` the masked rows are grouped by all remaining columns with their count, and classes of fewer rows
    are left out. ``key`` is what HASH hashes with; it is passed as a value, never as part of a statement.
    """
    by_column = {mask.column: mask for mask in masks}
    with duckdb.connect(config={"threads": 2, "memory_limit": MEMORY}) as connection:
        keep_secret(connection=connection, key=key)
        shown = shown_columns(fields=fields, masks=by_column)
        rows = _count(connection, parquet)
        written = written_fields(fields=fields, masks=by_column)
        if smallest:
            written = (*written, Field(_free(COUNT, written), LogicalType.INTEGER))
        question = _grouped(shown, written, parquet, smallest) if smallest else f"SELECT {shown} FROM {_read(parquet)}"  # noqa: S608 - quoted identifiers and a path
        connection.execute(
            f"COPY ({question}) TO {quoted_text(str(target))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )
        kept = _total(connection, target, written[-1]) if smallest else rows
        columns = changed_cells(connection=connection, relation=_read(parquet), fields=fields, masks=by_column)
        return MaskedTable(written, _count(connection, target), columns, smallest, rows - kept)


def mask_preview(
    *, parquet: Path, fields: Sequence[Field], masks: Sequence[ColumnMask], key: bytes, limit: int
) -> tuple[tuple[Field, ...], list[tuple[str | None, ...]]]:
    """Return the columns and the first rows as the masks would leave them, as texts."""
    by_column = {mask.column: mask for mask in masks}
    written = written_fields(fields=fields, masks=by_column)
    names = ", ".join(f"left(CAST({quoted_name(field.name)} AS VARCHAR), 120)" for field in written)
    with duckdb.connect(config={"threads": 1}) as connection:
        keep_secret(connection=connection, key=key)
        first = f"(SELECT * FROM {_read(parquet)} LIMIT {int(limit)})"  # noqa: S608 - a path and a whole number
        rows = connection.execute(
            f"SELECT {names} FROM (SELECT {shown_columns(fields=fields, masks=by_column)} FROM {first})"  # noqa: S608 - quoted identifiers
        ).fetchall()
    return written, rows


def mask_risk(
    *, parquet: Path, fields: Sequence[Field], masks: Sequence[ColumnMask], key: bytes, columns: Sequence[str]
) -> Risk | None:
    """Return the risk of being found again as the masks would leave it, by those of ``columns`` that stay; None when none does."""
    by_column = {mask.column: mask for mask in masks}
    staying = {field.name for field in written_fields(fields=fields, masks=by_column)}
    left = [column for column in columns if column in staying]
    if not left:
        return None
    with duckdb.connect(config={"threads": 2, "memory_limit": MEMORY}) as connection:
        keep_secret(connection=connection, key=key)
        relation = f"(SELECT {shown_columns(fields=fields, masks=by_column)} FROM {_read(parquet)})"  # noqa: S608 - quoted identifiers
        return risk_in(connection=connection, relation=relation, columns=left)


def mask_problems(*, problems: Path, columns: frozenset[str], target: Path) -> int:
    """Write the problem cells of the columns that are not masked; return how many there are."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("CREATE TEMP TABLE hidden AS SELECT unnest(?) AS name", [sorted(columns)])
        question = f'SELECT * FROM {_read(problems)} WHERE "column" NOT IN (SELECT name FROM hidden)'  # noqa: S608 - a path
        connection.execute(f"COPY ({question}) TO {quoted_text(str(target))} (FORMAT parquet, COMPRESSION zstd)")
        return _count(connection, target)


def mask_originals(*, originals: Path, columns: frozenset[str], target: Path) -> bool:
    """Write the written forms of the columns that are not masked; False, and nothing written, when none is left."""
    with duckdb.connect(config={"threads": 1}) as connection:
        head = connection.execute(f"SELECT * FROM {_read(originals)} LIMIT 0").description or []  # noqa: S608 - a path
        names = [name for name, *_ in head]
        kept = [name for name in names[1:] if name not in columns]
        if not kept:
            return False
        shown = ", ".join(quoted_name(name) for name in (names[0], *kept))
        question = f"SELECT {shown} FROM {_read(originals)}"  # noqa: S608 - quoted identifiers
        connection.execute(f"COPY ({question}) TO {quoted_text(str(target))} (FORMAT parquet, COMPRESSION zstd)")
    return True


def shown_columns(*, fields: Sequence[Field], masks: Mapping[str, ColumnMask]) -> str:
    """Return SQL for the columns of a table as its masks leave them."""
    parts = []
    for field in fields:
        mask = masks.get(field.name)
        if mask is None:
            parts.append(quoted_name(field.name))
        elif mask.method is not Method.DROP:
            parts.append(f"{masked(field=field, mask=mask)} AS {quoted_name(field.name)}")
    return ", ".join(parts)


def written_fields(*, fields: Sequence[Field], masks: Mapping[str, ColumnMask]) -> tuple[Field, ...]:
    """Return the columns of a table as its masks leave them."""
    pairs = [(field, masks.get(field.name)) for field in fields]
    return tuple(
        masked_field(field=field, mask=mask) if mask else field
        for field, mask in pairs
        if mask is None or mask.method is not Method.DROP
    )


def _grouped(shown: str, written: Sequence[Field], parquet: Path, smallest: int) -> str:
    names = ", ".join(quoted_name(field.name) for field in written[:-1])
    return (
        f"SELECT {names}, count(*) AS {quoted_name(written[-1].name)} FROM (SELECT {shown} FROM {_read(parquet)})"  # noqa: S608 - quoted identifiers
        f" GROUP BY {names} HAVING count(*) >= {int(smallest)} ORDER BY {names}"
    )


def changed_cells(
    *, connection: duckdb.DuckDBPyConnection, relation: str, fields: Sequence[Field], masks: Mapping[str, ColumnMask]
) -> tuple[MaskedColumn, ...]:
    """Return how many filled cells of a relation, which SQL of our own names, its masks change."""
    pairs = [(field, masks[field.name]) for field in fields if field.name in masks]
    if not pairs:
        return ()
    asked = ", ".join(_difference(field, mask) for field, mask in pairs)
    counts = connection.execute(f"SELECT {asked} FROM {relation}").fetchone() or ()  # noqa: S608 - quoted identifiers
    return tuple(MaskedColumn(mask, cells) for (_, mask), cells in zip(pairs, counts, strict=True))


def _difference(field: Field, mask: ColumnMask) -> str:
    column = quoted_name(field.name)
    if mask.method is Method.DROP or mask.method in HASHES:
        return f"count({column})"
    new = f"CAST({masked(field=field, mask=mask)} AS VARCHAR)"
    return f"count({column}) FILTER ({new} IS DISTINCT FROM CAST({column} AS VARCHAR))"


def _total(connection: duckdb.DuckDBPyConnection, parquet: Path, count: Field) -> int:
    asked = f"SELECT coalesce(sum({quoted_name(count.name)}), 0) FROM {_read(parquet)}"  # noqa: S608 - quoted identifier
    return int((connection.execute(asked).fetchone() or (0,))[0])


def _count(connection: duckdb.DuckDBPyConnection, parquet: Path) -> int:
    return int((connection.execute(f"SELECT count(*) FROM {_read(parquet)}").fetchone() or (0,))[0])  # noqa: S608 - a path


def _read(path: Path) -> str:
    return f"read_parquet({quoted_text(str(path))})"


def _free(wanted: str, fields: Sequence[Field]) -> str:
    taken = {field.name.casefold() for field in fields}
    return wanted if wanted.casefold() not in taken else COUNTED
