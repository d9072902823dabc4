"""Decisions about dashboards: the open document, what is wrong with one, who sees it, words as HTML. No Django."""

from __future__ import annotations

from zhanqiao.core_services.dashboards.rules import paper
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
from zhanqiao.core_services.dashboards.rules.prose import as_html
from zhanqiao.core_services.dashboards.rules.reader import Fault, SpecRefusedError
from zhanqiao.core_services.dashboards.rules.reading import LARGEST, spec_of, spec_of_text
from zhanqiao.core_services.dashboards.rules.reports import REPORT_RHYTHMS, ReportRhythm, TooManyReportsError

__all__ = [
    "CHART_FIELDS",
    "FORM",
    "KINDS",
    "LARGEST",
    "LAYOUTS",
    "LONGEST_WORDS",
    "MAP_FIELDS",
    "MOST_FILTERS",
    "MOST_ROWS",
    "MOST_TILES",
    "OPERATORS",
    "REPORT_RHYTHMS",
    "STEPS",
    "VISIBILITIES",
    "WIDEST",
    "Fault",
    "Filter",
    "ListingStepError",
    "OwnDashboardError",
    "ReportRhythm",
    "Spec",
    "SpecRefusedError",
    "Step",
    "Tile",
    "TooManyReportsError",
    "Visibility",
    "WordsMissingError",
    "as_html",
    "paper",
    "spec_of",
    "spec_of_text",
]
