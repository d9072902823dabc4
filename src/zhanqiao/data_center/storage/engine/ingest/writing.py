"""From a table of text to the result files: typed Parquet, problem cells, originals, refused rows, and the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.ingest import sidecars
from zhanqiao.data_center.storage.engine.ingest.deciding import DecidedColumn, decided
from zhanqiao.data_center.storage.engine.ingest.inference import cells
from zhanqiao.data_center.storage.engine.ingest.inference.reasons import why
from zhanqiao.data_center.storage.engine.ingest.report import ColumnProblems, Finding, TableReport
from zhanqiao.data_center.storage.engine.ingest.watching import watched
from zhanqiao.data_center.storage.engine.ingest.words import NULL_WORDS
from zhanqiao.data_center.storage.engine.ingest.workshop import RawTable, Workshop

PIECE = 100  # columns of a piece of a wide table
KEY_MEANINGS = frozenset({"identifier", "code", "credit_code", "identity_number", "division_code"})
MOST_KEYS = 5
UNIQUE = 0.75  # DuckDB counts distinct values to about a tenth


def write_table(*, raw: RawTable, workshop: Workshop, stem: str) -> TableReport:
    """Decide every column, write the files of one table, and report it."""
    columns = decided(raw=raw, workshop=workshop)
    marked = "undecodable-bytes" in {finding.code for finding in raw.findings}
    file = f"{stem}.parquet"
    with watched(workshop=workshop, stage="write", rows=raw.rows):
        _write_typed(raw, columns, workshop, workshop.into / file, marked=marked)
    problems = sidecars.problems_of(raw=raw, columns=columns, workshop=workshop, marked=marked)
    counts = sidecars.counted(workshop=workshop, problems=problems)
    return TableReport(
        name=raw.name,
        file=file,
        rows=raw.rows,
        fields=tuple(column.decision.field for column in columns),
        encoding=raw.encoding,
        dialect=raw.dialect,
        sheet=raw.sheet,
        header_row=raw.header_row,
        problem_cells=counts,
        refused_rows=len(raw.refused),
        problems_file=sidecars.write_problems(workshop=workshop, problems=problems, stem=stem) if counts else None,
        originals_file=sidecars.write_originals(raw=raw, columns=columns, workshop=workshop, stem=stem, marked=marked),
        refused_file=sidecars.write_refused(refused=raw.refused, into=workshop.into, stem=stem),
        findings=(*raw.findings, *_said(columns, counts)),
        crs=raw.crs,
        title=raw.title,
        suggested_keys=_keys(raw, columns, workshop),
    )


def _typed(raw: RawTable, columns: Sequence[DecidedColumn], *, marked: bool, where: str = "") -> str:
    """Return the SELECT of the typed table; only columns that need it are folded."""
    inner, outer = [], []
    for column in columns:
        conversion, value = column.decision.conversion, column.source
        if conversion and not column.decision.plain:
            value = f"v_{column.source}"
            inner.append(f"{cells.folded(column.source)} AS {value}")
        else:
            inner.append(column.source)
        sql = conversion.replace("{v}", value) if conversion else _cleaned(value, column, marked=marked)
        outer.append(f"{sql} AS {cells.identifier(column.name)}")
    return f"SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)} FROM {raw.relation}{where})"


def _cleaned(value: str, column: DecidedColumn, *, marked: bool) -> str:
    return (
        f"regexp_replace({value}, '{sidecars.MARKED}', '\N{REPLACEMENT CHARACTER}', 'g')"
        if marked and column.evidence
        else value
    )


def _write_typed(
    raw: RawTable, columns: Sequence[DecidedColumn], workshop: Workshop, target: Path, *, marked: bool
) -> None:
    """Write the typed table; a very wide one in pieces, for DuckDB plans thousands of conversions slowly."""
    if len(columns) <= sidecars.WIDE:
        sidecars.copy(workshop=workshop, query=_typed(raw, columns, marked=marked), target=target)
        return
    writer: pq.ParquetWriter | None = None
    step = max(1, sidecars.ROW_GROUP * 10 // len(columns))
    for start in range(0, max(raw.rows, 1), step):
        where = f" WHERE rowid >= {start} AND rowid < {start + step}"
        pieces = [
            workshop.connection.execute(
                _typed(raw, columns[left : left + PIECE], marked=marked, where=where)
            ).to_arrow_table(step)  # its batches reserve memory for as many rows as they may hold
            for left in range(0, len(columns), PIECE)
        ]
        table = pa.table({name: piece.column(name) for piece in pieces for name in piece.column_names})
        writer = writer or pq.ParquetWriter(target, table.schema, compression="zstd")
        writer.write_table(table)
    assert writer is not None
    writer.close()


def _said(columns: Sequence[DecidedColumn], counted: dict[str, ColumnProblems]) -> list[Finding]:
    made: list[Finding] = []
    for column in columns:
        made.append(column.decision.why)
        one, name = column.evidence, column.name
        if one is None:
            continue
        if column.decision.conversion and one.words:
            made.append(_null_words(column))
        if name in counted and column.decision.conversion:
            made.append(why("problem-cells", column=name, count=counted[name].count))
        if one.edges and not column.decision.conversion:
            made.append(why("edge-spaces", column=name, count=one.edges))
    return made


def _null_words(column: DecidedColumn) -> Finding:
    assert column.evidence is not None
    if column.evidence.is_known:
        nothing = {*NULL_WORDS, ""}
        found = [(word, count) for word, count in column.evidence.written().most_common() if word in nothing]
    else:
        found = column.evidence.ask("{v}", f"{{v}} = '' OR {cells.is_null_word('{v}')}")
    shown = "”“".join(word or " " for word, _ in found[:4])
    return why("null-words", column=column.name, count=sum(count for _, count in found), words=shown)


def _keys(raw: RawTable, columns: Sequence[DecidedColumn], workshop: Workshop) -> tuple[str, ...]:
    """Return columns that name each row exactly once, the likeliest first."""
    found: list[str] = []
    if raw.rows < 2:  # noqa: PLR2004 - one row is named by anything
        return ()
    for place, column in enumerate(columns):
        field, one = column.decision.field, column.evidence
        likely = field.meaning in KEY_MEANINGS or (place == 0 and field.type in {LogicalType.TEXT, LogicalType.INTEGER})
        if one is None or not likely or not raw.rows or one.present < raw.rows or one.distinct < UNIQUE * raw.rows:
            continue
        distinct = workshop.connection.execute(f"SELECT count(DISTINCT {column.source}) FROM {raw.relation}").fetchone()
        if distinct == (raw.rows,) and len(found) < MOST_KEYS:
            found.append(column.name)
    return tuple(found)
