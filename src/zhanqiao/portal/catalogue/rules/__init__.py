"""Decisions of the public pages: what an address means, and how the next one is written. No Django."""

from __future__ import annotations

from zhanqiao.portal.catalogue.rules.cells import body, type_name
from zhanqiao.portal.catalogue.rules.changes import (
    CHANGE_KINDS,
    CHANGES_SIZE,
    ChangesState,
    changes_body,
    changes_state,
)
from zhanqiao.portal.catalogue.rules.formats import FORMATS, Format, file_note
from zhanqiao.portal.catalogue.rules.grid import (
    PAGE_SIZES,
    FilterForm,
    GridState,
    filter_form,
    grid_state,
)
from zhanqiao.portal.catalogue.rules.icons import theme_icon
from zhanqiao.portal.catalogue.rules.listing import FACETS, LAST_PAGE, PAGE_SIZE, SORTS, ListingState, listing_state
from zhanqiao.portal.catalogue.rules.operators import OPERATORS, described, operators_for
from zhanqiao.portal.catalogue.rules.samples import Sample, samples

__all__ = [
    "CHANGES_SIZE",
    "CHANGE_KINDS",
    "FACETS",
    "FORMATS",
    "LAST_PAGE",
    "OPERATORS",
    "PAGE_SIZE",
    "PAGE_SIZES",
    "SORTS",
    "ChangesState",
    "FilterForm",
    "Format",
    "GridState",
    "ListingState",
    "Sample",
    "body",
    "changes_body",
    "changes_state",
    "described",
    "file_note",
    "filter_form",
    "grid_state",
    "listing_state",
    "operators_for",
    "samples",
    "theme_icon",
    "type_name",
]
