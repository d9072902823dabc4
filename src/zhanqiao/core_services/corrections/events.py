"""Facts corrections announce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

correction_moved = Signal()  # event=CorrectionMoved


@dataclass(frozen=True, slots=True)
class CorrectionMoved:
    """A correction went into a state (``rules.CorrectionState``)."""

    correction_id: str
    dataset_id: str
    state: str
    at: datetime
