"""The first charts of a table follow its columns."""

from __future__ import annotations

import pytest
from tests.core_services.exploring.charts.grounds import COLUMNS, MOMENT, ROWS

from zhanqiao.core_services.exploring.rules import GridState
from zhanqiao.core_services.exploring.rules.charts import (
    MOST_SUGGESTIONS,
    ChartColumn,
    ChartState,
    Suggestion,
    misfit,
    settled,
    suggestions,
)

AIR = (MOMENT, ChartColumn("站点", "text", None, 3), ChartColumn("AQI", "integer", None, 300, 0, 10, 400))
PARKS = (
    ChartColumn("名称", "text", None, 5),
    ChartColumn("区市", "text", None, 4),
    ChartColumn("面积", "decimal", None, 5, 0, 140.5, 7500),
    ChartColumn("经度", "decimal", "longitude", 5),
)


def asked(*columns: ChartColumn, rows: int = ROWS) -> list[tuple[str, ...]]:
    found = suggestions(columns=columns, rows=rows)
    return [tuple(part for part in (one.kind, one.x, one.unit, one.y, one.of, one.colour) if part) for one in found]


def test_hours_of_stations_are_seen_over_time_first() -> None:
    assert asked(*AIR, rows=105_192) == [
        ("line", "时间", "month", "avg", "AQI"),
        ("bar", "时间", "year", "count"),
        ("bar", "站点", "count"),
        ("histogram", "AQI", "bins", "count"),
        ("bar", "站点", "avg", "AQI"),
        ("line", "时间", "month", "avg", "AQI", "站点"),
    ]


def test_parks_without_days_are_compared_by_district() -> None:
    assert asked(*PARKS, rows=5) == [
        ("bar", "区市", "count"),
        ("bar", "区市", "avg", "面积"),
        ("histogram", "面积", "bins", "count"),
        ("pie", "区市", "count"),
    ]


def test_events_without_numbers_are_counted_over_time() -> None:
    found = asked(MOMENT, ChartColumn("类别", "text", None, 4), rows=50_000)
    assert found[0] == ("bar", "时间", "year", "count")
    assert ("line", "时间", "month", "count", "类别") in found


def test_two_numbers_are_held_against_each_other() -> None:
    numbers = (ChartColumn("长", "decimal", None, 90, 0, 1, 9), ChartColumn("宽", "decimal", None, 90, 0, 1, 9))
    assert asked(*numbers) == [
        ("histogram", "长", "bins", "count"),
        ("histogram", "宽", "bins", "count"),
        ("scatter", "长", "count", "宽"),
    ]


def test_columns_that_only_name_the_rows_suggest_nothing() -> None:
    assert asked(ChartColumn("编号", "text", "identifier", ROWS), ChartColumn("位置", "geometry")) == []


@pytest.mark.parametrize("columns", [AIR, PARKS, tuple(COLUMNS.values())])
def test_every_suggestion_can_be_drawn_and_has_its_own_name(columns: tuple[ChartColumn, ...]) -> None:
    found = suggestions(columns=columns, rows=ROWS)
    known = {one.name: one for one in columns}
    states = [settled(state=one.asked_of(ChartState()), columns=known) for one in found]
    assert [misfit(state=one, columns=known) for one in states] == [None] * len(found)
    assert 0 < len({one.name for one in found}) == len(found) <= MOST_SUGGESTIONS


def test_a_suggestion_keeps_the_rows_and_is_known_again() -> None:
    one = Suggestion(MOMENT_NAME, "bar", "时间", "year")
    state = ChartState(rows=GridState(where=("AQI > 150",)), kind="line", x="站点", order="x", top=50)
    asked_of = one.asked_of(state)
    assert (asked_of.where, asked_of.kind, asked_of.order, asked_of.top) == (("AQI > 150",), "bar", "", 50)
    assert one.is_in(asked_of) is True
    assert one.is_in(state) is False


MOMENT_NAME = suggestions(columns=AIR, rows=ROWS)[1].name
