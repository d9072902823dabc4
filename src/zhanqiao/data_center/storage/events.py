"""Facts this module announces, after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

release_accepted = Signal()  # event=ReleaseAccepted


@dataclass(frozen=True, slots=True)
class ReleaseAccepted:
    """A release was acknowledged and is what readers of its table now see."""

    table_id: str
    release_id: str
    number: int
    rows: int
    by: str
    at: datetime
