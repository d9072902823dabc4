"""Short ways to ask the stations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.data_center.storage.stations import FIELDS

from zhanqiao.data_center.storage.engine import query as engine
from zhanqiao.data_center.storage.engine.query import Query, RowsPage


def parsed(**params: str) -> Query:
    return engine.parse_query(fields=FIELDS, params=params)


def page(serving: Path, **params: str) -> RowsPage:
    return engine.rows(serving=serving, fields=FIELDS, query=parsed(**params))


def asked(serving: Path, **params: str) -> list[tuple[Any, ...]]:
    return page(serving, **params).rows


def numbers(serving: Path, **params: str) -> list[str]:
    """The 编号 of the rows of an answer."""
    return [row[0] for row in asked(serving, select="编号", **params)]
