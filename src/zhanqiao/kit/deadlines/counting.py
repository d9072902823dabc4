"""Counting a term: from the day after receipt, over stops and extensions, to the day it is due.

Sources: Civil Code art 201 (the day on which it begins is not counted), art 202 (months end on the same day), art 203
(a last day that is a holiday moves to the next working day); Administrative Licensing Law art 82 (terms in working days
do not count public holidays), art 45 (time for hearings, inspections and experts is not counted).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhanqiao.kit.deadlines import explaining
from zhanqiao.kit.deadlines.terms import Term, Unit, months_later
from zhanqiao.kit.texts import Text
from zhanqiao.kit.working_days import Calendar, days_after

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stop:
    """A time that is not counted: the days after ``after`` up to and including ``until`` (None: it goes on)."""

    after: date
    until: date | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, by a decision of ``approved_by``."""

    term: Term
    approved_by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DueDate:
    """The day something is due, and how it came about.

    ``sure`` is False where the holiday table does not reach; ``stopped`` says that the clock stands, and ``on`` is then
    the day if it went on today. ``share`` is how much of the whole time is used, 0 and up.
    """

    on: date
    sure: bool
    stopped: bool
    share: float
    left: int
    explanation: tuple[Text, ...]


def due_date(
    *,
    term: Term,
    received_on: date,
    calendar: Calendar,
    stops: Sequence[Stop] = (),
    extensions: Sequence[Extension] = (),
    today: date,
) -> DueDate:
    """Return when ``term`` ends that began with receipt on a day.

    A term in days or months whose last day is a holiday ends on the next working day. Working days left (``left``) are
    negative once it is past.
    """
    closed = [Stop(one.after, one.until or max(today, one.after), one.reason) for one in stops]
    end = received_on
    for piece in (term, *(one.term for one in extensions)):
        end = _counted(piece, start=end, calendar=calendar, stops=closed)
    last = calendar.next_working(end)
    return DueDate(
        on=last,
        sure=calendar.knows(last),
        stopped=any(one.until is None for one in stops),
        share=_share(received_on, last, today, calendar=calendar, stops=closed),
        left=_left(last, today, calendar=calendar),
        explanation=explaining.explained(
            term=term,
            received_on=received_on,
            end=end,
            last=last,
            calendar=calendar,
            stops=[(one.after, one.until, one.reason) for one in stops],
            extensions=[(one.term, one.approved_by, one.reason) for one in extensions],
        ),
    )


def _counted(term: Term, *, start: date, calendar: Calendar, stops: Sequence[Stop]) -> date:
    if term.unit is Unit.MONTHS:
        return _months(term, start=start, stops=stops)
    days = _days_that_count(start, working=term.unit is Unit.WORKING_DAYS, calendar=calendar, stops=stops)
    return next(day for number, day in enumerate(days, start=1) if number == term.amount)


def _months(term: Term, *, start: date, stops: Sequence[Stop]) -> date:
    whole = months_later(day=start, months=term.amount)
    end, moved = whole, -1
    while (stopped := sum(_is_stopped(day, stops) for day in days_after(start=start, end=end))) != moved:
        end, moved = whole + timedelta(days=stopped), stopped
    return end


def _days_that_count(start: date, *, working: bool, calendar: Calendar, stops: Sequence[Stop]) -> Iterator[date]:
    day = start
    while True:
        day += ONE_DAY
        if not _is_stopped(day, stops) and (calendar.works(day) or not working):
            yield day


def _is_stopped(day: date, stops: Sequence[Stop]) -> bool:
    return any(one.after < day <= (one.until or day) for one in stops)


def _share(received_on: date, last: date, today: date, *, calendar: Calendar, stops: Sequence[Stop]) -> float:
    def counted(end: date) -> int:
        return sum(
            calendar.works(day) and not _is_stopped(day, stops) for day in days_after(start=received_on, end=end)
        )

    whole = counted(last)
    return counted(today) / whole if whole else 1.0


def _left(last: date, today: date, *, calendar: Calendar) -> int:
    if today <= last:
        return sum(calendar.works(day) for day in days_after(start=today, end=last))
    return -sum(calendar.works(day) for day in days_after(start=last, end=today))
