"""Working days and solar terms: PyPI chinesecalendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from zhanqiao.demo.files import SourceFile, write_csv, write_workbook
from zhanqiao.demo.sources.packages import SourceMissingError
from zhanqiao.kit.working_days import SpecialDay

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
TERMS_FIRST, TERMS_LAST = date(2000, 1, 1), date(2050, 12, 31)
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def working_days(*, into: Path) -> tuple[SourceFile, ...]:
    """Write every day from 2004 to 2026 with its kind (working day, rest day) as a CSV in GBK."""
    header = ("日期", "星期", "类型", "节假日", "调休")
    rows = list(_days())
    return (SourceFile(write_csv(path=into / "工作日历.csv", header=header, rows=rows, encoding="gbk")),)


def solar_terms(*, into: Path) -> tuple[SourceFile, ...]:
    """Write the dates of the 24 solar terms, 2000 to 2050, as a workbook with real dates."""
    try:
        import chinese_calendar  # an optional extra: the demo loads without it, the dataset is skipped
    except ModuleNotFoundError:
        raise SourceMissingError(what="PyPI chinesecalendar") from None
    terms = chinese_calendar.get_solar_terms(TERMS_FIRST, TERMS_LAST)
    rows = [(day.year, name, day) for day, name in terms]
    sheets = {"节气": (("年份", "节气", "日期"), rows)}
    return (SourceFile(write_workbook(path=into / "二十四节气.xlsx", sheets=sheets)),)


def special_days() -> tuple[SpecialDay, ...]:
    """Return the public holidays and the days worked instead, 2004 to 2026. Raises SourceMissingError."""
    try:
        import chinese_calendar  # an optional extra: the demo loads without it and counts plain weekdays
    except ModuleNotFoundError:
        raise SourceMissingError(what="PyPI chinesecalendar") from None
    named = [(chinese_calendar.holidays, False), (chinese_calendar.workdays, True)]
    found = (SpecialDay(day, works, _chinese(name)) for days, works in named for day, name in days.items())
    return tuple(sorted((one for one in found if FIRST <= one.day <= LAST), key=lambda one: one.day))


def _chinese(name: str) -> str:
    from chinese_calendar import Holiday  # present, its days were just read

    return str(Holiday(name).chinese)


def _days() -> Iterator[tuple[str, str, str, str, str]]:
    try:
        import chinese_calendar  # an optional extra: the demo loads without it, the dataset is skipped
    except ModuleNotFoundError:
        raise SourceMissingError(what="PyPI chinesecalendar") from None
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=offset)
        rest, name = chinese_calendar.get_holiday_detail(day)
        holiday = chinese_calendar.Holiday(name).chinese if name else ""
        moved = "是" if chinese_calendar.is_in_lieu(day) else "否"
        yield day.isoformat(), WEEKDAYS[day.weekday()], "休息日" if rest else "工作日", holiday, moved
