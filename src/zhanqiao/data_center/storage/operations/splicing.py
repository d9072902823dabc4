"""Joins written out whole, and tables that somebody brought: files of their own, beside no release and in no catalogue."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from zhanqiao.data_center.storage.engine import export, ingest
from zhanqiao.data_center.storage.engine.duck import own_instance
from zhanqiao.data_center.storage.engine.export import Format
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.joins import Join, Match, copy_of, splice, splice_parquet
from zhanqiao.data_center.storage.engine.query import parse_query
from zhanqiao.data_center.storage.operations.understanding import ingest_limits
from zhanqiao.data_center.storage.queries import TableCard, loose_card
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

PLACE = (
    Path("tables") / "one" / "table.duckdb"
)  # two folders down: an instance that reads it sees its owner's folder alone
UNDERSTOOD = "understood"


class NoRowsBroughtError(ZhanqiaoError):
    """The file holds no table with rows; nothing of it was kept."""

    status = 422
    code = "nothing-brought"
    sentence = Text(
        zh="文件中没有含数据行的表，没有保留任何内容。请检查第一行是否为列名、其下是否有数据。",
        en="The file holds no table with rows, and nothing of it was kept. See that names of columns stand first and rows below.",
    )


def spliced_file(
    *,
    join: Join,
    match: Match,
    left: TableCard,
    right: TableCard,
    format: Format,  # noqa: A002 - the word of the interface
    bom: bool = False,
    folder: Path,
) -> tuple[Path, tuple[Field, ...], int]:
    """Write a whole join to a file of a format in an empty ``folder``; return the file, its columns and how many rows it has.

    Raises JoinTooLargeError, QueryTimeoutError, XlsxTooLargeError, NoPlaceError; whoever calls removes the folder.
    """
    copy = folder / PLACE
    copy.parent.mkdir(parents=True)
    fields, rows = splice(join=join, match=match, left=left.serving, right=right.serving, target=copy)
    query = parse_query(fields=fields, params={})
    blocks = export.export(
        serving=copy, fields=fields, query=replace(query, limit=None), format=format, bom=bom, instance_of=own_instance
    )
    target = folder / f"joined.{format}"
    with target.open("wb") as file:
        for block in blocks:
            file.write(block)
    shutil.rmtree(copy.parent.parent)
    return target, fields, rows


def spliced_parquet(*, join: Join, match: Match, left: TableCard, right: TableCard, folder: Path) -> tuple[Path, int]:
    """Write a whole join to a GeoParquet file in ``folder``, the same bytes for the same rows; return it and its rows.

    Raises JoinTooLargeError, QueryTimeoutError.
    """
    target = folder / "joined.parquet"
    rows = splice_parquet(join=join, match=match, left=left.serving, right=right.serving, target=target)
    return target, rows


def brought_table(
    *, path: Path, filename: str, folder: Path, most_bytes: int, most_rows: int, seconds: int, at: datetime
) -> TableCard:
    """Read a file that somebody brought, in a limited child process, into ``folder``; return its first table that has rows.

    The file itself, and all that was understood but the table, are removed. Raises RefusedFileError with the reason,
    NoRowsBroughtError.
    """
    into, copy = folder / UNDERSTOOD, folder / PLACE
    into.mkdir(parents=True)
    copy.parent.mkdir(parents=True)
    limits = replace(ingest_limits(), max_bytes=most_bytes, max_rows=most_rows, max_seconds=seconds)
    try:
        report = ingest.understand_safely(path=path, into=into, limits=limits, filename=filename)
        table = next((one for one in report.tables if one.rows), None)
        if table is None:
            raise NoRowsBroughtError
        rows = copy_of(parts=[into / table.file], fields=table.fields, target=copy)
    finally:
        path.unlink(missing_ok=True)
        shutil.rmtree(into, ignore_errors=True)
    return loose_card(serving=copy, fields=table.fields, rows=rows, name=table.name, at=at)
