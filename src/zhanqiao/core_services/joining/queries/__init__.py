"""Questions about joins: what goes with a table, how a plan works, visitors' own files."""

from __future__ import annotations

from zhanqiao.core_services.joining.queries.brought import brought_card
from zhanqiao.core_services.joining.queries.derived import (
    DerivedCard,
    MadeFrom,
    RunCard,
    VersionCard,
    derived_card,
    derived_cards,
    last_runs,
    made_from,
    run_card,
    run_cards,
    version_cards,
)
from zhanqiao.core_services.joining.queries.keeping import Origin, areas_of, origins_of, with_area_columns
from zhanqiao.core_services.joining.queries.previewing import FIRST_ROWS, Group, Preview, preview, typed_join
from zhanqiao.core_services.joining.queries.suggesting import AREAS, POINTS, Suggestion, shape_of, suggestions

__all__ = [
    "AREAS",
    "FIRST_ROWS",
    "POINTS",
    "DerivedCard",
    "Group",
    "MadeFrom",
    "Origin",
    "Preview",
    "RunCard",
    "Suggestion",
    "VersionCard",
    "areas_of",
    "brought_card",
    "derived_card",
    "derived_cards",
    "last_runs",
    "made_from",
    "origins_of",
    "preview",
    "run_card",
    "run_cards",
    "shape_of",
    "suggestions",
    "typed_join",
    "version_cards",
    "with_area_columns",
]
