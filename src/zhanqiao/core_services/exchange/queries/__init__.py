"""Questions about harvesting: sources, runs, errors."""

from __future__ import annotations

from zhanqiao.core_services.exchange.queries.runs import ErrorCard, RunCard, error_cards, last_run, run_card, run_cards
from zhanqiao.core_services.exchange.queries.sources import SourceCard, due_sources, source_card, source_cards

__all__ = [
    "ErrorCard",
    "RunCard",
    "SourceCard",
    "due_sources",
    "error_cards",
    "last_run",
    "run_card",
    "run_cards",
    "source_card",
    "source_cards",
]
