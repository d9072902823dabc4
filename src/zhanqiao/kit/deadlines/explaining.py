"""A due date in words: what was counted from when, what was left out, what moved it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from zhanqiao.kit.deadlines.terms import Term, Unit
from zhanqiao.kit.texts import Text
from zhanqiao.kit.working_days import Calendar, days_after

BEGUN = Text("{day}收到，从次日起计算{term_zh}", "Received on {day}; {term_en} are counted from the day after")
STOPPED = Text("{after}起停止计时，{until}恢复{reason_zh}", "Stopped on {after}, going on after {until}{reason_en}")
STANDING = Text("{after}起停止计时，尚未恢复{reason_zh}", "Stopped on {after} and not going on yet{reason_en}")
EXTENDED = Text("经{who}批准延长{term_zh}{reason_zh}", "Extended by {term_en}, approved by {who}{reason_en}")
RESTED = Text("{name}放假 {days} 不计", "{name} holiday, {days}, is not counted")
WORKED = Text("{days} 调休上班，计入", "{days}, worked instead, are counted")
ROLLED = Text("{end}是休息日，顺延到下一个工作日", "{end} is a day of rest, so the next working day counts")
UNSURE = Text(
    "节假日表只到{last}年，此后按平日推算，可能变动",
    "The holiday table ends with {last}; later days are taken as plain weekdays and may change",
)
NO_TABLE = Text(
    "没有节假日表，按平日推算，可能变动", "There is no holiday table; plain weekdays are taken, it may change"
)
DUE = Text("到期日：{last}", "Due on {last}")


def explained(
    *,
    term: Term,
    received_on: date,
    end: date,
    last: date,
    calendar: Calendar,
    stops: Sequence[tuple[date, date | None, str]],
    extensions: Sequence[tuple[Term, str, str]],
) -> tuple[Text, ...]:
    """Return the sentences that lead from the day of receipt to the day it is due."""
    units = {term.unit, *(one[0].unit for one in extensions)}
    return (
        BEGUN.filled(day=received_on, term_zh=term.text.zh, term_en=term.text.en),
        *(_stop(*one) for one in stops),
        *(_extension(*one) for one in extensions),
        *(_special(received_on, end, calendar) if Unit.WORKING_DAYS in units else ()),
        *([ROLLED.filled(end=end)] if end != last else ()),
        *_doubts(last, calendar),
        DUE.filled(last=last),
    )


def _stop(after: date, until: date | None, reason: str) -> Text:
    if until is None:
        return STANDING.filled(after=after, **_because(reason))
    return STOPPED.filled(after=after, until=until, **_because(reason))


def _extension(term: Term, who: str, reason: str) -> Text:
    return EXTENDED.filled(who=who, term_zh=term.text.zh, term_en=term.text.en, **_because(reason))


def _because(reason: str) -> dict[str, str]:
    return {"reason_zh": f"（{reason}）" if reason else "", "reason_en": f" ({reason})" if reason else ""}


def _special(start: date, end: date, calendar: Calendar) -> Iterator[Text]:
    met = [calendar.special[day] for day in days_after(start=start, end=end) if day in calendar.special]
    for name, group in groupby((one for one in met if not one.works), key=lambda one: one.name):
        days = [one.day for one in group]
        yield RESTED.filled(name=name, days=_span(days))
    worked = [one.day for one in met if one.works]
    if worked:
        yield WORKED.filled(days="、".join(day.isoformat() for day in worked))


def _span(days: Sequence[date]) -> str:
    return days[0].isoformat() if len(days) == 1 else f"{days[0]} – {days[-1]}"


def _doubts(last: date, calendar: Calendar) -> Iterator[Text]:
    if not calendar.knows(last):
        yield UNSURE.filled(last=calendar.last) if calendar.last else NO_TABLE
