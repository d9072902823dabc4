"""Facts this module announces, after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

comparison_ran = Signal()  # event=ComparisonRan
discrepancy_moved = Signal()  # event=DiscrepancyMoved
preview_wanted = Signal()  # event=PreviewWanted
run_wanted = Signal()  # event=RunWanted


@dataclass(frozen=True, slots=True)
class ComparisonRan:
    """A comparison was run and its discrepancies are up to date."""

    key: str
    run_id: str
    discrepancies: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DiscrepancyMoved:
    """A discrepancy went into a state (``rules.DiscrepancyState``)."""

    discrepancy_id: str
    state: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PreviewWanted:
    """A comparison in the making is to be tried by a background worker."""

    draft_id: str


@dataclass(frozen=True, slots=True)
class RunWanted:
    """A comparison waits for a background worker."""

    key: str
    by: str
