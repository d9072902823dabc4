"""Facts publishing announces, after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

submission_moved = Signal()  # event=SubmissionMoved
work_wanted = Signal()  # event=WorkWanted


@dataclass(frozen=True, slots=True)
class SubmissionMoved:
    """A submission went into a state (``rules.SubmissionStep``)."""

    submission_id: str
    state: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WorkWanted:
    """A submission waits for a background worker; its state says for what."""

    submission_id: str
    state: str
