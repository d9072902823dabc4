"""Where the files of a submission lie."""

from __future__ import annotations

from pathlib import Path

from zhanqiao.kit.environment import home


def folder(*, submission_id: str) -> Path:
    """Return HOME/submissions/<id>."""
    return home() / "submissions" / submission_id


def source(*, submission_id: str) -> Path:
    """Return the file as it was handed in; its name is kept in the database only."""
    return folder(submission_id=submission_id) / "source"


def understood(*, submission_id: str) -> Path:
    """Return the folder of what was understood."""
    return folder(submission_id=submission_id) / "understood"


def upload(*, upload_id: str) -> Path:
    """Return the file of an upload in pieces: what has arrived so far."""
    return home() / "uploads" / upload_id
