"""Questions about maps: a layer with its legend and its tiles, the base map, how a table can be drawn."""

from __future__ import annotations

from zhanqiao.core_services.mapping.queries.base import base_map, bases
from zhanqiao.core_services.mapping.queries.layers import Layer, drawn_layer, kind_of, layer_of
from zhanqiao.core_services.mapping.queries.outlines import Picture, outlines

__all__ = ["Layer", "Picture", "base_map", "bases", "drawn_layer", "kind_of", "layer_of", "outlines"]
