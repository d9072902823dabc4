"""Decisions of the public pages: what an address means, and how the next one is written. No Django."""

from __future__ import annotations

from zhanqiao.core_services.exploring.rules import (
    OPERATORS,
    PAGE_SIZES,
    FilterForm,
    GridState,
    RowsState,
    charts,
    conditions_of,
    described,
    filter_form,
    grid_state,
    operators_for,
    pivots,
)
from zhanqiao.core_services.exploring.rules.pivots import PivotState
from zhanqiao.kit.ui.cells import body, shown, type_name
from zhanqiao.kit.ui.changes import CHANGE_KINDS, changes_body
from zhanqiao.portal.catalogue.rules.changes import CHANGES_SIZE, ChangesState, changes_state
from zhanqiao.portal.catalogue.rules.embedding import embed_codes
from zhanqiao.portal.catalogue.rules.formats import FORMATS, Format, file_note
from zhanqiao.portal.catalogue.rules.icons import theme_icon
from zhanqiao.portal.catalogue.rules.listing import FACETS, LAST_PAGE, PAGE_SIZE, SORTS, ListingState, listing_state
from zhanqiao.portal.catalogue.rules.samples import Sample, samples

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN_LIST_NAME = "公共数据开放清单.xlsx"

__all__ = [
    "CHANGES_SIZE",
    "CHANGE_KINDS",
    "FACETS",
    "FORMATS",
    "LAST_PAGE",
    "OPEN_LIST_NAME",
    "OPERATORS",
    "PAGE_SIZE",
    "PAGE_SIZES",
    "SORTS",
    "XLSX",
    "ChangesState",
    "FilterForm",
    "Format",
    "GridState",
    "ListingState",
    "PivotState",
    "RowsState",
    "Sample",
    "body",
    "changes_body",
    "changes_state",
    "charts",
    "conditions_of",
    "described",
    "embed_codes",
    "file_note",
    "filter_form",
    "grid_state",
    "listing_state",
    "operators_for",
    "pivots",
    "samples",
    "shown",
    "theme_icon",
    "type_name",
]
