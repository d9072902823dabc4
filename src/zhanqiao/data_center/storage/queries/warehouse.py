"""Where the releases lie, and how processes learn that what they remember has changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from zhanqiao.data_center.storage.engine.releases import Warehouse
from zhanqiao.data_center.storage.models import CHANGES
from zhanqiao.kit.environment import home, value
from zhanqiao.kit.generation import Remembered, Stamp

CATALOGUE = "iceberg.sqlite3"
MEMORY = Remembered(generation=CHANGES)
Value = TypeVar("Value")


def warehouse() -> Warehouse:
    """Return the place of all releases: the state folder and the Iceberg catalogue's address."""
    url = str(value("DATABASE_URL"))
    uri = url.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)
    store = str(value("LAKE_URL"))
    return Warehouse(root=home(), catalog_uri=uri or f"sqlite:///{home() / CATALOGUE}", store=store)


def generation() -> Stamp:
    """Return what identifies the present state of the data center; one ``stat``, no database query."""
    return CHANGES.stamp()


def remembered(key: Hashable, load: Callable[[], Value], /) -> Value:
    """Return ``load()`` remembered under ``key`` in this process until the data center changes."""
    return MEMORY.get(key, load)
