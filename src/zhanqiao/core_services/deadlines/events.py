"""Facts deadlines announce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.dispatch import Signal

light_turned = Signal()  # event=LightTurned


@dataclass(frozen=True, slots=True)
class LightTurned:
    """The light of a clock turned yellow or red."""

    clock_id: str
    duty: str
    object_type: str
    object_id: str
    light: str
    due_on: date
    at: datetime
