"""Facts of contests, announced after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

contest_moved = Signal()  # event=ContestMoved


@dataclass(frozen=True, slots=True)
class ContestMoved:
    """Something was done in a contest: it was opened, a team registered, a work handed in, a sheet filled in … (``verb``)."""

    contest_id: str
    verb: str
    by: str
    at: datetime
