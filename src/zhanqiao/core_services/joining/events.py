"""Facts joining announces, after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

run_wanted = Signal()  # event=RunWanted
derived_run_ended = Signal()  # event=DerivedRunEnded


@dataclass(frozen=True, slots=True)
class RunWanted:
    """A derived table is to be made again, not before a moment."""

    derived_id: str
    not_before: datetime


@dataclass(frozen=True, slots=True)
class DerivedRunEnded:
    """A run of a derived table ended in a state (``rules.RunState``)."""

    derived_id: str
    run_id: str
    state: str
    by: str
    at: datetime
