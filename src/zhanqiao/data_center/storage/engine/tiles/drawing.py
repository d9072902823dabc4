"""Draws one tile from the map copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from zhanqiao.data_center.storage.engine.duck import export_instance, limited
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.query.compiling import Compiler
from zhanqiao.data_center.storage.engine.query.errors import NoPlaceError, QueryError
from zhanqiao.data_center.storage.engine.query.layout import layout_of
from zhanqiao.data_center.storage.engine.query.model import Query
from zhanqiao.data_center.storage.engine.query.regions import check_regions
from zhanqiao.data_center.storage.engine.query.running import fetched
from zhanqiao.data_center.storage.engine.tiles.grid import EXTENT, Address
from zhanqiao.data_center.storage.engine.tiles.limits import Limit, limits_layer
from zhanqiao.data_center.storage.engine.tiles.opening import POINTS, map_facts, map_path
from zhanqiao.data_center.storage.engine.tiles.points import Clusters, Points
from zhanqiao.data_center.storage.engine.tiles.shapes import draw_shapes
from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: its bytes (none when it is empty), how many features its layer ``data`` has, which limits it reached."""

    content: bytes
    release_id: str
    features: int
    limits: tuple[Limit, ...]


def draw(
    *,
    serving: Path,
    fields: Sequence[Field],
    query: Query,
    address: Address,
    clusters: Clusters = Clusters.AUTO,
    seconds: float | None = None,
) -> Tile:
    """Return a tile of the rows that ``query`` leaves, with what it selects as properties.

    The layer is ``data``; a feature's id is the number of its row in the release, from 0. Cells have the property
    ``point_count``. Raises FileNotFoundError without a map copy, NoPlaceError, QueryError for what would not tile
    (groups, ``top``, ``sample``, order, limits), QueryTimeoutError, QueryFailedError.
    """
    layout = layout_of(fields)
    if layout.place is None:
        raise NoPlaceError
    _require_plain(query)
    facts, path = map_facts(serving=serving), map_path(serving=serving)
    instance = export_instance(path, spatial=True)
    cursor = instance.cursor()
    with instance.using(path) as table, limited(cursor, seconds=seconds):
        check_regions(regions=query.areas, cursor=cursor)
        compiler, fetch = Compiler(query=query, layout=layout, relation=table.relation), partial(fetched, cursor)
        if facts.kind == POINTS:
            drawn = Points(compiler, address, clusters).draw(fetch)
        else:
            drawn = draw_shapes(compiler=compiler, address=address, fetch=fetch)
        release_id = table.release_id
    content = drawn.content + limits_layer(limits=drawn.limits, extent=EXTENT)
    return Tile(content, release_id, drawn.features, drawn.limits)


def _require_plain(query: Query) -> None:
    refused = {
        "group_by": query.aggregated,
        "top": query.top is not None,
        "sample": query.sample is not None,
        "order_by": bool(query.order_by),
        "limit": query.limit is not None or bool(query.offset) or query.after is not None,
    }
    for parameter, asked in refused.items():
        if asked:
            raise QueryError(parameter=parameter, reason=_NOT_TILED)


_NOT_TILED = Text(
    zh="瓦片只按条件筛选行；不能分组、排序、抽样或限制行数。",
    en="tiles filter rows only; they do not group, order, sample or limit them.",
)
