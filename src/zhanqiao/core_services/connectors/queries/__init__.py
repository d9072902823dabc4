"""Questions about connectors: what they are, how their runs went, what waits in quarantine."""

from __future__ import annotations

from zhanqiao.core_services.connectors.queries.connectors import (
    ConnectorCard,
    connector_card,
    connector_cards,
    due_connectors,
)
from zhanqiao.core_services.connectors.queries.drafts import DraftCard, draft_card, drafts_of, manner_of
from zhanqiao.core_services.connectors.queries.runs import (
    FaultyFile,
    QuarantineCard,
    RunCard,
    faulty_files,
    is_in_quarantine,
    last_run,
    last_runs,
    quarantine,
    run_card,
    run_cards,
    waiting_runs,
)

__all__ = [
    "ConnectorCard",
    "DraftCard",
    "FaultyFile",
    "QuarantineCard",
    "RunCard",
    "connector_card",
    "connector_cards",
    "draft_card",
    "drafts_of",
    "due_connectors",
    "faulty_files",
    "is_in_quarantine",
    "last_run",
    "last_runs",
    "manner_of",
    "quarantine",
    "run_card",
    "run_cards",
    "waiting_runs",
]
