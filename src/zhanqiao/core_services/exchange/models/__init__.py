"""The tables of the exchange: harvesting, and transfers of department nodes."""

from __future__ import annotations

from zhanqiao.core_services.exchange.models.harvests import (
    HarvestedRecord,
    HarvestError,
    HarvestRun,
    HarvestRunState,
    HarvestSource,
)
from zhanqiao.core_services.exchange.models.transfers import ExchangeNode, NodeKey, SealedBatch, SeenNonce, Transfer

__all__ = [
    "ExchangeNode",
    "HarvestError",
    "HarvestRun",
    "HarvestRunState",
    "HarvestSource",
    "HarvestedRecord",
    "NodeKey",
    "SealedBatch",
    "SeenNonce",
    "Transfer",
]
