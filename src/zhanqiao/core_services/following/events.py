"""What following asks: which tables a subject of another module is about, for one of its subscribers at this moment."""

from __future__ import annotations

from dataclasses import dataclass

from django.dispatch import Signal

subject_asked = Signal()  # event=SubjectAsked; the receiver whose subject it is returns the ids of tables


@dataclass(frozen=True, slots=True)
class SubjectAsked:
    """A subscription to another module's subject is looked at; what its account may not see has no tables."""

    subject: str
    key: str
    account_id: str
