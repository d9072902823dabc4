"""Working days of the People's Republic: Monday to Friday, less public holidays, plus the days worked instead (调休).

The State Council's General Office announces both each year, so a table of them has a horizon: what lies beyond is
counted as plain weekdays and said to be unsure.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

SATURDAY = 5
ONE_DAY = timedelta(days=1)
WORDS = {"work": True, "班": True, "上班": True, "rest": False, "休": False, "放假": False}
NO_DATE = Text("日期应写作 2026-10-01", "a date is written 2026-10-01")
NO_KIND = Text("类型应为 rest（休）或 work（班）", "the kind is rest or work")
TWICE = Text("这一天出现了两次", "the day stands there twice")
NOT_DUE = Text("调休上班日应在周末", "a day worked instead lies on a weekend")
GAP = Text("缺少 {year} 年", "the year {year} is missing")
EMPTY = Text("没有任何日期", "there is no date")


class HolidayTableError(ZhanqiaoError):
    """A table of holidays cannot be used; the present one stays."""

    status = 422
    code = "holiday-table-refused"
    sentence = Text(
        zh="节假日表第 {line} 行有误：{zh}。没有导入，原有节假日表不变。",
        en="Line {line} of the holiday table is wrong: {en}. Nothing was imported; the present table stays.",
    )


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not what its weekday says: ``works`` on a weekend, or rests on a weekday."""

    day: date
    works: bool
    name: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The special days by date, known for the years ``first`` to ``last`` (both counted; None: for no year)."""

    special: Mapping[date, SpecialDay] = field(default_factory=lambda: MappingProxyType({}))
    first: int | None = None
    last: int | None = None

    def works(self, day: date, /) -> bool:
        """Say whether a day is a working day."""
        known = self.special.get(day)
        return known.works if known else day.weekday() < SATURDAY

    def knows(self, day: date, /) -> bool:
        """Say whether the day lies in a year that the table covers."""
        return self.first is not None and self.last is not None and self.first <= day.year <= self.last

    def next_working(self, day: date, /) -> date:
        """Return the day itself if it is worked, else the first one after it."""
        while not self.works(day):
            day += ONE_DAY
        return day


def days_after(*, start: date, end: date) -> Iterator[date]:
    """Yield the days after ``start`` up to and including ``end``."""
    day = start + ONE_DAY
    while day <= end:
        yield day
        day += ONE_DAY


def calendar_of(*, days: Iterable[SpecialDay]) -> Calendar:
    """Return the calendar of special days; it covers every year in which one lies."""
    special = {one.day: one for one in days}
    years = [day.year for day in special]
    return Calendar(MappingProxyType(special), min(years, default=None), max(years, default=None))


def read_holidays(*, text: str) -> tuple[SpecialDay, ...]:
    """Read a table ``date,kind,name`` (kind ``rest`` or ``work``, 休 or 班) with or without a header.

    Raises HolidayTableError for a line that is no such row, a day named twice, a weekday worked 'instead', and a missing year.
    """
    days: dict[date, SpecialDay] = {}
    for number, row in enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff"))), start=1):
        if not "".join(row).strip() or (number == 1 and not row[0][:1].isdigit()):
            continue
        one = _day(row, line=number)
        if one.day in days:
            raise _refused(number, TWICE)
        days[one.day] = one
    _require_every_year(days)
    return tuple(days[day] for day in sorted(days))


def _day(row: list[str], *, line: int) -> SpecialDay:
    written, kind, name = (*(cell.strip() for cell in row), "", "")[:3]
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise _refused(line, NO_DATE) from None
    works = WORDS.get(kind.lower())
    if works is None:
        raise _refused(line, NO_KIND)
    if works and day.weekday() < SATURDAY:
        raise _refused(line, NOT_DUE)
    return SpecialDay(day, works, name)


def _require_every_year(days: Mapping[date, SpecialDay]) -> None:
    years = {day.year for day in days}
    if not years:
        raise _refused(1, EMPTY)
    for year in range(min(years), max(years)):
        if year not in years:
            raise _refused(len(days), GAP.filled(year=year))


def _refused(line: int, why: Text) -> HolidayTableError:
    return HolidayTableError(line=line, zh=why.zh, en=why.en)
