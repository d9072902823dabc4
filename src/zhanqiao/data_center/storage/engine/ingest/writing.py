"""From a table of text to the result files: typed Parquet, problem cells, originals, refused rows."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.ingest.encodings import MARKER
from zhanqiao.data_center.storage.engine.ingest.inference import Decision, Evidence, cells, decide, decide_text, gather
from zhanqiao.data_center.storage.engine.ingest.inference.evidence import distribution
from zhanqiao.data_center.storage.engine.ingest.inference.reasons import why
from zhanqiao.data_center.storage.engine.ingest.report import (
    SAMPLES,
    ColumnProblems,
    Finding,
    ProblemSample,
    TableReport,
)
from zhanqiao.data_center.storage.engine.ingest.words import NULL_WORDS
from zhanqiao.data_center.storage.engine.ingest.workshop import RawTable, RefusedLine, Workshop
from zhanqiao.kit.progress import Step

ROW_GROUP = 100_000
WIDE = 500  # columns from which a table is converted in pieces
PIECE = 100  # columns of a piece
KEY_MEANINGS = frozenset({"identifier", "code", "credit_code", "identity_number", "division_code"})
MOST_KEYS = 5
_MARKED = f"[\\x{{{MARKER:X}}}-\\x{{{MARKER + 255:X}}}]"
_ABOUT = "^(约|大约|近|超过?|不足|至少|至多|≈|~|>|<|≥|≤|＞|＜|±)|(左右|以上|以下|余|多)$|[0-9][+＋]$"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column on its way out: ``source`` in the connection, how it was decided, what was counted."""

    source: str
    decision: Decision
    evidence: Evidence | None

    @property
    def name(self) -> str:
        return self.decision.field.name


def write_table(*, raw: RawTable, workshop: Workshop, stem: str) -> TableReport:
    """Decide every column, write the files of one table, and report it."""
    columns = _decided(raw, workshop)
    file = f"{stem}.parquet"
    marked = "undecodable-bytes" in {finding.code for finding in raw.findings}
    _write_typed(raw, columns, workshop, workshop.into / file, marked=marked)
    workshop.progress(Step(stage="write", done=raw.rows, total=raw.rows))
    problems = _problems(raw, columns, workshop, marked=marked)
    counted = _counted(workshop, problems)
    return TableReport(
        name=raw.name,
        file=file,
        rows=raw.rows,
        fields=tuple(column.decision.field for column in columns),
        encoding=raw.encoding,
        dialect=raw.dialect,
        sheet=raw.sheet,
        header_row=raw.header_row,
        problem_cells=counted,
        refused_rows=len(raw.refused),
        problems_file=_write_problems(workshop, problems, counted, stem),
        originals_file=_write_originals(raw, columns, workshop, stem),
        refused_file=_write_refused(raw.refused, workshop.into, stem),
        findings=(*raw.findings, *_said(raw, columns, counted, workshop)),
        crs=raw.crs,
        suggested_keys=_keys(raw, columns, workshop),
    )


def _decided(raw: RawTable, workshop: Workshop) -> list[_Column]:
    names = [(f"c{place}", column.name) for place, column in enumerate(raw.columns) if column.native is None]
    gathered = gather(
        connection=workshop.connection, relation=raw.relation, columns=names, rows=raw.rows, progress=workshop.progress
    )
    evidence = {one.column: one for one in gathered}

    def probe(one: Evidence, value: str, where: str) -> list[tuple[str, int]]:
        inner = f"(SELECT {cells.folded(one.column)} AS v FROM {raw.relation} WHERE {one.column} IS NOT NULL)"
        return distribution(
            connection=workshop.connection,
            relation=inner,
            value=value.replace("{v}", "v"),
            where=where.replace("{v}", "v"),
        )

    decided = []
    for place, column in enumerate(raw.columns):
        source = f"c{place}"
        if column.native is not None:
            decided.append(_Column(source, Decision(column.native, why("type-declared", column=column.name)), None))
        elif column.is_text:
            decided.append(_Column(source, decide_text(one=evidence[source]), evidence[source]))
        else:
            decided.append(_Column(source, decide(one=evidence[source], probe=probe), evidence[source]))
    return decided


def _typed(raw: RawTable, columns: Sequence[_Column], *, marked: bool, where: str = "") -> str:
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


def _cleaned(value: str, column: _Column, *, marked: bool) -> str:
    return (
        f"regexp_replace({value}, '{_MARKED}', '\N{REPLACEMENT CHARACTER}', 'g')"
        if marked and column.evidence
        else value
    )


def _write_typed(raw: RawTable, columns: Sequence[_Column], workshop: Workshop, target: Path, *, marked: bool) -> None:
    """Write the typed table; a very wide one in pieces, for DuckDB plans thousands of conversions slowly."""
    if len(columns) <= WIDE:
        _copy(workshop, _typed(raw, columns, marked=marked), target)
        return
    writer: pq.ParquetWriter | None = None
    step = max(1, ROW_GROUP * 10 // len(columns))
    for start in range(0, max(raw.rows, 1), step):
        where = f" WHERE rowid >= {start} AND rowid < {start + step}"
        pieces = [
            workshop.connection.execute(
                _typed(raw, columns[left : left + PIECE], marked=marked, where=where)
            ).to_arrow_table()
            for left in range(0, len(columns), PIECE)
        ]
        table = pa.table({name: piece.column(name) for piece in pieces for name in piece.column_names})
        writer = writer or pq.ParquetWriter(target, table.schema, compression="zstd")
        writer.write_table(table)
    assert writer is not None
    writer.close()


def _copy(workshop: Workshop, query: str, target: Path) -> None:
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


def _problems(raw: RawTable, columns: Sequence[_Column], workshop: Workshop, *, marked: bool) -> str:
    """Make a table of all problem cells and return its name."""
    name = workshop.new_name(prefix="problems")
    workshop.connection.execute(
        f'CREATE TABLE {name} ("row" BIGINT, "column" VARCHAR, original VARCHAR, reason VARCHAR)'
    )
    for column in columns:
        if column.evidence is None:
            continue
        if column.decision.conversion and column.decision.fits < column.evidence.meant:
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


def _misfits(raw: RawTable, column: _Column) -> str:
    conversion = column.decision.conversion.replace("{v}", "v")
    about = f"regexp_matches(v, '{_ABOUT}') AND regexp_matches(v, '[0-9]')"
    reason = f"CASE WHEN {about} THEN 'approximate' ELSE {cells.quoted(column.decision.reason)} END"
    inner = f"SELECT rowid AS r, {column.source} AS c, {cells.folded(column.source)} AS v FROM {raw.relation}"
    where = f"c IS NOT NULL AND ({conversion}) IS NULL AND v <> '' AND NOT {cells.is_null_word('v')}"
    return f"SELECT r, {cells.quoted(column.name)}, {_visible('c')}, {reason} FROM ({inner}) WHERE {where}"


def _undecodable(raw: RawTable, column: _Column) -> str:
    where = f"regexp_matches({column.source}, '{_MARKED}')"
    name, shown = cells.quoted(column.name), _visible(column.source)
    return f"SELECT rowid, {name}, {shown}, 'undecodable-bytes' FROM {raw.relation} WHERE {where}"


def _visible(value: str) -> str:
    """Return SQL showing undecodable bytes as ``\\xNN``."""
    shown = value
    if_marked = f"regexp_matches({value}, '{_MARKED}')"
    characters = f"string_split({shown}, '')"
    code = f"(unicode(x) - {MARKER})"
    each = f"CASE WHEN unicode(x) >= {MARKER} THEN '\\x' || lpad(to_hex({code}), 2, '0') ELSE x END"
    return f"CASE WHEN {if_marked} THEN array_to_string([{each} FOR x IN {characters}], '') ELSE {value} END"


def _counted(workshop: Workshop, problems: str) -> dict[str, ColumnProblems]:
    counts = workshop.connection.execute(f'SELECT "column", count(*) FROM {problems} GROUP BY 1 ORDER BY 1').fetchall()
    query = (
        f'SELECT "row", "column", original, reason FROM {problems} '
        f'QUALIFY row_number() OVER (PARTITION BY "column" ORDER BY "row") <= {SAMPLES} ORDER BY "column", "row"'
    )
    samples: dict[str, list[ProblemSample]] = {}
    for row, column, original, reason in workshop.connection.execute(query).fetchall():
        samples.setdefault(column, []).append(ProblemSample(row=row, original=original[:200], reason=reason))
    return {column: ColumnProblems(count=count, samples=tuple(samples[column])) for column, count in counts}


def _write_problems(workshop: Workshop, problems: str, counted: dict[str, ColumnProblems], stem: str) -> str | None:
    if not counted:
        return None
    file = f"{stem}.problems.parquet"
    _copy(workshop, f'SELECT * FROM {problems} ORDER BY "row", "column"', workshop.into / file)
    return file


def _write_originals(raw: RawTable, columns: Sequence[_Column], workshop: Workshop, stem: str) -> str | None:
    """Write the text of every column whose written form the typed value does not give back."""
    lossy = [column for column in columns if column.decision.conversion and not column.decision.exact]
    if not lossy:
        return None
    file = f"{stem}.originals.parquet"
    shown = ", ".join(f"{column.source} AS {cells.identifier(column.name)}" for column in lossy)
    row = _free("row", {column.name for column in lossy})
    query = f"SELECT rowid AS {cells.identifier(row)}, {shown} FROM {raw.relation} ORDER BY rowid"
    if len(lossy) <= WIDE:
        _copy(workshop, query, workshop.into / file)
    else:
        _copy_by_arrow(workshop, query, workshop.into / file, batch=max(1, ROW_GROUP * 10 // len(lossy)))
    return file


def _free(wanted: str, taken: set[str]) -> str:
    lower = {name.casefold() for name in taken}
    while wanted in lower:
        wanted = f"_{wanted}"
    return wanted


def _write_refused(refused: Sequence[RefusedLine], into: Path, stem: str) -> str | None:
    if not refused:
        return None
    file = f"{stem}.refused.csv"
    with (into / file).open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("line", "text", "reason"))
        writer.writerows(refused)
    return file


def _said(
    raw: RawTable, columns: Sequence[_Column], counted: dict[str, ColumnProblems], workshop: Workshop
) -> list[Finding]:
    made: list[Finding] = []
    for column in columns:
        made.append(column.decision.why)
        one, name = column.evidence, column.name
        if one is None:
            continue
        if column.decision.conversion and one.words:
            made.append(_null_words(raw, column, workshop))
        if name in counted and column.decision.conversion:
            made.append(why("problem-cells", column=name, count=counted[name].count))
        if one.edges and not column.decision.conversion:
            made.append(why("edge-spaces", column=name, count=one.edges))
    return made


def _null_words(raw: RawTable, column: _Column, workshop: Workshop) -> Finding:
    assert column.evidence is not None
    if column.evidence.is_known:
        nothing = {*NULL_WORDS, ""}
        found = [(word, count) for word, count in column.evidence.written().most_common() if word in nothing]
    else:
        inner = f"(SELECT {cells.folded(column.source)} AS v FROM {raw.relation} WHERE {column.source} IS NOT NULL)"
        where = f"v = '' OR {cells.is_null_word('v')}"
        found = distribution(connection=workshop.connection, relation=inner, value="v", where=where)
    shown = "”“".join(word or " " for word, _ in found[:4])
    return why("null-words", column=column.name, count=sum(count for _, count in found), words=shown)


def _keys(raw: RawTable, columns: Sequence[_Column], workshop: Workshop) -> tuple[str, ...]:
    """Return columns that name each row exactly once, the likeliest first."""
    found = []
    for place, column in enumerate(columns):
        field, one = column.decision.field, column.evidence
        likely = field.meaning in KEY_MEANINGS or (place == 0 and field.type in {LogicalType.TEXT, LogicalType.INTEGER})
        if one is None or not likely or not raw.rows or one.present < raw.rows or one.distinct < 0.9 * raw.rows:  # noqa: PLR2004
            continue
        distinct = workshop.connection.execute(f"SELECT count(DISTINCT {column.source}) FROM {raw.relation}").fetchone()
        if distinct == (raw.rows,) and len(found) < MOST_KEYS:
            found.append(column.name)
    return tuple(found)


def plain_field(*, name: str, kind: LogicalType) -> Field:
    """Return a field without meaning, for readers whose source declares the type."""
    return Field(name, kind)
