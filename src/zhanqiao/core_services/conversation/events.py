"""Facts of conversation, announced after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

remark_moved = Signal()  # event=RemarkMoved


@dataclass(frozen=True, slots=True)
class RemarkMoved:
    """A remark was sent, shown, answered, reported or removed (``verb``)."""

    remark_id: str
    verb: str
    by: str
    at: datetime
