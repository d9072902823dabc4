"""Pivots: rows and columns that a measure is crossed by, with subtotals and totals. No Django."""

from __future__ import annotations

from zhanqiao.core_services.exploring.rules.pivots.asking import (
    MOST_CELLS,
    WHOLE,
    Axis,
    of_axis,
    of_cells,
    room_of,
    sets_of,
)
from zhanqiao.core_services.exploring.rules.pivots.fits import crowded, misfit, notes_of
from zhanqiao.core_services.exploring.rules.pivots.laying import Line, PivotTable, laid_out, sentence_of
from zhanqiao.core_services.exploring.rules.pivots.state import PivotState, first_pivot, pivot_state, state_of_axis

__all__ = [
    "MOST_CELLS",
    "WHOLE",
    "Axis",
    "Line",
    "PivotState",
    "PivotTable",
    "crowded",
    "first_pivot",
    "laid_out",
    "misfit",
    "notes_of",
    "of_axis",
    "of_cells",
    "pivot_state",
    "room_of",
    "sentence_of",
    "sets_of",
    "state_of_axis",
]
