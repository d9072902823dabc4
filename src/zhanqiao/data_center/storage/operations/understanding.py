"""Reading an untrusted file, and looking for personal data in what it holds. Nothing is published here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from zhanqiao.data_center.storage.engine import ingest as engine
from zhanqiao.data_center.storage.engine.ingest import IngestReport, Limits, TableReport
from zhanqiao.data_center.storage.engine.personal import PersonalFinding, find_personal
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
    """Search all rows of an understood table; ``folder`` is what ingest wrote into, ``on`` the city's date."""
    return find_personal(parquet=folder / report.file, fields=report.fields, on=on)
