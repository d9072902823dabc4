"""Decisions about views of a table's rows: their state, the words of conditions, charts. No Django."""

from __future__ import annotations

from zhanqiao.core_services.exploring.rules import charts, pivots
from zhanqiao.core_services.exploring.rules.operators import OPERATORS, described, is_written_by_form, operators_for
from zhanqiao.core_services.exploring.rules.rows import (
    PAGE_SIZES,
    FilterForm,
    GridState,
    RowsState,
    conditions_of,
    filter_form,
    grid_state,
    quoted,
)
from zhanqiao.core_services.exploring.rules.saved import LONGEST_NAME as LONGEST_VIEW_NAME
from zhanqiao.core_services.exploring.rules.saved import ViewRefusedError

__all__ = [
    "LONGEST_VIEW_NAME",
    "OPERATORS",
    "PAGE_SIZES",
    "FilterForm",
    "GridState",
    "RowsState",
    "ViewRefusedError",
    "charts",
    "conditions_of",
    "described",
    "filter_form",
    "grid_state",
    "is_written_by_form",
    "operators_for",
    "pivots",
    "quoted",
]
