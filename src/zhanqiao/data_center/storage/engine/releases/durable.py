"""Files that are on the disk when we say so."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zhanqiao.data_center.storage.engine.releases.manifest import FileEntry
from zhanqiao.kit import digests

BLOCK = 1 << 20


def force(path: Path) -> None:
    """Force a file or a folder's names to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def force_tree(folder: Path) -> None:
    """Force a folder, its files and its folders to disk."""
    for path in folder.rglob("*"):
        force(path)
    force(folder)


def entry_of(*, path: Path, name: str) -> FileEntry:
    """Return the entry of a file: size and both digests."""
    found = digests.of_file(path=path)
    return FileEntry(name=name, size=found.size, sha256=found.sha256, sm3=found.sm3)


def copy_with_digests(*, source: Path, target: Path, name: str) -> FileEntry:
    """Copy a file in blocks, force it to disk, and return its entry under ``name``."""
    digesting = digests.Digesting()
    with source.open("rb") as read, target.open("wb") as write:
        while block := read.read(BLOCK):
            digesting.update(content=block)
            write.write(block)
        write.flush()
        os.fsync(write.fileno())
    found = digesting.finish()
    return FileEntry(name=name, size=found.size, sha256=found.sha256, sm3=found.sm3)


def link_or_copy(*, source: Path, target: Path, name: str, known: digests.Digests | None) -> FileEntry:
    """Keep a file under another name: linked, where its digests are ``known`` and it is on the same disk, else copied.

    Who gives digests promises that nobody writes into the file any more.
    """
    if known is not None:
        with suppress(OSError):  # another disk, or one that has no links
            os.link(source, target)
            return FileEntry(name=name, size=known.size, sha256=known.sha256, sm3=known.sm3)
    return copy_with_digests(source=source, target=target, name=name)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep every other process and thread out of a folder's block of work; let go at once when killed."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
