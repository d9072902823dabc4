"""What a column is good for: told from its type, its meaning and its profile."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core_services.exploring.charts import grounds

from zhanqiao.core_services.exploring.rules.charts import ChartColumn, Role, role, units_for
from zhanqiao.core_services.exploring.rules.charts.columns import bin_width, number, span_unit, usual_unit


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (grounds.NUMBER, Role.NONE),
        (replace(grounds.NUMBER, meaning=None), Role.NONE),  # as many values as rows name the rows
        (grounds.DISTRICT, Role.CATEGORY),
        (grounds.GIRTH, Role.MEASURE),
        (grounds.PLANTED, Role.TIME),
        (grounds.MOMENT, Role.TIME),
        (grounds.CLOCK, Role.NONE),
        (grounds.SHAPE, Role.NONE),
        (ChartColumn("年", "integer", "year", 5), Role.CATEGORY),
        (ChartColumn("等级", "integer", None, 12), Role.CATEGORY),
        (ChartColumn("等级", "integer", None, 13), Role.MEASURE),
        (ChartColumn("等级", "decimal", None, 12), Role.MEASURE),
        (ChartColumn("经度", "decimal", "longitude", 900), Role.NONE),
        (ChartColumn("国家", "text", None, 1), Role.NONE),  # one value says nothing
        (ChartColumn("备注", "text", None, 9, 2_300), Role.NONE),  # nearly empty
        (ChartColumn("备注", "text", None, 9, 2_250), Role.CATEGORY),
        (ChartColumn("有无", "boolean", None, 2), Role.CATEGORY),
        (ChartColumn("No", "integer", None, 2_500, 0, 1, 2_500), Role.NONE),  # it numbers the rows
        (ChartColumn("人口", "integer", None, 2_500, 0, 1, 900_000), Role.MEASURE),
        (ChartColumn("day", "integer", None, 31, 0, 1, 31), Role.CATEGORY),  # a part of a date
        (ChartColumn("时", "integer", None, 24, 0, 0, 23), Role.CATEGORY),
        (ChartColumn("hour", "decimal", None, 2_000, 0, 0, 24), Role.MEASURE),
    ],
)
def test_the_role_of_a_column_follows_what_is_known_of_it(column: ChartColumn, expected: Role) -> None:
    assert role(column=column, rows=grounds.ROWS) is expected


def test_few_whole_numbers_measure_where_rows_are_few_as_well() -> None:
    assert role(column=ChartColumn("票价", "integer", None, 3), rows=5) is Role.MEASURE


@pytest.mark.parametrize(
    ("first", "last", "coarse", "fine"),
    [
        ("2013-03-01", "2017-02-28", "year", "month"),
        ("2013-03-01T00:00:00", "2013-06-20T23:00:00", "month", "day"),
        ("2013-03-01", "2013-04-10", "day", "day"),
        ("1900-01-01", "2020-01-01", "year", "year"),
        (None, None, "month", "month"),
    ],
)
def test_the_unit_of_time_suits_what_is_covered(first: str | None, last: str | None, coarse: str, fine: str) -> None:
    column = ChartColumn("日", "date", low=first, high=last)
    assert (span_unit(column=column), span_unit(column=column, points=120)) == (coarse, fine)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (grounds.CLOCK, "hour"),
        (grounds.MOMENT, "year"),
        (grounds.GIRTH, "bins"),
        (ChartColumn("等级", "integer", None, 30), ""),
        (ChartColumn("年", "integer", "year", 80), ""),
        (grounds.DISTRICT, ""),
    ],
)
def test_the_usual_unit_of_a_column(column: ChartColumn, expected: str) -> None:
    assert usual_unit(column=column) == expected


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (grounds.DISTRICT, ("",)),
        (grounds.GIRTH, ("", "bins")),
        (grounds.PLANTED, ("year", "month", "day", "weekday")),
        (grounds.MOMENT, ("year", "month", "day", "hour", "weekday")),
        (grounds.CLOCK, ("hour",)),
    ],
)
def test_the_units_that_a_column_offers(column: ChartColumn, expected: tuple[str, ...]) -> None:
    assert units_for(column=column) == expected


@pytest.mark.parametrize(
    ("type_", "low", "high", "expected"),
    [
        ("integer", 10, 69, 5.0),
        ("integer", 0, 3, 1.0),
        ("decimal", 0, 3, 0.2),
        ("decimal", 0, 1_000, 50.0),
        ("decimal", -1, 1, 0.1),
        ("decimal", 7, 7, 1.0),
        ("decimal", None, None, 1.0),
    ],
)
def test_bins_are_about_twenty_and_round(type_: str, low: object, high: object, expected: float) -> None:
    assert bin_width(column=ChartColumn("数", type_, low=low, high=high)) == pytest.approx(expected)


def test_a_number_of_an_answer_is_finite_or_none() -> None:
    assert [number(one) for one in (3, "12.5", "NaN", "inf", None, "约30")] == [3.0, 12.5, None, None, None, None]
