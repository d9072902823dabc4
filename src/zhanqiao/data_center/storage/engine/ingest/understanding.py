"""From one file to its tables: limits, format, reader, types, result files, report."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from zhanqiao.data_center.storage.engine.ingest.archives import check_container, members_of_gzip, members_of_zip
from zhanqiao.data_center.storage.engine.ingest.cleaning import cleaned
from zhanqiao.data_center.storage.engine.ingest.columnar import parquet_tables
from zhanqiao.data_center.storage.engine.ingest.databases import database_tables
from zhanqiao.data_center.storage.engine.ingest.delimited import delimited_tables
from zhanqiao.data_center.storage.engine.ingest.documents import document_tables, line_tables
from zhanqiao.data_center.storage.engine.ingest.formats import format_of
from zhanqiao.data_center.storage.engine.ingest.limits import Limits
from zhanqiao.data_center.storage.engine.ingest.markup import markup_tables
from zhanqiao.data_center.storage.engine.ingest.names import safe_stem
from zhanqiao.data_center.storage.engine.ingest.notes import finding
from zhanqiao.data_center.storage.engine.ingest.refusals import (
    BrokenFileError,
    EmptyFileError,
    FileTooLargeError,
    NestedArchiveError,
    NoTableError,
    RefusedFileError,
    TooManyTablesError,
    TooMuchMemoryError,
    UnknownFormatError,
)
from zhanqiao.data_center.storage.engine.ingest.report import IngestReport, TableReport
from zhanqiao.data_center.storage.engine.ingest.shapefiles import shapefile_table
from zhanqiao.data_center.storage.engine.ingest.triples import triple_tables
from zhanqiao.data_center.storage.engine.ingest.webpages import page_tables
from zhanqiao.data_center.storage.engine.ingest.workbooks import workbook_tables
from zhanqiao.data_center.storage.engine.ingest.workshop import RawTable, Source, Workshop
from zhanqiao.data_center.storage.engine.ingest.writing import write_table
from zhanqiao.kit.progress import Progress, silent

THREADS = 2
DUCKDB_SHARE = 0.5  # of the memory limit; Python and Arrow need the rest
DUCKDB_MOST = 1 << 30  # bytes; a larger table goes through files, which takes a sixth longer

Reader = Callable[..., list[RawTable]]
READERS: dict[str, Reader] = {
    "csv": delimited_tables,
    **dict.fromkeys(("xlsx", "xls", "xlsb", "ods"), workbook_tables),
    "json": document_tables,
    "ndjson": line_tables,
    "html": page_tables,
    "xml": markup_tables,
    "sqlite": database_tables,
    "parquet": parquet_tables,
    **dict.fromkeys(("turtle", "ntriples"), triple_tables),
}
UNPACKERS = {"gz": members_of_gzip, "zip": members_of_zip}
DEEPEST = 2  # archives in archives
TOLERATED = (UnknownFormatError, EmptyFileError, NoTableError, BrokenFileError)  # of members beside others


def understand(
    *,
    path: Path,
    into: Path,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    filename: str | None = None,
    progress: Progress = silent,
) -> IngestReport:
    """Read a file, decide what its tables are, and write them into ``into`` as Parquet.

    ``filename`` is the owner's name of the file when ``path`` is a copy. Runs in this process: for files
    of strangers use :func:`understand_safely`. ``progress`` may be called from a thread of its own. Raises
    RefusedFileError with the reason; then ``into`` holds nothing of the file.
    """
    started = time.monotonic()
    source = Source(path=path, filename=filename or path.name)
    _check_size(source, limits)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    into.mkdir(parents=True, exist_ok=True)
    with _workshop(source=source, into=into, limits=limits, progress=progress) as workshop:
        form, tables = _tables(source=source, workshop=workshop)
        reports = _written(tables, workshop)
        for made in sorted(workshop.into.iterdir()):
            made.replace(into / made.name)
    return IngestReport(
        filename=source.filename,
        format=form,
        size=path.stat().st_size,
        sha256=digest,
        tables=reports,
        warnings=tuple(workshop.warnings),
        seconds=time.monotonic() - started,
    )


def _check_size(source: Source, limits: Limits) -> None:
    size = source.path.stat().st_size
    if size == 0:
        raise EmptyFileError(filename=source.filename)
    if size > limits.max_bytes:
        raise FileTooLargeError(filename=source.filename, size=size, limit=limits.max_bytes)


@contextmanager
def _workshop(*, source: Source, into: Path, limits: Limits, progress: Progress) -> Iterator[Workshop]:
    scratch = Path(tempfile.mkdtemp(prefix=".scratch-", dir=into))
    results = scratch / "results"
    results.mkdir()
    connection = duckdb.connect(
        config={
            "threads": THREADS,
            "memory_limit": f"{min(int(limits.max_memory_bytes * DUCKDB_SHARE), DUCKDB_MOST)}B",
            "temp_directory": str(scratch / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
            # The spatial extension's own one fails on conditions over rowid; the other joins for every IN list.
            "disabled_optimizers": "extension,in_clause",
        }
    )
    connection.execute("SET enable_progress_bar = true")  # so that it can be asked how far it is
    connection.execute("SET enable_progress_bar_print = false")
    try:
        yield Workshop(connection, scratch, results, limits, progress, source.filename)
    except (duckdb.OutOfMemoryException, MemoryError):
        raise TooMuchMemoryError(filename=source.filename, limit=limits.max_memory_bytes) from None
    finally:
        connection.close()
        shutil.rmtree(scratch, ignore_errors=True)


def _tables(*, source: Source, workshop: Workshop, depth: int = 0) -> tuple[str, list[RawTable]]:
    form = format_of(source=source)
    if form in UNPACKERS:
        if depth >= DEEPEST:
            raise NestedArchiveError(filename=workshop.filename, limit=DEEPEST)
        tables = _unpacked(form, source, workshop, depth)
    elif form in READERS:
        if form in {"xlsx", "xlsb", "ods"}:
            check_container(source=source, workshop=workshop)
        tables = READERS[form](source=source, workshop=workshop)
    else:
        raise UnknownFormatError(filename=source.filename, seen=form or source.ending or "?")
    if not tables:
        raise NoTableError(filename=source.filename, format=form)
    if len(tables) > workshop.limits.max_tables:
        raise TooManyTablesError(filename=workshop.filename, limit=workshop.limits.max_tables)
    return form, tables


def _unpacked(form: str, source: Source, workshop: Workshop, depth: int) -> list[RawTable]:
    """Return the tables of every member; members that are no tables are warned of, unless nothing else is there."""
    tables: list[RawTable] = []
    refusals: list[RefusedFileError] = []
    for member in UNPACKERS[form](source=source, workshop=workshop):
        try:
            if member.parts:
                tables.append(shapefile_table(parts=member.parts, source=member.source, workshop=workshop))
            else:
                tables += _tables(source=member.source, workshop=workshop, depth=depth + 1)[1]
        except TOLERATED as refusal:
            refusals.append(refusal)
            code = "member-skipped" if isinstance(refusal, UnknownFormatError) else "member-refused"
            workshop.warnings.append(finding(code, member=member.source.filename, reason=refusal.text))
    if not tables and refusals:
        raise refusals[0]
    return tables


def _written(tables: list[RawTable], workshop: Workshop) -> tuple[TableReport, ...]:
    reports: list[TableReport] = []
    stems: list[str] = []
    for table in tables:
        stems.append(safe_stem(text=table.name, taken=stems))
        tidy = cleaned(raw=table, workshop=workshop)
        reports.append(write_table(raw=tidy, workshop=workshop, stem=stems[-1]))
        workshop.connection.execute(f"DROP TABLE IF EXISTS {tidy.relation}")
    return tuple(reports)
