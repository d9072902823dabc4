"""Facts data requests announce, after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

request_moved = Signal()  # event=RequestMoved


@dataclass(frozen=True, slots=True)
class RequestMoved:
    """A request went into a state of its family (``rules.Family``)."""

    family: str
    request_id: str
    state: str
    by: str
    at: datetime
