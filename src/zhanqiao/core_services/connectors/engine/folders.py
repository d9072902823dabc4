"""A folder of this machine."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Self

from zhanqiao.core_services.connectors.engine.pieces import down, unreadable
from zhanqiao.core_services.connectors.engine.shelves import Shelf, Shelved
from zhanqiao.core_services.connectors.rules.settings import FolderSettings


class Folder(Shelf):
    """Regular files of one folder; links and folders within it are left alone."""

    def __init__(self, settings: FolderSettings) -> None:
        """Keep what to read."""
        self.path, self.pattern, self.quiet = Path(settings.path), settings.pattern, settings.quiet

    def listed(self) -> list[Shelved]:
        """Return the files of the folder."""
        try:
            entries = [one for one in os.scandir(self.path) if one.is_file(follow_symlinks=False)]
            return [_shelved(one.name, one.stat(follow_symlinks=False)) for one in entries]
        except OSError as error:
            raise down(error) from None

    def content(self, file: Shelved, /, *, most: int) -> bytes:
        """Return the file's bytes; a link put in its place is not followed."""
        try:
            descriptor = os.open(self.path / file.name, os.O_RDONLY | os.O_NOFOLLOW)
            with os.fdopen(descriptor, "rb") as opened:
                found = opened.read(most + 1)
        except OSError as error:
            raise down(error) from None
        return require_size(found, file=file.name, most=most)

    def __enter__(self) -> Self:
        """Nothing is to be opened."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is to be closed."""


def require_size(content: bytes, /, *, file: str, most: int) -> bytes:
    """Return the bytes. Raises SourceUnreadableError where there are more than there may be."""
    if len(content) > most:
        raise unreadable(
            zh=f"文件“{file}”超过 {most} 字节（ZHANQIAO_HARVEST_BYTES）",
            en=f"the file '{file}' is larger than {most} bytes (ZHANQIAO_HARVEST_BYTES)",
        )
    return content


def _shelved(name: str, found: os.stat_result) -> Shelved:
    stamp = f"{found.st_mtime_ns}-{found.st_size}"
    return Shelved(name, found.st_size, stamp, found.st_mtime, time.time() - found.st_mtime)
