"""Decisions about maps: their state in the address, which styles fit which table, colours and classes."""

from __future__ import annotations

from zhanqiao.portal.map_service.rules.state import (
    CLASSES,
    CUTS,
    STYLES,
    LayerState,
    MapState,
    edited,
    map_state,
)
from zhanqiao.portal.map_service.rules.styles import (
    AREA_MEASURES,
    MOST_CATEGORIES,
    Legend,
    breaks_of,
    class_legend,
    possible_styles,
    usual_state,
)

__all__ = [
    "AREA_MEASURES",
    "CLASSES",
    "CUTS",
    "MOST_CATEGORIES",
    "STYLES",
    "LayerState",
    "Legend",
    "MapState",
    "breaks_of",
    "class_legend",
    "edited",
    "map_state",
    "possible_styles",
    "usual_state",
]
