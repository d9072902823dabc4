"""The light of a deadline: green, yellow, red, or standing still.

The shares and days are settings: cities' supervision rules differ (a reminder one working day before; yellow at 90 % of
the promised time; red when it is past).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zhanqiao.kit.deadlines.counting import DueDate
from zhanqiao.kit.texts import Text


class Light(StrEnum):
    """How near the due date is."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    STOPPED = "stopped"
    DONE = "done"
    DONE_LATE = "done_late"


NAMES = {
    Light.GREEN: Text("正常", "In time"),
    Light.YELLOW: Text("即将到期", "Nearly due"),
    Light.RED: Text("已超期", "Overdue"),
    Light.STOPPED: Text("停止计时", "Clock stopped"),
    Light.DONE: Text("按期办结", "Done in time"),
    Light.DONE_LATE: Text("超期办结", "Done late"),
}


@dataclass(frozen=True, slots=True)
class LightRule:
    """From which share of the time on, or how many working days before the end, it turns yellow."""

    yellow_share: float = 0.9
    yellow_days: int = 1


def light(*, due: DueDate, today: date, rule: LightRule, ended_on: date | None = None) -> Light:
    """Return the light on a day; of what has ended, whether it ended in time."""
    if ended_on is not None:
        return Light.DONE if ended_on <= due.on else Light.DONE_LATE
    if due.stopped:
        return Light.STOPPED
    if today > due.on:
        return Light.RED
    return Light.YELLOW if due.share >= rule.yellow_share or due.left <= rule.yellow_days else Light.GREEN
