"""Decisions about maps: their state in the address."""

from __future__ import annotations

from zhanqiao.portal.map_service.rules.looking import view_of
from zhanqiao.portal.map_service.rules.state import MapState, edited, map_state

__all__ = ["MapState", "edited", "map_state", "view_of"]
