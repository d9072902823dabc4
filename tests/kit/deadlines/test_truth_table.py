"""Deadlines over the real holidays of 2025 and 2026, each counted by hand on a wall calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhanqiao.kit.deadlines import DueDate, Extension, Light, LightRule, Stop, due_date, light, term_of
from zhanqiao.kit.texts import Text
from zhanqiao.kit.working_days import HolidayTableError, calendar_of, read_holidays

CALENDAR = calendar_of(days=read_holidays(text=(Path(__file__).parent / "holidays.csv").read_text(encoding="utf-8")))


def day(text: str) -> date:
    return date.fromisoformat(text)


def due(received: str, term: str, *, stops: tuple[Stop, ...] = (), more: str = "", today: str = "") -> DueDate:
    extensions = (Extension(term_of(text=more), "王主任"),) if more else ()
    return due_date(
        term=term_of(text=term),
        received_on=day(received),
        calendar=CALENDAR,
        stops=stops,
        extensions=extensions,
        today=day(today or received),
    )


BY_HAND = [
    ("a week without anything", "2026-06-01", "5 WD", "2026-06-08"),
    ("receipt on a Sunday", "2026-06-07", "5 WD", "2026-06-12"),
    ("receipt on a Saturday", "2026-06-06", "1 WD", "2026-06-08"),
    ("the Saturday before the Spring Festival is worked", "2026-02-13", "10 WD", "2026-03-05"),
    ("20 working days over the Spring Festival", "2026-02-02", "20 WD", "2026-03-06"),
    ("receipt within the Spring Festival", "2026-02-22", "1 WD", "2026-02-24"),
    ("the Spring Festival of 2025", "2025-01-24", "5 WD", "2025-02-07"),
    ("over the National Day", "2026-09-28", "5 WD", "2026-10-10"),
    ("20 working days over Mid-Autumn and National Day", "2026-09-18", "20 WD", "2026-10-22"),
    ("the long National Day of 2025", "2025-09-25", "10 WD", "2025-10-15"),
    ("over New Year", "2025-12-31", "3 WD", "2026-01-06"),
    ("over Labour Day", "2026-04-30", "2 WD", "2026-05-07"),
    ("calendar days end within the holiday and roll on", "2026-09-18", "15 D", "2026-10-08"),
    ("calendar days end on a Sunday and roll on", "2026-06-01", "13 D", "2026-06-15"),
    ("calendar days end on a Saturday that is worked", "2026-02-13", "15 D", "2026-02-28"),
    ("a month ends within the Spring Festival", "2026-01-16", "1 M", "2026-02-24"),
    ("a month that is shorter", "2026-01-31", "1 M", "2026-02-28"),
    ("three months into a shorter one", "2025-11-30", "3 M", "2026-02-28"),
    ("a year in months", "2025-06-08", "12 M", "2026-06-08"),
]


@pytest.mark.parametrize(("received", "term", "on"), [row[1:] for row in BY_HAND], ids=[row[0] for row in BY_HAND])
def test_a_due_date_is_the_one_counted_by_hand(received: str, term: str, on: str) -> None:
    assert (due(received, term).on, due(received, term).sure) == (day(on), True)


def test_a_stop_in_the_middle_is_not_counted() -> None:
    stop = Stop(after=day("2026-06-03"), until=day("2026-06-11"), reason="补正材料")
    assert due("2026-06-01", "10 WD", stops=(stop,)).on == day("2026-06-24")


def test_a_stop_that_covers_the_national_day_is_counted_once() -> None:
    stop = Stop(after=day("2026-09-23"), until=day("2026-10-08"))
    assert due("2026-09-21", "5 WD", stops=(stop,)).on == day("2026-10-12")


def test_a_stop_moves_months_by_its_days() -> None:
    stop = Stop(after=day("2026-03-10"), until=day("2026-03-20"))
    assert due("2026-03-02", "1 M", stops=(stop,)).on == day("2026-04-13")  # 2 April + 10 days = 12 April, a Sunday


def test_an_open_stop_moves_the_due_date_day_by_day() -> None:
    stop = Stop(after=day("2026-06-03"), until=None)
    found = [due("2026-06-01", "5 WD", stops=(stop,), today=today) for today in ("2026-06-03", "2026-06-10")]
    assert [(one.on, one.stopped) for one in found] == [(day("2026-06-08"), True), (day("2026-06-15"), True)]


def test_an_extension_goes_on_from_the_end() -> None:
    assert due("2026-09-01", "10 WD", more="10 WD").on == day("2026-09-29")


def test_a_due_date_beyond_the_table_is_flagged() -> None:
    found = due("2026-12-25", "10 WD")
    assert (found.on, found.sure) == (day("2027-01-08"), False)
    assert (
        Text(
            "节假日表只到2026年，此后按平日推算，可能变动",
            "The holiday table ends with 2026; later days are taken as plain weekdays and may change",
        )
        in found.explanation
    )


def test_a_due_date_explains_itself() -> None:
    stop = Stop(after=day("2026-09-21"), until=day("2026-09-22"), reason="补正材料")
    found = due("2026-09-18", "5 WD", stops=(stop,), more="5 WD")
    assert [text.zh for text in found.explanation] == [
        "2026-09-18收到，从次日起计算5个工作日",
        "2026-09-21起停止计时，2026-09-22恢复（补正材料）",
        "经王主任批准延长5个工作日",
        "中秋节放假 2026-09-25 – 2026-09-27 不计",
        "国庆节放假 2026-10-01 – 2026-10-07 不计",
        "2026-09-20、2026-10-10 调休上班，计入",
        "到期日：2026-10-10",
    ]
    assert found.explanation[0].en == "Received on 2026-09-18; 5 working days are counted from the day after"


LIGHTS = [
    ("2026-06-05", None, Light.GREEN),
    ("2026-06-12", None, Light.YELLOW),
    ("2026-06-15", None, Light.YELLOW),
    ("2026-06-16", None, Light.RED),
    ("2026-06-20", "2026-06-15", Light.DONE),
    ("2026-06-20", "2026-06-16", Light.DONE_LATE),
]


@pytest.mark.parametrize(("today", "ended", "expected"), LIGHTS)
def test_the_light_turns_with_the_days(today: str, ended: str | None, expected: Light) -> None:
    found = due("2026-06-01", "10 WD", today=today)
    assert light(due=found, today=day(today), rule=LightRule(), ended_on=day(ended) if ended else None) is expected


def test_the_light_stands_while_the_clock_is_stopped() -> None:
    found = due("2026-06-01", "5 WD", stops=(Stop(day("2026-06-02"), None),), today="2026-07-01")
    assert light(due=found, today=day("2026-07-01"), rule=LightRule()) is Light.STOPPED


WRONG = [
    ("date,kind\n2026-13-01,rest\n", 2),
    ("2026-10-01,maybe\n", 1),
    ("2026-10-01,rest\n2026-10-01,rest\n", 2),
    ("2026-10-05,work\n", 1),
    ("2024-10-01,rest\n2026-10-01,rest\n", 2),
    ("date,kind,name\n", 1),
]


@pytest.mark.parametrize(("text", "line"), WRONG)
def test_a_wrong_table_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(HolidayTableError) as refused:
        read_holidays(text=text)
    assert refused.value.facts["line"] == line
