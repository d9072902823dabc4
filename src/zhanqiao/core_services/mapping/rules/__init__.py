"""Decisions about layers of maps: how one is asked for, which styles fit which table, colours and classes. No Django."""

from __future__ import annotations

from zhanqiao.core_services.mapping.rules.layers import CLASSES, CUTS, FULL, NAMES, STYLES, LayerState, layer_state
from zhanqiao.core_services.mapping.rules.styles import (
    AREA_MEASURES,
    CATEGORY_TOKENS,
    MOST_CATEGORIES,
    Legend,
    breaks_of,
    class_legend,
    coded,
    possible_styles,
    usual_state,
)

__all__ = [
    "AREA_MEASURES",
    "CATEGORY_TOKENS",
    "CLASSES",
    "CUTS",
    "FULL",
    "MOST_CATEGORIES",
    "NAMES",
    "STYLES",
    "LayerState",
    "Legend",
    "breaks_of",
    "class_legend",
    "coded",
    "layer_state",
    "possible_styles",
    "usual_state",
]
