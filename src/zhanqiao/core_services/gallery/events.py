"""Facts of the gallery, announced after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

app_moved = Signal()  # event=AppMoved


@dataclass(frozen=True, slots=True)
class AppMoved:
    """A version of a shown app was handed in, accepted, sent back, taken down or withdrawn (``verb``)."""

    app_id: str
    version: int
    verb: str
    by: str
    at: datetime
