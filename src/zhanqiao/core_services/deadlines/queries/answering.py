"""How offices answer: how many things, how quickly, how many late."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from zhanqiao.core_services.deadlines.models import Clock
from zhanqiao.core_services.deadlines.queries.calendars import calendar
from zhanqiao.core_services.deadlines.queries.clocks import ClockCard, card_of_clock
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.deadlines import Light
from zhanqiao.kit.working_days import days_after


@dataclass(frozen=True, slots=True)
class Answering:
    """The duties of one department (None: of the authority): answered, of these late, open, of these overdue.

    ``median_days`` are working days from receipt to the answer, None where nothing was answered.
    """

    department_id: str | None
    answered: int
    late: int
    open: int
    overdue: int
    median_days: float | None


def answering(*, since: datetime, at: datetime, duties: frozenset[str] = frozenset()) -> tuple[Answering, ...]:
    """Return how each department answered what ended since a day, and what is open; duties of offices only."""
    found = Clock.objects.filter(account__isnull=True).prefetch_related("stops", "extensions")
    if duties:
        found = found.filter(duty__in=duties)
    by_department: dict[str | None, list[ClockCard]] = defaultdict(list)
    for row in found.exclude(ended_at__lt=since):
        by_department[row.department_id].append(card_of_clock(clock=row, at=at))
    return tuple(
        _of_department(key, cards) for key, cards in sorted(by_department.items(), key=lambda one: one[0] or "")
    )


def _of_department(department_id: str | None, cards: list[ClockCard]) -> Answering:
    ended = [card for card in cards if card.ended_at]
    days = [_days(card) for card in ended]
    return Answering(
        department_id=department_id,
        answered=len(ended),
        late=sum(card.light is Light.DONE_LATE for card in ended),
        open=len(cards) - len(ended),
        overdue=sum(card.light is Light.RED for card in cards),
        median_days=median(days) if days else None,
    )


def _days(card: ClockCard) -> int:
    start, end = (
        moment.astimezone(CITY_TIME).date() for moment in (card.received_at, card.ended_at or card.received_at)
    )
    return sum(calendar().works(day) for day in days_after(start=start, end=end))
