"""What reviews announce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

change_moved = Signal()


@dataclass(frozen=True, slots=True)
class ChangeMoved:
    """A change went on to another state."""

    change_id: str
    state: str
    by: str
    at: datetime
