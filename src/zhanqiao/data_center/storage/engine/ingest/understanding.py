"""From one file to its tables: limits, format, reader, types, result files, report."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from zhanqiao.data_center.storage.engine.ingest.cleaning import cleaned
from zhanqiao.data_center.storage.engine.ingest.delimited import delimited_tables
from zhanqiao.data_center.storage.engine.ingest.formats import format_of
from zhanqiao.data_center.storage.engine.ingest.limits import Limits
from zhanqiao.data_center.storage.engine.ingest.names import safe_stem
from zhanqiao.data_center.storage.engine.ingest.refusals import (
    EmptyFileError,
    FileTooLargeError,
    NoTableError,
    TooManyTablesError,
    TooMuchMemoryError,
    UnknownFormatError,
)
from zhanqiao.data_center.storage.engine.ingest.report import IngestReport, TableReport
from zhanqiao.data_center.storage.engine.ingest.workshop import RawTable, Source, Workshop
from zhanqiao.data_center.storage.engine.ingest.writing import write_table
from zhanqiao.kit.digests import of_file
from zhanqiao.kit.progress import Progress, silent

THREADS = 2
DUCKDB_SHARE = 0.5  # of the memory limit; Python and Arrow need the rest

READERS: dict[str, Callable[..., list[RawTable]]] = {"csv": delimited_tables}


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
    of strangers use :func:`understand_safely`. Raises RefusedFileError with the reason; then ``into``
    holds nothing of the file.
    """
    started = time.monotonic()
    source = Source(path=path, filename=filename or path.name)
    _check_size(source, limits)
    digests = of_file(path=path)
    into.mkdir(parents=True, exist_ok=True)
    with _workshop(source=source, into=into, limits=limits, progress=progress) as workshop:
        form, tables = _tables(source=source, workshop=workshop)
        reports = _written(tables, workshop)
        for made in sorted(workshop.into.iterdir()):
            made.replace(into / made.name)
    return IngestReport(
        filename=source.filename,
        format=form,
        size=digests.size,
        sha256=digests.sha256,
        tables=reports,
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
            "memory_limit": f"{int(limits.max_memory_bytes * DUCKDB_SHARE)}B",
            "temp_directory": str(scratch / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        }
    )
    try:
        yield Workshop(connection, scratch, results, limits, progress, source.filename)
    except (duckdb.OutOfMemoryException, MemoryError):
        raise TooMuchMemoryError(filename=source.filename, limit=limits.max_memory_bytes) from None
    finally:
        connection.close()
        shutil.rmtree(scratch, ignore_errors=True)


def _tables(*, source: Source, workshop: Workshop) -> tuple[str, list[RawTable]]:
    form = format_of(source=source)
    if form is None or form not in READERS:
        raise UnknownFormatError(filename=source.filename, seen=form or source.ending or "?")
    tables = READERS[form](source=source, workshop=workshop)
    if not tables:
        raise NoTableError(filename=source.filename, format=form)
    if len(tables) > workshop.limits.max_tables:
        raise TooManyTablesError(filename=source.filename, limit=workshop.limits.max_tables)
    return form, tables


def _written(tables: list[RawTable], workshop: Workshop) -> tuple[TableReport, ...]:
    reports: list[TableReport] = []
    stems: list[str] = []
    for table in tables:
        stems.append(safe_stem(text=table.name, taken=stems))
        tidy = cleaned(raw=table, workshop=workshop)
        reports.append(write_table(raw=tidy, workshop=workshop, stem=stems[-1]))
        workshop.connection.execute(f"DROP TABLE IF EXISTS {tidy.relation}")
    return tuple(reports)
