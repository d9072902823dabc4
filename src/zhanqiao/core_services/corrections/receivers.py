"""Hears of discrepancies that were found, settled or are gone, and keeps the corrections of their cells in step."""

from __future__ import annotations

from zhanqiao.core_services.analysis.events import (
    ComparisonRan,
    DiscrepancyMoved,
    comparison_ran,
    discrepancy_moved,
)
from zhanqiao.core_services.analysis.rules import DiscrepancyState
from zhanqiao.core_services.corrections.operations import relate, withdraw_moot

ENDS = frozenset({DiscrepancyState.CLOSED, DiscrepancyState.REJECTED, DiscrepancyState.CORRECTED})


def connect() -> None:
    """Listen; called once when Django has loaded the apps."""
    comparison_ran.connect(_ran, dispatch_uid="corrections.ran")
    discrepancy_moved.connect(_moved, dispatch_uid="corrections.moved")


def _ran(*, event: ComparisonRan, **_: object) -> None:
    relate(comparison_key=event.key, by=event.by, at=event.at)
    withdraw_moot(at=event.at)


def _moved(*, event: DiscrepancyMoved, **_: object) -> None:
    if event.state in ENDS:
        withdraw_moot(at=event.at)
