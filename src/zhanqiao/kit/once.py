"""Files that are made once and kept for ever: keys."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex


def kept_once(*, path: Path, make: Callable[[], bytes]) -> bytes:
    """Return what the file holds; where there is none, keep what ``make`` makes, readable by the owner only.

    The file appears whole and on disk, or not at all. Whoever else makes it at the same moment, thread or process: the
    first wins, and all read its content.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}-{os.getpid()}-{token_hex(4)}")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):  # somebody was quicker; theirs counts
                os.link(draft, path)
            force_folder(folder=path.parent)
        finally:
            draft.unlink(missing_ok=True)
    return path.read_bytes()


def force_folder(*, folder: Path) -> None:
    """Have the names of a folder's files on disk before going on."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
