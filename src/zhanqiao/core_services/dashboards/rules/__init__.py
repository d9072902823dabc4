"""Decisions about dashboards: the open document, what is wrong with one, who sees it, words as HTML. No Django."""

from __future__ import annotations

from zhanqiao.core_services.dashboards.rules.document import (
    CHART_FIELDS,
    FORM,
    KINDS,
    LAYOUTS,
    MAP_FIELDS,
    MOST_FILTERS,
    MOST_ROWS,
    MOST_TILES,
    OPERATORS,
    WIDEST,
    Filter,
    Spec,
    Tile,
)
from zhanqiao.core_services.dashboards.rules.listing import (
    LONGEST_WORDS,
    STEPS,
    VISIBILITIES,
    ListingStepError,
    OwnDashboardError,
    Step,
    Visibility,
    WordsMissingError,
)
from zhanqiao.core_services.dashboards.rules.pictures import LARGEST_PICTURE, PictureRefusedError
from zhanqiao.core_services.dashboards.rules.prose import as_html
from zhanqiao.core_services.dashboards.rules.reader import Fault, SpecRefusedError
from zhanqiao.core_services.dashboards.rules.reading import LARGEST, spec_of, spec_of_text

__all__ = [
    "CHART_FIELDS",
    "FORM",
    "KINDS",
    "LARGEST",
    "LARGEST_PICTURE",
    "LAYOUTS",
    "LONGEST_WORDS",
    "MAP_FIELDS",
    "MOST_FILTERS",
    "MOST_ROWS",
    "MOST_TILES",
    "OPERATORS",
    "STEPS",
    "VISIBILITIES",
    "WIDEST",
    "Fault",
    "Filter",
    "ListingStepError",
    "OwnDashboardError",
    "PictureRefusedError",
    "Spec",
    "SpecRefusedError",
    "Step",
    "Tile",
    "Visibility",
    "WordsMissingError",
    "as_html",
    "spec_of",
    "spec_of_text",
]
