"""A visitor's own file: read once, kept in a folder whose name their session alone knows, gone within the hour.

It is in no catalogue, no database and no audit trail, and its name and content are in no log.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import orjson

from zhanqiao.core_services.joining.queries.brought import ABOUT, folder_of, place
from zhanqiao.core_services.joining.rules import (
    KEPT,
    MOST_AT_ONCE,
    MOST_BYTES,
    MOST_ROWS,
    READING_SECONDS,
    Brought,
    ManyBroughtError,
    require_fit,
)
from zhanqiao.data_center.storage import operations as storage

TOKEN_BYTES = 24
FILE = "file"


def bring_file(*, chunks: Iterable[bytes], filename: str, size: int, at: datetime) -> Brought:
    """Read a visitor's file and keep its first table that has rows; return what the session is to remember.

    Raises BroughtFileError, ManyBroughtError, and what reading raises (RefusedFileError, NothingBroughtError); then nothing
    of it is kept.
    """
    require_fit(filename=filename, size=size)
    forget_old_files(at=at)
    if sum(1 for _ in place().iterdir()) >= MOST_AT_ONCE:
        raise ManyBroughtError
    token = secrets.token_urlsafe(TOKEN_BYTES)
    folder = folder_of(token=token)
    folder.mkdir(mode=0o700)
    try:
        path = folder / (FILE + Path(filename).suffix.lower())
        _written(path, chunks)
        table = storage.brought_table(
            path=path, filename=path.name, folder=folder,
            most_bytes=MOST_BYTES, most_rows=MOST_ROWS, seconds=READING_SECONDS, at=at,
        )  # fmt: skip
        about = {"name": filename, "fields": [each.as_dict() for each in table.fields], "rows": table.rows}
        (folder / ABOUT).write_bytes(orjson.dumps(about))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Brought(token=token, until=at + KEPT)


def forget_file(*, token: str) -> None:
    """Remove a visitor's file now."""
    shutil.rmtree(folder_of(token=token), ignore_errors=True)


def forget_old_files(*, at: datetime) -> int:
    """Remove what is older than an hour, also what a killed process left; return how many."""
    gone = 0
    for one in place().iterdir():
        if datetime.fromtimestamp(one.stat().st_mtime, tz=UTC) + KEPT <= at:
            shutil.rmtree(one, ignore_errors=True)
            gone += 1
    return gone


def _written(path: Path, chunks: Iterable[bytes]) -> None:
    size = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            require_fit(filename=path.name, size=size)
            file.write(chunk)
