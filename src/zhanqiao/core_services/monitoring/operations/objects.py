"""Files of object storage in a backup: streamed with their digests, or linked from the backup before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from zhanqiao.core_services.monitoring.engine import copies
from zhanqiao.core_services.monitoring.rules import backups as rules
from zhanqiao.core_services.monitoring.rules.backups import BackupStoreError, Entry
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import StoredObject


def stored_copies(
    *, making: Path, present: Mapping[str, Entry], earlier: Mapping[str, Entry], earlier_root: Path | None
) -> Iterator[tuple[str, Entry | None]]:
    """Copy every file of object storage that is not present yet; yield its path and its entry, None when it is gone.

    Raises BackupStoreError.
    """
    with _told("*"):
        found = list(storage.stored_objects())
    for one in found:
        path = f"{rules.STORED}/{one.name}"
        if path not in present and rules.is_wanted(PurePosixPath(path)):
            yield path, _copied(making, one, earlier.get(path), earlier_root)


def addressed_copy(*, making: Path, address: str) -> Entry | None:
    """Copy the file at an address of object storage; None when it is gone. Raises BackupStoreError."""
    with _told(address):
        found = storage.object_at(address=address)
    return _copied(making, found, None, None) if found else None


def _copied(making: Path, one: StoredObject, known: Entry | None, earlier_root: Path | None) -> Entry | None:
    path = f"{rules.STORED}/{one.name}"
    target = making / rules.STATE / path
    is_same = known is not None and (known.size, known.mtime_ns) == (one.size, one.mtime_ns)
    if known and is_same and earlier_root and copies.linked_copy(entry=known, target=target, earlier_root=earlier_root):
        return known
    with _told(one.name):
        opened = storage.opened_object(name=one.name)
        entry = copies.streamed_copy(opened=opened, target=target, path=path, mtime_ns=one.mtime_ns)
    if entry is not None and entry.size != one.size:
        raise BackupStoreError(name=one.name, why=f"{entry.size}/{one.size} B")
    return entry


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what the storage's client raises into our own words; its own may hold addresses and keys."""
    try:
        yield
    except OSError as error:
        raise BackupStoreError(name=name, why=type(error).__name__) from error
