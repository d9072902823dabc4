"""Copying files with their digests: durable, and linked from an earlier copy where nothing changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from zhanqiao.core_services.monitoring.rules.backups import Entry
from zhanqiao.kit.digests import BLOCK, Digesting, of_file


def files_below(folder: Path) -> Iterator[PurePosixPath]:
    """Yield the files below a folder in order of their paths; what goes away meanwhile is left out."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place) / name
            if not path.is_symlink():
                yield PurePosixPath(path.relative_to(folder))


def kept_copy(
    *, source: Path, target: Path, path: str, earlier: Mapping[str, Entry], earlier_root: Path | None
) -> Entry | None:
    """Copy a file and return its entry; link the earlier copy when size and time are the same. None: it is gone."""
    try:
        status = source.stat()
    except FileNotFoundError:
        return None
    known = earlier.get(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    if known and earlier_root and (known.size, known.mtime_ns) == (status.st_size, status.st_mtime_ns):
        with suppress(OSError):  # another disk, or the earlier copy is gone: then it is copied
            os.link(earlier_root / path, target)
            return known
    try:
        digests = _copied(source, target)
    except FileNotFoundError:
        return None
    return Entry(path, digests[0], status.st_mtime_ns, digests[1], digests[2])


def streamed_copy(*, opened: AbstractContextManager[BinaryIO], target: Path, path: str, mtime_ns: int) -> Entry | None:
    """Write what a stream gives and return its entry with the digests of what was written. None: it is gone."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with opened as read:
            size, sha256, sm3 = _written(read, target)
    except FileNotFoundError:
        return None
    return Entry(path, size, mtime_ns, sha256, sm3)


def linked_copy(*, entry: Entry, target: Path, earlier_root: Path) -> bool:
    """Link the earlier copy of a file that did not change; False when that cannot be."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(earlier_root / entry.path, target)
    except OSError:  # another disk, or the earlier copy is gone
        return False
    return True


def copied_and_checked(*, source: Path, target: Path, entry: Entry) -> bool:
    """Copy a file of a backup to its place; say whether it is what was written down."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        found = _copied(source, target)
    except FileNotFoundError:
        return False
    return found == (entry.size, entry.sha256, entry.sm3)


def entry_of(*, path: Path, name: str) -> Entry:
    """Return the entry of a file that was just written."""
    found = of_file(path=path)
    return Entry(name, found.size, path.stat().st_mtime_ns, found.sha256, found.sm3)


def force_folders(root: Path) -> None:
    """Force the names in a folder and all below it to disk."""
    for place, _, _ in os.walk(root):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _copied(source: Path, target: Path) -> tuple[int, str, str]:
    """Copy, force to disk, and return size and digests of what was written."""
    with source.open("rb") as read:
        found = _written(read, target)
    with suppress(PermissionError):  # a disk without owners and modes
        shutil.copystat(source, target)
    return found


def _written(read: BinaryIO, target: Path) -> tuple[int, str, str]:
    digesting = Digesting()
    with target.open("wb") as write:
        while block := read.read(BLOCK):
            digesting.update(content=block)
            write.write(block)
        write.flush()
        os.fsync(write.fileno())
    found = digesting.finish()
    return (found.size, found.sha256, found.sm3)
