"""Questions about harvesting (sources, runs, errors) and about transfers (nodes, receipts, counters)."""

from __future__ import annotations

from zhanqiao.core_services.exchange.queries.links import LinkAnswer, link_answer, outside_document
from zhanqiao.core_services.exchange.queries.nodes import NodeCard, keys_document, node_cards, node_of_key
from zhanqiao.core_services.exchange.queries.runs import ErrorCard, RunCard, error_cards, last_run, run_card, run_cards
from zhanqiao.core_services.exchange.queries.sources import SourceCard, due_sources, source_card, source_cards
from zhanqiao.core_services.exchange.queries.transfers import (
    Counter,
    TransferCard,
    counters,
    known_transfer,
    proof_document,
    transfer_card,
    transfer_cards,
)

__all__ = [
    "Counter",
    "ErrorCard",
    "LinkAnswer",
    "NodeCard",
    "RunCard",
    "SourceCard",
    "TransferCard",
    "counters",
    "due_sources",
    "error_cards",
    "keys_document",
    "known_transfer",
    "last_run",
    "link_answer",
    "node_cards",
    "node_of_key",
    "outside_document",
    "proof_document",
    "run_card",
    "run_cards",
    "source_card",
    "source_cards",
    "transfer_card",
    "transfer_cards",
]
