"""Reading an untrusted file, and looking for personal data in what it holds. Nothing is published here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from zhanqiao.data_center.storage.engine import ingest as engine
from zhanqiao.data_center.storage.engine.changes import Row
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.ingest import IngestReport, Limits, TableReport
from zhanqiao.data_center.storage.engine.personal import (
    SEARCHED,
    PersonalFinding,
    find_in_problems,
    find_in_refused,
    find_personal,
    may_hold_personal,
    names_persons,
)
from zhanqiao.kit.progress import Progress, silent


def never() -> bool:
    """Say that nobody cancelled."""
    return False


def understand_file(
    *,
    path: Path,
    into: Path,
    filename: str,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
) -> IngestReport:
    """Understand a file in a limited child process, under the limits of the settings.

    Raises RefusedFileError with the reason in both languages.
    """
    into.mkdir(parents=True, exist_ok=True)
    return engine.understand_safely(
        path=path, into=into, limits=ingest_limits(), filename=filename, progress=progress, cancelled=cancelled
    )


def ingest_limits() -> Limits:
    """Return the limits of one file, from the settings."""
    return engine.limits_of_settings()


def find_personal_data(*, folder: Path, report: TableReport, on: date) -> tuple[PersonalFinding, ...]:
    """Search all rows of an understood table, and what is kept beside them.

    ``folder`` is what ingest wrote into, ``on`` the city's date.
    """
    found = find_personal(parquet=folder / report.file, fields=report.fields, on=on)
    known = {(one.column, one.kind) for one in found if one.blocks}
    problems = find_in_problems(problems=folder / report.problems_file, on=on) if report.problems_file else ()
    refused = find_in_refused(refused=folder / report.refused_file, on=on) if report.refused_file else ()
    return (*found, *(one for one in problems if (one.column, one.kind) not in known), *refused)


def find_personal_in_rows(*, rows: Sequence[Row], fields: Sequence[Field], on: date) -> tuple[PersonalFinding, ...]:
    """Search rows that a program sent, or that a correction changes, as they would be stored."""
    searched = [field for field in fields if field.type in SEARCHED]
    cells = (row[field.name] for row in rows for field in searched if row.get(field.name) is not None)
    if not names_persons(fields=searched) and not may_hold_personal(cells=cells):
        return ()
    # Late: pyarrow takes 0.3 s and 40 MB, which most requests need not pay.
    from zhanqiao.data_center.storage.engine.changes.files import write_rows

    with TemporaryDirectory(prefix="zhanqiao-rows-") as folder:
        target = Path(folder) / "rows.parquet"
        whole = [{field.name: row.get(field.name) for field in searched} for row in rows]
        write_rows(rows=whole, fields=searched, target=target)
        return find_personal(parquet=target, fields=searched, on=on)
