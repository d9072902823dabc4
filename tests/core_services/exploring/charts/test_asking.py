"""What a chart asks of the engine, in the words of the API's query model."""

from __future__ import annotations

import pytest
from tests.core_services.exploring.charts.grounds import COLUMNS, MOMENT, asked

from zhanqiao.core_services.exploring.rules import GridState
from zhanqiao.core_services.exploring.rules.charts import ChartState, is_worded, of_dots, of_groups, of_whole

ALL = COLUMNS | {"时间": MOMENT}


def question(state: ChartState, *, parted: bool = False) -> dict[str, str]:
    asked_of = of_groups(state=state, column=ALL[state.x], parted=parted)
    return {name: text for name, text in asked_of.items() if name != "count"}


def test_groups_without_an_order_come_largest_first_and_cut() -> None:
    assert question(asked("bar", top=5)) == {
        "select": "区市 as x, count(*) as y",
        "group_by": "区市",
        "order_by": "count(*) desc, 区市",
        "limit": "5",
    }


def test_days_are_cut_to_their_unit_and_come_in_order() -> None:
    assert question(asked("bar", "种植日期", unit="year", y="avg", of="胸径")) == {
        "where": "种植日期 IS NOT NULL",
        "select": "date_trunc('year', 种植日期) as x, avg(胸径) as y",
        "group_by": "date_trunc('year', 种植日期)",
        "order_by": "date_trunc('year', 种植日期)",
        "limit": "1000",
    }


def test_numbers_are_cut_to_bins() -> None:
    found = question(asked("histogram", "胸径", unit="bins"))
    assert found["select"] == "floor(胸径 / 5) as x, count(*) as y"
    assert found["where"] == "胸径 IS NOT NULL"


@pytest.mark.parametrize(
    ("unit", "key"),
    [("hour", "hour(时间)"), ("weekday", "weekday(时间)"), ("month", "date_trunc('month', 时间)")],
)
def test_a_cycle_is_asked_by_its_number(unit: str, key: str) -> None:
    assert question(asked("line", "时间", unit=unit))["group_by"] == key


@pytest.mark.parametrize(
    ("y", "call"),
    [
        ("count", "count(*)"),
        ("sum", "sum(胸径)"),
        ("avg", "avg(胸径)"),
        ("median", "median(胸径)"),
        ("min", "min(胸径)"),
        ("max", "max(胸径)"),
        ("distinct", "approx_count_distinct(胸径)"),
    ],
)
def test_every_measure_is_a_call(y: str, call: str) -> None:
    state = asked("bar", y=y, of="胸径")
    assert question(state)["select"] == f"区市 as x, {call} as y"
    assert of_whole(state=state, column=ALL["区市"])["select"] == f"{call} as y"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("", "count(*) desc, 区市"),
        ("-y", "count(*) desc, 区市"),
        ("y", "count(*), 区市"),
        ("x", "区市"),
        ("-x", "区市 desc"),
    ],
)
def test_an_order_is_asked_for(order: str, expected: str) -> None:
    assert question(asked("bar", order=order))["order_by"] == expected


def test_a_box_asks_for_five_numbers_of_rows_that_have_one() -> None:
    found = question(asked("box", of="胸径"))
    assert found["select"] == (
        "区市 as x, min(胸径) as low, quantile(胸径, 0.25) as q1, median(胸径) as y, quantile(胸径, 0.75) as q3, max(胸径) as high"
    )
    assert found["where"] == "胸径 IS NOT NULL"


def test_colours_part_every_group() -> None:
    found = question(asked("bar", colour="树种"), parted=True)
    assert (found["select"], found["group_by"], found["limit"]) == (
        "区市 as x, 树种 as colour, count(*) as y",
        "区市, 树种",
        "10000",
    )


def test_conditions_and_words_of_the_rows_are_kept() -> None:
    rows = GridState(where=("胸径 > 30", "树种 = '银杏'"), q="市南", order_by="胸径 desc")
    found = of_groups(state=asked("bar", "种植日期", unit="year", rows=rows), column=ALL["种植日期"])
    assert found["where"] == "((胸径 > 30) AND (树种 = '银杏')) AND 种植日期 IS NOT NULL"
    assert found["q"] == "市南"
    assert found["order_by"] == "date_trunc('year', 种植日期)"


def test_dots_are_a_sample_where_rows_are_many_and_the_same_each_time() -> None:
    state = asked("scatter", "胸径", of="树高")
    few, many = (of_dots(state=state, column=ALL["胸径"], rows=rows) for rows in (1_000, 1_001))
    assert few == {
        "where": "胸径 IS NOT NULL AND 树高 IS NOT NULL",
        "select": "胸径 as x, 树高 as y",
        "limit": "1000",
    }
    assert many == few | {"sample": "1000", "seed": "1"}


def test_a_name_that_is_no_word_is_quoted() -> None:
    name = 'PM2.5 "小时"'
    state = asked("bar", name, y="avg", of=name)
    column = COLUMNS["区市"]
    assert of_groups(state=state, column=column)["group_by"] == '"PM2.5 ""小时"""'


def test_words_have_no_order_of_their_own() -> None:
    assert [is_worded(state=asked("bar", name, unit=unit), column=ALL[name]) for name, unit in
            (("区市", ""), ("胸径", ""), ("胸径", "bins"), ("种植日期", "year"))] == [True, False, False, False]  # fmt: skip
