"""Facts of consultations, announced after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

consultation_moved = Signal()  # event=ConsultationMoved


@dataclass(frozen=True, slots=True)
class ConsultationMoved:
    """A consultation went into a state (``rules.State``)."""

    consultation_id: str
    state: str
    by: str
    at: datetime
