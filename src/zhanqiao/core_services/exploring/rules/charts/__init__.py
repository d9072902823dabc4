"""Charts: what an address asks for, what fits which columns, what is suggested, how it is drawn. No Django."""

from __future__ import annotations

from zhanqiao.core_services.exploring.rules.charts.asking import (
    CALLS,
    MOST_DOTS,
    MOST_GROUPS,
    is_worded,
    of_dots,
    of_flows,
    of_groups,
    of_whole,
)
from zhanqiao.core_services.exploring.rules.charts.columns import ChartColumn, Role, role
from zhanqiao.core_services.exploring.rules.charts.drawing import drawn
from zhanqiao.core_services.exploring.rules.charts.figures import (
    Figure,
    label,
    points_of,
    scale_of,
    shown_number,
    with_shares,
)
from zhanqiao.core_services.exploring.rules.charts.fits import (
    ADDING,
    MOST_COLOURS,
    MOST_LINES_OF_HEAT,
    OF_EACH_ROW,
    SORTED,
    WITHOUT_COLOUR,
    WITHOUT_MEASURE,
    crowded,
    misfit,
    needs_of,
    settled,
    units_for,
    unshared,
)
from zhanqiao.core_services.exploring.rules.charts.flows import OTHERS, folded, folding_notes, laid, steps_of
from zhanqiao.core_services.exploring.rules.charts.palette import PALETTE, SEQUENCE
from zhanqiao.core_services.exploring.rules.charts.state import ChartState, chart_state
from zhanqiao.core_services.exploring.rules.charts.suggesting import MOST_SUGGESTIONS, Suggestion, suggestions
from zhanqiao.core_services.exploring.rules.charts.telling import notes_of, sentence_of, source_of
from zhanqiao.core_services.exploring.rules.charts.tiles import day_of_calendar, with_tiles
from zhanqiao.core_services.exploring.rules.charts.words import (
    KINDS,
    MEASURES,
    ORDERS,
    UNITS,
    grouped,
    measured,
    measures_of,
)
from zhanqiao.core_services.exploring.rules.views import TOPS

__all__ = [
    "ADDING",
    "CALLS",
    "KINDS",
    "MEASURES",
    "MOST_COLOURS",
    "MOST_DOTS",
    "MOST_GROUPS",
    "MOST_LINES_OF_HEAT",
    "MOST_SUGGESTIONS",
    "OF_EACH_ROW",
    "ORDERS",
    "OTHERS",
    "PALETTE",
    "SEQUENCE",
    "SORTED",
    "TOPS",
    "UNITS",
    "WITHOUT_COLOUR",
    "WITHOUT_MEASURE",
    "ChartColumn",
    "ChartState",
    "Figure",
    "Role",
    "Suggestion",
    "chart_state",
    "crowded",
    "day_of_calendar",
    "drawn",
    "folded",
    "folding_notes",
    "grouped",
    "is_worded",
    "label",
    "laid",
    "measured",
    "measures_of",
    "misfit",
    "needs_of",
    "notes_of",
    "of_dots",
    "of_flows",
    "of_groups",
    "of_whole",
    "points_of",
    "role",
    "scale_of",
    "sentence_of",
    "settled",
    "shown_number",
    "source_of",
    "steps_of",
    "suggestions",
    "units_for",
    "unshared",
    "with_shares",
    "with_tiles",
]
