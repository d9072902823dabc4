"""What does not fit into the typed table, kept beside it: problem cells, originals, refused rows."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zhanqiao.data_center.storage.engine.ingest.deciding import DecidedColumn
from zhanqiao.data_center.storage.engine.ingest.encodings import MARKER
from zhanqiao.data_center.storage.engine.ingest.inference import cells
from zhanqiao.data_center.storage.engine.ingest.report import SAMPLES, ColumnProblems, ProblemSample
from zhanqiao.data_center.storage.engine.ingest.workshop import RawTable, RefusedLine, Workshop

ROW_GROUP = 100_000
WIDE = 500  # columns from which a table is converted in pieces
MARKED = f"[\\x{{{MARKER:X}}}-\\x{{{MARKER + 255:X}}}]"  # a pattern of undecodable bytes
_ABOUT = "^(约|大约|近|超过?|不足|至少|至多|≈|~|>|<|≥|≤|＞|＜|±)|(左右|以上|以下|余|多)$|[0-9][+＋]$"


def copy(*, workshop: Workshop, query: str, target: Path) -> None:
    """Write a query's result as Parquet."""
    path = cells.quoted(str(target))
    workshop.connection.execute(
        f"COPY ({query}) TO {path} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    )


def _copy_by_arrow(workshop: Workshop, query: str, target: Path, *, batch: int) -> None:
    """Write a query's result by Arrow: DuckDB's own writer is slow from some hundred columns on."""
    reader = workshop.connection.execute(query).to_arrow_reader(batch)
    with pq.ParquetWriter(target, reader.schema, compression="zstd") as writer:
        for rows in reader:
            writer.write_batch(rows)


def problems_of(*, raw: RawTable, columns: Sequence[DecidedColumn], workshop: Workshop, marked: bool) -> str:
    """Make a table of all problem cells and return its name."""
    name = workshop.new_name(prefix="problems")
    workshop.connection.execute(
        f'CREATE TABLE {name} ("row" BIGINT, "column" VARCHAR, original VARCHAR, reason VARCHAR)'
    )
    for column in columns:
        if column.evidence is None:
            continue
        if column.decision.conversion and column.decision.fits < max(column.evidence.meant, 1):
            workshop.connection.execute(f"INSERT INTO {name} {_misfits(raw, column)}")
        elif not column.decision.conversion and marked:
            workshop.connection.execute(f"INSERT INTO {name} {_undecodable(raw, column)}")
    if raw.out_of_place:
        rows, names, originals, reasons = zip(*raw.out_of_place, strict=True)
        arriving = pa.table({"row": rows, "column": names, "original": originals, "reason": reasons})
        workshop.connection.register("arriving", arriving)
        workshop.connection.execute(f"INSERT INTO {name} SELECT * FROM arriving")
        workshop.connection.unregister("arriving")
    return name


def _misfits(raw: RawTable, column: DecidedColumn) -> str:
    conversion = column.decision.conversion.replace("{v}", "v")
    about = f"regexp_matches(v, '{_ABOUT}') AND regexp_matches(v, '[0-9]')"
    reason = f"CASE WHEN {about} THEN 'approximate' ELSE {cells.quoted(column.decision.reason)} END"
    inner = f"SELECT rowid AS r, {column.source} AS c, {cells.folded(column.source)} AS v FROM {raw.relation}"
    where = f"c IS NOT NULL AND ({conversion}) IS NULL AND v <> '' AND NOT {cells.is_null_word('v')}"
    return f"SELECT r, {cells.quoted(column.name)}, {_visible('c')}, {reason} FROM ({inner}) WHERE {where}"


def _undecodable(raw: RawTable, column: DecidedColumn) -> str:
    where = f"regexp_matches({column.source}, '{MARKED}')"
    name, shown = cells.quoted(column.name), _visible(column.source)
    return f"SELECT rowid, {name}, {shown}, 'undecodable-bytes' FROM {raw.relation} WHERE {where}"


def _visible(value: str) -> str:
    r"""Return SQL showing undecodable bytes as ``\xNN``."""
    shown = value
    if_marked = f"regexp_matches({value}, '{MARKED}')"
    characters = f"string_split({shown}, '')"
    code = f"(unicode(x) - {MARKER})"
    each = f"CASE WHEN unicode(x) >= {MARKER} THEN '\\x' || lpad(lower(to_hex({code})), 2, '0') ELSE x END"
    return f"CASE WHEN {if_marked} THEN array_to_string([{each} FOR x IN {characters}], '') ELSE {value} END"


def counted(*, workshop: Workshop, problems: str) -> dict[str, ColumnProblems]:
    """Return how many problem cells each column has, with a few different ones of each."""
    counts = workshop.connection.execute(f'SELECT "column", count(*) FROM {problems} GROUP BY 1 ORDER BY 1').fetchall()
    query = (
        f'SELECT "row", "column", original, reason FROM (SELECT * FROM {problems} '
        f'QUALIFY row_number() OVER (PARTITION BY "column", original ORDER BY "row") = 1) '
        f'QUALIFY row_number() OVER (PARTITION BY "column" ORDER BY "row") <= {SAMPLES} ORDER BY "column", "row"'
    )
    samples: dict[str, list[ProblemSample]] = {}
    for row, column, original, reason in workshop.connection.execute(query).fetchall():
        samples.setdefault(column, []).append(ProblemSample(row=row, original=original[:200], reason=reason))
    return {column: ColumnProblems(count=count, samples=tuple(samples[column])) for column, count in counts}


def write_problems(*, workshop: Workshop, problems: str, stem: str) -> str:
    """Write all problem cells, ordered by row."""
    file = f"{stem}.problems.parquet"
    copy(workshop=workshop, query=f'SELECT * FROM {problems} ORDER BY "row", "column"', target=workshop.into / file)
    return file


def write_originals(
    *, raw: RawTable, columns: Sequence[DecidedColumn], workshop: Workshop, stem: str, marked: bool
) -> str | None:
    """Write the text of every column whose written form the typed value does not give back."""
    lossy = [column for column in columns if column.decision.conversion and not column.decision.exact]
    if not lossy:
        return None
    file = f"{stem}.originals.parquet"
    shown = ", ".join(
        f"{_visible(column.source) if marked else column.source} AS {cells.identifier(column.name)}" for column in lossy
    )
    row = _free("row", {column.name for column in lossy})
    query = f"SELECT rowid AS {cells.identifier(row)}, {shown} FROM {raw.relation} ORDER BY rowid"
    if len(lossy) <= WIDE:
        copy(workshop=workshop, query=query, target=workshop.into / file)
    else:
        _copy_by_arrow(workshop, query, workshop.into / file, batch=max(1, ROW_GROUP * 10 // len(lossy)))
    return file


def _free(wanted: str, taken: set[str]) -> str:
    lower = {name.casefold() for name in taken}
    while wanted in lower:
        wanted = f"_{wanted}"
    return wanted


def write_refused(*, refused: Sequence[RefusedLine], into: Path, stem: str) -> str | None:
    """Write the lines that are no rows of the table, as a CSV an officer can open."""
    if not refused:
        return None
    file = f"{stem}.refused.csv"
    with (into / file).open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("line", "text", "reason"))
        writer.writerows(refused)
    return file
