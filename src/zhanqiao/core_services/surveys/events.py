"""Facts surveys announce, after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

survey_moved = Signal()  # event=SurveyMoved


@dataclass(frozen=True, slots=True)
class SurveyMoved:
    """A survey went into a state (``rules.State``)."""

    survey_id: str
    state: str
    by: str
    at: datetime
