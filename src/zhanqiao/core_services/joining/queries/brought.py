"""Where visitors' own files lie, and their tables as long as they do."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import orjson

from zhanqiao.core_services.joining.rules import NothingBroughtError
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Field, TableCard
from zhanqiao.kit.environment import home

FOLDER = "brought"
ABOUT = "about.json"
SERVING = Path("tables") / "one" / "table.duckdb"
TOKEN = re.compile(r"^[A-Za-z0-9_-]{32}$")


def place() -> Path:
    """Return the folder of all visitors' files; it is made when missing."""
    found = home() / FOLDER
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def folder_of(*, token: str) -> Path:
    """Return the folder of one file. Raises NothingBroughtError for what is no token."""
    if not TOKEN.match(token):
        raise NothingBroughtError
    return place() / token


def brought_card(*, token: str, at: datetime) -> TableCard:
    """Return the table of a visitor's file, called as the file is. Raises NothingBroughtError when it is gone."""
    folder = folder_of(token=token)
    try:
        about = orjson.loads((folder / ABOUT).read_bytes())
    except FileNotFoundError:
        raise NothingBroughtError from None
    fields = tuple(Field.from_dict(one) for one in about["fields"])
    return storage.loose_card(serving=folder / SERVING, fields=fields, rows=about["rows"], name=about["name"], at=at)
