"""Facts the exchange announces, after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

harvest_ended = Signal()  # event=HarvestEnded


@dataclass(frozen=True, slots=True)
class HarvestEnded:
    """A run ended in ``state`` (``rules.RunState``)."""

    source: str
    run_id: str
    state: str
    by: str
    at: datetime
