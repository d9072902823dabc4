"""Vector tiles (Mapbox Vector Tile 2.1) of tables that have a place, drawn from the map copy of a release.

The map copy lies beside the serving copy: the same rows sorted along a curve through the Web-Mercator square, so that a
tile is one range of them. It is made from the serving copy and can be removed at any time. What does not fit into a tile
is counted by cells or drawn by sample, and the tile says so.
"""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.tiles.building import build_map
from zhanqiao.data_center.storage.engine.tiles.drawing import Tile, draw
from zhanqiao.data_center.storage.engine.tiles.errors import MapNotReadyError, TileOutsideError
from zhanqiao.data_center.storage.engine.tiles.grid import MAX_ZOOM, Address
from zhanqiao.data_center.storage.engine.tiles.opening import MapFacts, has_map, map_facts, map_path
from zhanqiao.data_center.storage.engine.tiles.points import Clusters

__all__ = [
    "MAX_ZOOM",
    "Address",
    "Clusters",
    "MapFacts",
    "MapNotReadyError",
    "Tile",
    "TileOutsideError",
    "build_map",
    "draw",
    "has_map",
    "map_facts",
    "map_path",
]
