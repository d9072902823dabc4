"""An answer as points: labels for readers, places for the axis, gaps filled, shares."""

from __future__ import annotations

import pytest
from tests.core_services.exploring.charts.grounds import COLUMNS, GIRTH, MOMENT, PLANTED, asked, figure

from zhanqiao.core_services.exploring.rules.charts import (
    ChartState,
    label,
    points_of,
    scale_of,
    shown_number,
    with_shares,
)
from zhanqiao.core_services.exploring.rules.charts.figures import cut_note

ALL = COLUMNS | {"时间": MOMENT}


def points(state: ChartState, *answer: dict[str, object], language: str = "zh-hans") -> list[dict[str, object]]:
    return list(points_of(state=state, column=ALL[state.x], answer=answer, language=language))


@pytest.mark.parametrize(
    ("state", "scale"),
    [
        (asked("bar"), "labels"),
        (asked("bar", "种植日期", unit="year"), "time"),
        (asked("bar", "种植日期", unit="weekday"), "labels"),
        (asked("histogram", "胸径", unit="bins"), "bins"),
        (asked("line", "胸径"), "numbers"),
        (asked("bar", "胸径"), "labels"),
        (asked("scatter", "胸径"), "numbers"),
        (asked("scatter", "时间"), "time"),
    ],
)
def test_the_scale_follows_kind_and_column(state: ChartState, scale: str) -> None:
    assert scale_of(state=state, column=ALL[state.x]) == scale


def test_words_are_labels_and_an_empty_one_says_so() -> None:
    assert points(asked("bar"), {"x": "市南区", "y": 12}, {"x": None, "y": 3}) == [
        {"x": "市南区", "y": 12.0},
        {"x": "（空）", "y": 3.0},
    ]
    assert points(asked("bar"), {"x": None, "y": 3}, language="en") == [{"x": "(empty)", "y": 3.0}]


def test_a_month_has_its_name_and_its_place_on_the_axis() -> None:
    state = asked("line", "种植日期", unit="month", y="avg", of="胸径")
    assert points(state, {"x": "2019-02-01T00:00:00", "y": "12.5"}) == [
        {"x": "2019-02", "at": "2019-02-01T00:00:00", "y": 12.5}
    ]


def test_months_without_rows_are_zero_where_rows_are_counted() -> None:
    state = asked("bar", "种植日期", unit="month")
    found = points(state, {"x": "2018-11-01T00:00:00", "y": 4}, {"x": "2019-02-01T00:00:00", "y": 5})
    assert [(one["x"], one["y"]) for one in found] == [
        ("2018-11", 4.0),
        ("2018-12", 0.0),
        ("2019-01", 0.0),
        ("2019-02", 5.0),
    ]
    assert found[1]["at"] == "2018-12-01T00:00:00"


@pytest.mark.parametrize(("unit", "count"), [("year", 3), ("day", 731)])
def test_years_and_days_without_rows_are_zero_as_well(unit: str, count: int) -> None:
    state = asked("bar", "种植日期", unit=unit)
    found = points(state, {"x": "2017-12-31T00:00:00", "y": 4}, {"x": "2019-12-31T00:00:00", "y": 5})
    assert (len(found), sum(float(str(one["y"])) for one in found)) == (count, 9.0)


@pytest.mark.parametrize(
    "state",
    [
        asked("bar", "种植日期", unit="year", y="avg", of="胸径"),
        asked("bar", "种植日期", unit="year", colour="树种"),
        asked("bar", "种植日期", unit="year", order="-y"),
        asked("heat", "种植日期", unit="year"),
    ],
)
def test_a_gap_stays_a_gap_where_zero_would_be_untrue(state: ChartState) -> None:
    answer = [{"x": f"{year}-01-01T00:00:00", "y": 4, "colour": "银杏"} for year in (2017, 2019)]
    assert [one["x"] for one in points(state, *answer)] == ["2017", "2019"]


def test_days_over_centuries_are_not_filled() -> None:
    state = asked("bar", "种植日期", unit="day")
    found = points(state, {"x": "1800-01-01T00:00:00", "y": 4}, {"x": "2019-01-01T00:00:00", "y": 5})
    assert [one["x"] for one in found] == ["1800-01-01", "2019-01-01"]


def test_cycles_are_named_in_the_language() -> None:
    week = asked("bar", "种植日期", unit="weekday")
    assert [one["x"] for one in points(week, {"x": 1, "y": 1}, {"x": 7, "y": 1})] == ["周一", "周日"]
    assert points(week, {"x": 7, "y": 1}, language="en")[0]["x"] == "Sun"
    assert points(asked("bar", "时间", unit="hour"), {"x": 8, "y": 1})[0]["x"] == "8:00"


def test_a_bin_has_both_of_its_ends() -> None:
    assert points(asked("histogram", "胸径", unit="bins"), {"x": 2, "y": 7}) == [
        {"x": "10–15", "at": 10.0, "end": 15.0, "y": 7.0}
    ]


def test_a_dot_says_when_and_a_box_has_five_numbers() -> None:
    dot = points(
        asked("scatter", "时间", of="胸径", colour="树种"), {"x": "2019-02-01T08:00:00", "y": 3, "colour": None}
    )
    assert dot == [{"x": "2019-02-01 08:00:00", "at": "2019-02-01T08:00:00", "colour": "（空）", "y": 3.0}]
    box = {"low": 10, "q1": 20, "y": 30, "q3": 40, "high": 50}
    assert points(asked("box", of="胸径"), {"x": "市南区", **box}) == [
        {"x": "市南区", **{name: float(number) for name, number in box.items()}}
    ]


def test_shares_are_of_the_whole_and_nothing_is_shared_by_nothing() -> None:
    found = with_shares(points=[{"x": "银杏", "y": 2.0}, {"x": "雪松", "y": 1.0}, {"x": "樱花", "y": None}])
    assert [one["share"] for one in found] == ["银杏 66.7%", "雪松 33.3%", "樱花 0%"]
    assert with_shares(points=[{"x": "银杏", "y": 0.0}]) == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, "是"), (False, "否"), (1.50, "1.5"), (2.0, "2"), (3, "3"), ("东四", "东四"), (None, "（空）")],
)
def test_a_value_is_said_as_readers_know_it(value: object, expected: str) -> None:
    assert label(value, language="zh-hans") == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1234.567, "1,234.57"),
        (1_000_000.0, "1,000,000"),
        (0.0, "0"),
        (0.00012345, "0.0001234"),
        (-2.5, "-2.5"),
        (None, "–"),
    ],
)
def test_numbers_of_the_table_are_short_and_exact_enough(number: float | None, expected: str) -> None:
    assert shown_number(number) == expected


def test_what_is_not_drawn_is_counted() -> None:
    drawn = [{"x": str(one), "y": 1.0} for one in range(20)]
    state = asked("bar")
    column = COLUMNS["区市"]
    whole = figure(*drawn)
    cut = figure(*drawn, groups=2_500, share=0.4)
    assert cut_note(state=state, column=column, figure=whole) is None
    found = cut_note(state=state, column=column, figure=cut)
    assert found is not None
    assert found.zh == "图中为 2,500 类中最大的 20 类，其余各类占 40%。"
    assert found.en == "The 20 largest of 2,500 groups are shown; the others hold 40 %."
    first = cut_note(state=asked("bar", order="x"), column=column, figure=cut)
    assert first is not None
    assert first.zh.startswith("图中为 2,500 类中排在前面的 20 类")
    small = cut_note(state=asked("bar", order="y"), column=column, figure=figure(*drawn, groups=21))
    assert small is not None
    assert small.zh == "图中为 21 类中最小的 20 类。"


def test_too_many_points_of_time_are_counted_as_well() -> None:
    state = asked("line", "种植日期", unit="day")
    found = cut_note(state=state, column=PLANTED, figure=figure({"x": "2019-01-01", "y": 1.0}, groups=7_000))
    assert found is not None
    assert found.zh.startswith("共有 7,000 个点，图中只有前 1,000 个。")


def test_a_figure_knows_a_group_without_a_value() -> None:
    assert figure({"x": "（空）", "y": 1.0}).has_empty is True
    assert figure({"x": "市南区", "y": 1.0}).has_empty is False
    assert GIRTH.is_number is True
