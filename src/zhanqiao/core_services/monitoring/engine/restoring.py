"""Reading backups, and bringing one into an empty folder. Knows no Django: settings must not look at the folder before."""

from __future__ import annotations

import shutil
from pathlib import Path

import orjson

from zhanqiao.core_services.monitoring.engine import copies
from zhanqiao.core_services.monitoring.rules import backups as rules
from zhanqiao.core_services.monitoring.rules.backups import (
    Backup,
    BackupDamagedError,
    BackupMissingError,
    BackupNewerError,
    Entry,
    FolderInUseError,
)

MAKING = ".restoring"


def complete_backups(*, place: Path) -> list[Path]:
    """Return the folders of complete backups, oldest first; ``place`` may itself be one."""
    if (place / rules.MANIFEST).is_file():
        return [place]
    return sorted(path.parent for path in place.glob(f"[0-9]*/{rules.MANIFEST}"))


def newest_backup(*, place: Path) -> Path:
    """Return the folder of the newest complete backup. Raises BackupMissingError."""
    found = complete_backups(place=place)
    if not found:
        raise BackupMissingError(place=place)
    return found[-1]


def read_backup(*, folder: Path) -> Backup:
    """Return what a backup says of itself. Raises BackupDamagedError, BackupNewerError."""
    try:
        values = orjson.loads((folder / rules.MANIFEST).read_bytes())
        number = int(values["format"])
    except (OSError, ValueError, KeyError, TypeError):
        raise _unreadable() from None
    if number > rules.FORMAT:
        raise BackupNewerError(found=number, known=rules.FORMAT)
    try:
        return Backup.from_dict(values)
    except (KeyError, TypeError):
        raise _unreadable() from None


def restore_files(*, folder: Path, into: Path) -> Backup:
    """Bring the backup in ``folder`` into an empty folder, checking every file's digests; whole or not at all.

    Raises BackupNewerError, BackupDamagedError, FolderInUseError.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise FolderInUseError(place=into)
    backup, is_new = read_backup(folder=folder), not into.exists()
    making = into / MAKING  # within it: it may be a disk of its own
    try:
        _bring(folder, backup, making)
        for path in sorted(making.iterdir()):
            path.rename(into / path.name)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        if is_new:
            into.rmdir()
        raise
    making.rmdir()
    copies.force_folders(into)
    return backup


def _bring(folder: Path, backup: Backup, making: Path) -> None:
    making.mkdir(parents=True)
    making.parent.chmod(0o700)
    for entry in backup.files:
        _brought(folder / rules.STATE / entry.path, making / entry.path, entry)
    for entry in backup.databases:
        _brought(folder / rules.DATABASES / entry.path, making / entry.path, entry)
    (making / rules.DUMP).unlink(missing_ok=True)  # it was checked; it is read where it is
    copies.force_folders(making)


def _brought(source: Path, target: Path, entry: Entry) -> None:
    if not copies.copied_and_checked(source=source, target=target, entry=entry):
        raise BackupDamagedError(name=entry.path, why_zh="缺失或摘要不符", why_en="missing, or other digests")


def _unreadable() -> BackupDamagedError:
    return BackupDamagedError(name=rules.MANIFEST, why_zh="无法读取", why_en="it cannot be read")
