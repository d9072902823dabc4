"""Making a backup while everybody goes on working.

The database's snapshot comes first, files after: whatever it names was on disk before it was acknowledged, and while
``storage.keeping`` is held nothing acknowledged is removed. What came later is left out, or swept by the next heal.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path, PurePosixPath

import orjson

from zhanqiao.core_services.monitoring.engine import copies, databases
from zhanqiao.core_services.monitoring.engine.restoring import complete_backups, read_backup
from zhanqiao.core_services.monitoring.operations.objects import addressed_copy, stored_copies
from zhanqiao.core_services.monitoring.rules import backups as rules
from zhanqiao.core_services.monitoring.rules.backups import Backup, BackupPlaceError, Entry
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.kit.digests import Digests, of_file
from zhanqiao.kit.environment import home, value
from zhanqiao.people.audit.operations import record

TRIES = 5
PRIVATE = 0o700
METADATA, LAKE = "zhanqiao.sqlite3", "iceberg.sqlite3"


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A complete backup: where, what it says, digests of its manifest (to be kept elsewhere), files linked, secrets."""

    folder: Path
    backup: Backup
    digests: Digests
    linked: int
    secrets: int


@dataclass(frozen=True, slots=True)
class _Earlier:
    root: Path | None
    entries: dict[str, Entry]


def make_backup(*, place: Path, by: str, at: datetime, keep: int = 0) -> BackupMade:
    """Write a complete backup into a new folder of ``place`` and return it; earlier ones beyond ``keep`` go (0: none).

    Files unchanged since the newest earlier backup there are linked from it. Must not run inside a transaction.
    Raises BackupPlaceError, BackupStoreError and ToolMissingError; nothing is left behind then.
    """
    _require_place(place)
    earlier = _earlier(place)
    name = at.astimezone(UTC).strftime(rules.STAMP)
    making = place / f".making-{name}"
    making.mkdir(mode=PRIVATE)
    try:
        with storage.keeping():
            backup = _written(making, earlier, at)
        digests = _sealed(making, backup)
        making.rename(place / name)
        copies.force_folders(place)
    except OSError as error:
        raise BackupPlaceError(place=place, why_zh=error.strerror, why_en=error.strerror) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    _note(name, backup, digests, by, at)
    _forget_old(place, keep)
    return _made(place / name, backup, digests, earlier)


def _require_place(place: Path) -> None:
    inside = place.resolve().is_relative_to(home())
    if inside:
        raise BackupPlaceError(place=place, why_zh="它在状态目录之内", why_en="it lies within the state folder")
    try:
        place.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
    except OSError as error:
        raise BackupPlaceError(place=place, why_zh=error.strerror, why_en=error.strerror) from error


def _earlier(place: Path) -> _Earlier:
    for folder in reversed(complete_backups(place=place)):
        backup = read_backup(folder=folder)
        if backup.home == str(home()):
            return _Earlier(folder / rules.STATE, {each.path: each for each in backup.files})
    return _Earlier(None, {})


def _written(making: Path, earlier: _Earlier, at: datetime) -> Backup:
    with _snapshot(making) as (facts, lake_files):
        wanted = frozenset((table, release) for table, release, *_ in facts.releases)
        entries = {each.path: each for each in lake_files}
        gone = []
        here = _files_here(making, earlier, present=frozenset(entries), wanted=wanted)
        stored = stored_copies(making=making, present=entries, earlier=earlier.entries, earlier_root=earlier.root)
        for path, entry in chain(here, stored):
            if entry is None:
                gone.append(path)
            else:
                entries[path] = entry
    kept = sorted((making / rules.DATABASES).iterdir())
    return Backup(
        made_at=at.isoformat(),
        home=str(home()),
        database="postgresql" if value("DATABASE_URL") else "sqlite",
        audit_head=facts.head,
        counts=facts.counts,
        releases=facts.releases,
        files=tuple(entries[path] for path in sorted(entries)),
        databases=tuple(copies.entry_of(path=path, name=path.name) for path in kept),
        store=str(value("LAKE_URL")),
        gone=tuple(gone),
    )


def _files_here(
    making: Path, earlier: _Earlier, *, present: frozenset[str], wanted: frozenset[tuple[str, str]]
) -> Iterator[tuple[str, Entry | None]]:
    """Copy the files of the state folder that belong into a backup; yield path and entry, None for one that is gone."""
    for path in copies.files_below(home()):
        if str(path) in present or not rules.is_wanted(path) or not rules.is_release_wanted(path, releases=wanted):
            continue
        yield str(path), _copied(making, earlier, path)


@contextmanager
def _snapshot(making: Path) -> Iterator[tuple[databases.Facts, list[Entry]]]:
    """Copy the databases; give what they hold, and the lake's metadata files, which later commits may take away."""
    folder, url = making / rules.DATABASES, str(value("DATABASE_URL"))
    if url:
        yield _postgres_snapshot(making, url)
        return
    databases.copy_sqlite(source=home() / METADATA, target=folder / METADATA)
    with databases.opened_sqlite(folder / METADATA) as cursor:
        found = databases.facts(cursor=cursor, tables=databases.SQLITE_TABLES)
    yield found, _lake_snapshot(making)


def _postgres_snapshot(making: Path, url: str) -> tuple[databases.Facts, list[Entry]]:
    """Dump one moment of the database; again, when a commit took away a metadata file that this moment names."""
    for _ in range(TRIES):
        with databases.exported_postgres(url) as (cursor, snapshot):
            found = _lake_files(making, cursor)
            if found is not None:
                databases.dump_postgres(url=url, snapshot=snapshot, target=making / rules.DATABASES / rules.DUMP)
                return databases.facts(cursor=cursor, tables=databases.POSTGRES_TABLES), found
    raise _restless()


def _lake_snapshot(making: Path) -> list[Entry]:
    """Copy the Iceberg catalogue with the files it names; again, when a commit took one away in between."""
    if not (home() / LAKE).is_file():
        return []
    copy = making / rules.DATABASES / LAKE
    for _ in range(TRIES):
        copy.unlink(missing_ok=True)
        databases.copy_sqlite(source=home() / LAKE, target=copy)
        with databases.opened_sqlite(copy) as cursor:
            found = _lake_files(making, cursor)
        if found is not None:
            return found
    raise _restless()


def _restless() -> BackupPlaceError:
    return BackupPlaceError(place=LAKE, why_zh="湖表目录一直在变化", why_en="the lake's catalogue did not stand still")


def _lake_files(making: Path, cursor: databases.Cursor) -> list[Entry] | None:
    cursor.execute(databases.LOCATIONS)
    entries = []
    for (location,) in cursor.fetchall():
        entry = _located(making, str(location))
        if entry is None:
            return None
        entries.append(entry)
    return entries


def _located(making: Path, location: str) -> Entry | None:
    if value("LAKE_URL"):
        return addressed_copy(making=making, address=location)
    path = Path(location.removeprefix("file://")).relative_to(home())
    return _copied(making, _Earlier(None, {}), PurePosixPath(path))


def _copied(making: Path, earlier: _Earlier, path: PurePosixPath) -> Entry | None:
    return copies.kept_copy(
        source=home() / path,
        target=making / rules.STATE / path,
        path=str(path),
        earlier=earlier.entries,
        earlier_root=earlier.root,
    )


def _sealed(making: Path, backup: Backup) -> Digests:
    (making / rules.STATE).mkdir(exist_ok=True)
    path = making / rules.MANIFEST
    with path.open("wb") as file:
        file.write(orjson.dumps(backup.as_dict()))
        file.flush()
        os.fsync(file.fileno())
    copies.force_folders(making)
    return of_file(path=path)


def _note(name: str, backup: Backup, digests: Digests, by: str, at: datetime) -> None:
    detail = {"releases": len(backup.releases), "files": len(backup.files), "manifest_sm3": digests.sm3}
    record(by=by, action="backup.make", object_type="backup", object_id=name, detail=detail, at=at)


def _forget_old(place: Path, keep: int) -> None:
    for folder in complete_backups(place=place)[:-keep] if keep else ():
        shutil.rmtree(folder)


def _made(folder: Path, backup: Backup, digests: Digests, earlier: _Earlier) -> BackupMade:
    linked = sum(1 for each in backup.files if earlier.entries.get(each.path) == each)
    secrets = sum(1 for each in backup.files if rules.is_secret(PurePosixPath(each.path)))
    return BackupMade(folder, backup, digests, linked, secrets)
