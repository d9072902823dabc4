"""Files of releases in object storage, as whoever backs them up needs them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO

from zhanqiao.data_center.storage.engine.releases import stores
from zhanqiao.data_center.storage.engine.releases.stores import StoredObject
from zhanqiao.data_center.storage.queries.warehouse import warehouse

__all__ = ["StoredObject", "object_at", "opened_object", "stored_objects"]


def stored_objects() -> Iterator[StoredObject]:
    """Yield every file of the lake in object storage, in order of names; nothing where there is none. Raises OSError."""
    return stores.stored_objects(warehouse=warehouse())


def object_at(*, address: str) -> StoredObject | None:
    """Return the file at an address as the Iceberg catalogue writes it, or None. Raises OSError."""
    place = warehouse()
    return stores.stored_object(warehouse=place, name=address.removeprefix(place.address(part="")))


def opened_object(*, name: str) -> AbstractContextManager[BinaryIO]:
    """Open a file of object storage to be read as a stream. Raises FileNotFoundError, OSError."""
    return stores.opened_object(warehouse=warehouse(), name=name)
