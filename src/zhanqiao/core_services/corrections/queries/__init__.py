"""Questions about corrections."""

from __future__ import annotations

from zhanqiao.core_services.corrections.queries.corrections import (
    CorrectionCard,
    StepCard,
    correction_card,
    correction_cards,
    corrections_asked_by,
    corrections_of,
    corrections_of_discrepancies,
    covered_discrepancies,
    may_handle,
)

__all__ = [
    "CorrectionCard",
    "StepCard",
    "correction_card",
    "correction_cards",
    "corrections_asked_by",
    "corrections_of",
    "corrections_of_discrepancies",
    "covered_discrepancies",
    "may_handle",
]
