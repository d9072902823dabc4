"""Questions about comparisons, their runs and discrepancies. Everything a page shows takes the asker's access card."""

from __future__ import annotations

from zhanqiao.core_services.analysis.queries.cells import (
    SourceCell,
    discrepancies_of_cell,
    source_cell,
    states_of,
    tables_of,
)
from zhanqiao.core_services.analysis.queries.comparisons import (
    ComparisonCard,
    RunCard,
    comparison_card,
    comparison_cards,
    comparisons_on_release,
    resource_of,
    run_cards,
)
from zhanqiao.core_services.analysis.queries.discrepancies import (
    DiscrepancyCard,
    DiscrepancyPage,
    StepCard,
    discrepancies,
    discrepancy_card,
    discrepancy_cards,
    may,
)
from zhanqiao.core_services.analysis.queries.drafts import (
    ComparisonDraftCard,
    Example,
    comparison_draft,
    comparison_drafts,
    definition_kept,
    said_of_comparison,
)

__all__ = [
    "ComparisonCard",
    "ComparisonDraftCard",
    "DiscrepancyCard",
    "DiscrepancyPage",
    "Example",
    "RunCard",
    "SourceCell",
    "StepCard",
    "comparison_card",
    "comparison_cards",
    "comparison_draft",
    "comparison_drafts",
    "comparisons_on_release",
    "definition_kept",
    "discrepancies",
    "discrepancies_of_cell",
    "discrepancy_card",
    "discrepancy_cards",
    "may",
    "resource_of",
    "run_cards",
    "said_of_comparison",
    "source_cell",
    "states_of",
    "tables_of",
]
