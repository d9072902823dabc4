"""Changes to clocks and holidays. Clocks move inside the operation that moves the thing they run for."""

from __future__ import annotations

from zhanqiao.core_services.deadlines.operations.clocks import (
    ClockNotRunningError,
    ExtensionTooLongError,
    end_clock,
    extend_clock,
    hand_clock,
    pause_clock,
    resume_clock,
    start_clock,
)
from zhanqiao.core_services.deadlines.operations.holidays import import_holidays
from zhanqiao.core_services.deadlines.operations.lights import tell_lights

__all__ = [
    "ClockNotRunningError",
    "ExtensionTooLongError",
    "end_clock",
    "extend_clock",
    "hand_clock",
    "import_holidays",
    "pause_clock",
    "resume_clock",
    "start_clock",
    "tell_lights",
]
