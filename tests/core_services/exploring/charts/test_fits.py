"""Which chart fits which columns, and what is said where one does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core_services.exploring.charts.grounds import CLOCK, COLUMNS, MOMENT, asked

from zhanqiao.core_services.exploring.rules.charts import (
    KINDS,
    MOST_COLOURS,
    PALETTE,
    ChartColumn,
    ChartState,
    crowded,
    fits,
    misfit,
    needs_of,
    settled,
)

ALL = COLUMNS | {"时间": MOMENT, "时刻": CLOCK}
FITTING = (
    asked("bar"),
    asked("bar", "种植日期"),
    asked("bar", y="distinct", of="树种"),
    asked("line", "种植日期", y="avg", of="胸径"),
    asked("line", "胸径"),
    asked("line", "时刻"),
    asked("area", "种植日期", y="sum", of="胸径", colour="区市"),
    asked("histogram", "树高"),
    asked("scatter", "胸径", of="树高", colour="区市"),
    asked("scatter", "种植日期", of="树高"),
    asked("heat", colour="树种"),
    asked("sankey", colour="树种"),
    asked("box", of="胸径"),
    asked("pie", "树种"),
    asked("treemap", "编号", y="sum", of="胸径"),
    asked("calendar", "时间", y="avg", of="胸径"),
)


@pytest.mark.parametrize("state", FITTING, ids=lambda one: f"{one.kind}-{one.x}")
def test_a_chart_that_fits_has_nothing_against_it(state: ChartState) -> None:
    assert misfit(state=settled(state=state, columns=ALL), columns=ALL) is None


def test_every_kind_is_among_those_that_fit() -> None:
    assert {one.kind for one in FITTING} == set(KINDS)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (asked("radar"), fits.NO_KIND.filled(kind="radar", kinds="、".join(KINDS))),
        (asked("bar", "高度"), fits.NO_COLUMN.filled(name="高度")),
        (asked("bar", of="高度", y="avg"), fits.NO_COLUMN.filled(name="高度")),
        (asked("bar", colour="高度"), fits.NO_COLUMN.filled(name="高度")),
        (asked("bar", ""), fits.NO_X),
        (asked("bar", "位置"), fits.NOT_DRAWN.filled(name="位置")),
        (asked("bar", colour="位置"), fits.NOT_DRAWN.filled(name="位置")),
        (asked("scatter", "胸径"), fits.NO_NUMBER),
        (asked("box", of="树种"), fits.NO_NUMBER),
        (asked("bar", y="mode"), fits.NO_MEASURE.filled(y="mode", known="、".join(fits.MEASURES))),
        (asked("bar", y="sum"), fits.NO_OF),
        (asked("bar", y="sum", of="树种"), fits.NOT_MEASURED.filled(name="树种")),
        (asked("bar", y="distinct", of="位置"), fits.NOT_MEASURED.filled(name="位置")),
        (asked("histogram", "区市"), fits.HISTOGRAM.filled(name="区市")),
        (asked("scatter", "区市", of="胸径"), fits.SCATTER.filled(name="区市")),
        (asked("line", "区市"), fits.LINE.filled(name="区市")),
        (asked("area", "区市"), fits.LINE.filled(name="区市")),
        (asked("heat"), fits.HEAT),
        (asked("pie", y="avg", of="胸径"), fits.SHARES),
        (asked("treemap", y="max", of="胸径"), fits.SHARES),
        (asked("calendar", "区市"), fits.CALENDAR.filled(name="区市")),
        (asked("area", "种植日期", y="max", of="胸径"), fits.SHARES),
    ],
    ids=lambda one: f"{one.kind}-{one.x}-{one.y}" if isinstance(one, ChartState) else "",
)
def test_a_chart_that_does_not_fit_says_why(state: ChartState, reason: object) -> None:
    assert misfit(state=settled(state=state, columns=ALL), columns=ALL) == reason


@pytest.mark.parametrize(
    ("state", "settled_as"),
    [
        (asked("bar", "种植日期"), {"unit": "year"}),
        (asked("bar", "种植日期", unit="hour"), {"unit": "year"}),
        (asked("bar", "种植日期", unit="weekday"), {"unit": "weekday"}),
        (asked("histogram", "胸径", y="sum", of="树高"), {"unit": "bins", "y": "count"}),
        (asked("line", "胸径"), {"unit": ""}),
        (asked("bar", "胸径"), {"unit": "bins"}),
        (asked("scatter", "胸径", unit="bins", order="-y"), {"unit": "", "order": ""}),
        (asked("bar", colour="区市"), {"colour": ""}),
        (asked("pie", colour="树种"), {"colour": ""}),
        (asked("line", "种植日期", order="-y"), {"unit": "year", "order": ""}),
        (asked("calendar", "种植日期", unit="year"), {"unit": "day"}),
        (asked("bar", order="-y"), {"order": "-y"}),
        (asked("bar", order="sideways"), {"order": ""}),
        (asked("bar", "高度", unit="year", order="x"), {"unit": "", "order": ""}),
    ],
    ids=lambda one: f"{one.kind}-{one.x}" if isinstance(one, ChartState) else "",
)
def test_what_was_not_chosen_is_settled_by_the_columns(state: ChartState, settled_as: dict[str, str]) -> None:
    assert settled(state=state, columns=COLUMNS) == replace(state, **settled_as)


def test_a_column_is_asked_for_where_something_is_measured() -> None:
    states = (asked("bar"), asked("bar", y="sum"), asked("histogram", y="sum"), asked("box"), asked("scatter"))
    assert [needs_of(state=one) for one in states] == [False, True, False, True, True]


@pytest.mark.parametrize(
    ("kind", "groups", "colours", "refused"),
    [
        ("pie", 8, 0, False),
        ("pie", 9, 0, True),
        ("bar", 9_999, 8, False),
        ("bar", 2, 9, True),
        ("heat", 40, 40, False),
        ("heat", 40, 41, True),
    ],
)
def test_an_answer_that_nobody_could_read_is_refused(kind: str, groups: int, colours: int, refused: bool) -> None:
    found = crowded(state=asked(kind, colour="树种"), groups=groups, colours=colours)
    assert (found is not None) is refused


def test_there_are_as_many_colours_as_groups_may_have() -> None:
    assert len(PALETTE) == MOST_COLOURS


def test_words_of_both_languages_name_the_column_and_what_to_do() -> None:
    found = misfit(state=asked("line"), columns={"区市": ChartColumn("区市", "text", None, 5)})
    assert found is not None
    assert "区市" in found.zh
    assert "条形图" in found.zh
    assert "区市" in found.en
    assert "bars" in found.en
