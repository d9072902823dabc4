"""Clocks as pages read them: when due and why, which light, since when they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from zhanqiao.core_services.deadlines.models import Clock
from zhanqiao.core_services.deadlines.queries.calendars import calendar, light_rule
from zhanqiao.core_services.deadlines.rules import DUTIES, Duty
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.deadlines import NAMES, DueDate, Extension, Light, Stop, Term, Unit, due_date, light
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard

NOBODY = Q(pk__in=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCard:
    """A clock on a day: the duty, who holds it, when it is due and why, its light."""

    id: str
    duty: Duty
    object_type: str
    object_id: str
    title: Text
    url: str
    role: str
    department_id: str | None
    account_id: str | None
    received_at: datetime
    ended_at: datetime | None
    outcome: str
    due: DueDate
    light: Light

    @property
    def light_name(self) -> Text:
        """Return the light in words."""
        return NAMES[self.light]

    @property
    def explanation(self) -> tuple[Text, ...]:
        """Return the rule it comes from and how the due date came about."""
        source = self.duty.source
        return (Text(f"依据：{source.zh}", f"By: {source.en}"), *self.due.explanation)


def clocks_of(*, object_type: str, object_id: str, at: datetime) -> tuple[ClockCard, ...]:
    """Return all clocks of one thing, also ended ones, oldest first."""
    return _cards(Clock.objects.filter(object_type=object_type, object_id=object_id), at=at)


def waiting_for(*, card: AccessCard, at: datetime) -> tuple[ClockCard, ...]:
    """Return what waits for whoever holds the card, the most urgent first: the inbox."""
    mine = Q(account=card.account_id) if card.account_id else NOBODY
    for role, department in card.roles:
        mine |= Q(role=role.value, department=department)
    return _urgent_first(_cards(Clock.objects.filter(mine, ended_at__isnull=True), at=at))


def open_clocks(*, at: datetime) -> tuple[ClockCard, ...]:
    """Return every clock that runs or stands, the most urgent first."""
    return _urgent_first(_cards(Clock.objects.filter(ended_at__isnull=True), at=at))


def card_of_clock(*, clock: Clock, at: datetime) -> ClockCard:
    """Return the card of one row."""
    today = _day(at)
    ended = _day(clock.ended_at) if clock.ended_at else None
    due = _due(clock, today=ended or today)
    return ClockCard(
        id=clock.id,
        duty=DUTIES[clock.duty],
        object_type=clock.object_type,
        object_id=clock.object_id,
        title=Text(clock.title_zh, clock.title_en),
        url=clock.url,
        role=clock.role,
        department_id=clock.department_id,
        account_id=clock.account_id,
        received_at=clock.received_at,
        ended_at=clock.ended_at,
        outcome=clock.outcome,
        due=due,
        light=light(due=due, today=today, rule=light_rule(), ended_on=ended),
    )


def _due(clock: Clock, *, today: date) -> DueDate:
    stops = [
        Stop(_day(row.stopped_at), _day(row.resumed_at) if row.resumed_at else None, row.reason)
        for row in clock.stops.all()
    ]
    extensions = [
        Extension(Term(row.amount, Unit(row.unit)), row.approver, row.reason) for row in clock.extensions.all()
    ]
    return due_date(
        term=Term(clock.amount, Unit(clock.unit)),
        received_on=_day(clock.received_at),
        calendar=calendar(),
        stops=stops,
        extensions=extensions,
        today=today,
    )


def _cards(found: QuerySet[Clock], *, at: datetime) -> tuple[ClockCard, ...]:
    return tuple(card_of_clock(clock=row, at=at) for row in found.prefetch_related("stops", "extensions"))


def _urgent_first(cards: Iterable[ClockCard]) -> tuple[ClockCard, ...]:
    return tuple(sorted(cards, key=lambda one: (one.light is Light.STOPPED, one.due.on, one.received_at)))


def _day(at: datetime) -> date:
    return at.astimezone(CITY_TIME).date()
