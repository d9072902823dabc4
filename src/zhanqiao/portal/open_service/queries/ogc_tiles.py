"""Tables with a place as tilesets: what they are, and one tile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Query, QueryError, TableCard, Tile
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.queries.ogc import describable, renamed, table_layer
from zhanqiao.portal.open_service.queries.reading import readable
from zhanqiao.portal.open_service.rules.ogc import tilesets as documents
from zhanqiao.portal.open_service.rules.ogc.parameters import MVT_FORMS, TILE, checked
from zhanqiao.portal.open_service.rules.ogc.selecting import drawing_of

DIGITS = 8  # of a row or a column; the deepest level has seven
Json = dict[str, Any]


class AskedTile(NamedTuple):
    """A question for the tile z/x/y, ready to be drawn."""

    table: TableCard
    query: Query
    z: int
    x: int
    y: int


def tilesets(*, name: str, card: AccessCard, root: str) -> Json:
    """Return the tilesets of a collection. Raises NotFoundError, DataNotOpenError, NoMapError."""
    _, table = describable(name=name, card=card)
    return documents.tilesets(root=root, name=table.id, title=table.title.zh)


def tileset(*, name: str, grid: str, card: AccessCard, root: str) -> Json:
    """Return what the tiles of a collection are. Raises as ``tilesets``, NotFoundError for another grid."""
    _, table = describable(name=name, card=card)
    require_grid(grid=grid)
    labels = {each.name: each.label for each in metadata.dictionary(table_id=table.id, as_of=None)}
    return documents.tileset(
        root=root, name=table.id, title=table.title.zh, layer=table_layer(table), labels=labels, bbox=table.bbox
    )


def asked_tile(
    *, name: str, grid: str, level: str, row: str, column: str, card: AccessCard, given: Mapping[str, Sequence[str]]
) -> AskedTile:
    """Return the question for one tile. Raises as ``tileset``, and what the parameters raise."""
    table = readable(table_id=name, card=card, as_of=None)
    layer = table_layer(table)
    require_grid(grid=grid)
    for part in (level, row, column):
        if not (part.isascii() and part.isdigit() and len(part) < DIGITS):
            raise NotFoundError(what=f"{grid}/{level}/{row}/{column}"[:80])
    params = drawing_of(given=checked(given=given, allowed=TILE, forms=MVT_FORMS), layer=layer)
    try:
        query = storage.parsed(card=table, params=params)
    except QueryError as error:
        raise renamed(error) from None
    return AskedTile(table, query, z=int(level), x=int(column), y=int(row))


def tile_key(*, asked: AskedTile) -> tuple[str, ...]:
    """Return what names a tile for ever. Raises TileOutsideError."""
    return storage.tile_key(card=asked.table, query=asked.query, z=asked.z, x=asked.x, y=asked.y)


def tile(*, asked: AskedTile) -> Tile:
    """Draw the tile. Raises what ``storage.tile`` raises."""
    try:
        return storage.tile(card=asked.table, query=asked.query, z=asked.z, x=asked.x, y=asked.y)
    except QueryError as error:
        raise renamed(error) from None


def require_grid(*, grid: str) -> None:
    """Raise NotFoundError for a grid that is not offered."""
    if grid != documents.GRID:
        raise NotFoundError(what=grid[:80])
