"""Vector tiles of a table at one release: the door through which pages and interfaces ask for maps."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from zhanqiao.data_center.storage.engine import tiles as engine
from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.query import NoPlaceError, Query
from zhanqiao.data_center.storage.engine.query.layout import layout_of
from zhanqiao.data_center.storage.engine.tiles import Address, Clusters, MapFacts, MapNotReadyError, Tile
from zhanqiao.data_center.storage.queries.cards import TableCard

MOST_AT_ONCE = 2_000_000  # rows of a map copy that is made while somebody waits: about 4 s
MOST_LOCKS = 256
_locks: OrderedDict[Path, threading.Lock] = OrderedDict()
_guard = threading.Lock()


def tile(*, card: TableCard, query: Query, z: int, x: int, y: int, clusters: Clusters = Clusters.AUTO) -> Tile:
    """Return the vector tile z/x/y (Web Mercator, rows from the north) of the rows that ``query`` leaves.

    ``query`` comes from ``parsed`` (``select``, ``where``, ``q``, ``bbox``, ``within``, ``intersects``). The tile is the
    same whenever it is asked of this release: keep it under ``tile_key``. Raises TileOutsideError (404), NoPlaceError
    (400), QueryError (400), MapNotReadyError (503), QueryTimeoutError (503), QueryFailedError (422).
    """
    address = Address(z, x, y)
    _require_map(card)
    return engine.draw(serving=card.serving, fields=card.fields, query=query, address=address, clusters=clusters)


def tile_key(
    *, card: TableCard, query: Query, z: int, x: int, y: int, clusters: Clusters = Clusters.AUTO
) -> tuple[str, ...]:
    """Return what names a tile for ever: the release, the question, the address. Raises TileOutsideError (404)."""
    Address(z, x, y)
    return card.release_id, query.key(), f"{z}/{x}/{y}", str(clusters)


def map_facts(*, card: TableCard) -> MapFacts:
    """Return what a map of the table shows: points or shapes, rows with and without a place, extent in degrees.

    Raises NoPlaceError, MapNotReadyError.
    """
    _require_map(card)
    return engine.map_facts(serving=card.serving)


def map_outline(*, card: TableCard) -> MapFacts:
    """Return what a map of the table shows as far as it is known without waiting: before the map copy is made, from the columns.

    Rows without a place are then counted as none, and a geometry column is taken for shapes. Raises NoPlaceError.
    """
    if not has_place(card=card):
        raise NoPlaceError
    if engine.has_map(serving=card.serving):
        return engine.map_facts(serving=card.serving)
    shaped = any(each.type is LogicalType.GEOMETRY for each in card.fields)
    return MapFacts("shapes" if shaped else "points", card.rows, 0, card.bbox, ())


def has_place(*, card: TableCard) -> bool:
    """Say whether the rows of a table stand somewhere: a geometry column, or a longitude and latitude pair."""
    return layout_of(card.fields).place is not None


def _require_map(card: TableCard) -> None:
    """Have the map copy made when it is missing: the worker does it after publication, a reader may be quicker."""
    if not has_place(card=card):
        raise NoPlaceError
    serving = card.serving
    if engine.has_map(serving=serving):
        return
    if card.rows > MOST_AT_ONCE:
        raise MapNotReadyError(rows=card.rows)
    with _lock(serving):  # a map asks for a dozen tiles at once
        engine.build_map(serving=serving, fields=card.fields)


def _lock(path: Path) -> threading.Lock:
    with _guard:
        lock = _locks.setdefault(path, threading.Lock())
        _locks.move_to_end(path)
        while len(_locks) > MOST_LOCKS:
            _locks.popitem(last=False)
        return lock
