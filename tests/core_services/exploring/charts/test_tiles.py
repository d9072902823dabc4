"""Tiles fill the rectangle in proportion; days stand in their weeks."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core_services.exploring.charts.grounds import asked

from zhanqiao.core_services.exploring.rules.charts import day_of_calendar, unshared, with_tiles
from zhanqiao.core_services.exploring.rules.charts.fits import NEGATIVE
from zhanqiao.core_services.exploring.rules.charts.tiles import squarified

VALUES = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=40).map(lambda found: sorted(found, reverse=True))


@given(VALUES)
def test_tiles_have_their_share_of_the_area_and_lie_within(values: list[float]) -> None:
    tiles = squarified(values=values, width=100, height=45)
    for value, (left, top, right, bottom) in zip(values, tiles, strict=True):
        assert (right - left) * (bottom - top) == pytest.approx(value / sum(values) * 4_500, rel=1e-6)
        assert min(left, top) >= 0
        assert (right <= 100 + 1e-6, bottom <= 45 + 1e-6) == (True, True)


@given(VALUES)
def test_no_two_tiles_overlap(values: list[float]) -> None:
    for one, other in combinations(squarified(values=values, width=100, height=45), 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        assert min(across, down) <= 1e-6


def test_the_example_of_the_paper_is_laid_out_as_there() -> None:
    tiles = squarified(values=[6, 6, 4, 3, 2, 2, 1], width=6, height=4)
    assert [tuple(round(part, 2) for part in one) for one in tiles[:4]] == [
        (0, 0, 3, 2),
        (0, 2, 3, 4),
        (3, 0, 4.71, 2.33),
        (4.71, 0, 6, 2.33),
    ]


def test_a_label_stands_where_it_fits_and_zero_has_no_tile() -> None:
    found = with_tiles(points=[{"x": "市南区", "y": 900.0}, {"x": "很长的名字的小类", "y": 9.0}, {"x": "无", "y": 0.0}])
    assert [(one["x"], one["label"]) for one in found] == [("市南区", "市南区\n900"), ("很长的名字的小类", "")]


def test_sums_below_zero_are_no_parts_of_a_whole() -> None:
    points = [{"x": "a", "y": 3.0}, {"x": "b", "y": -1.0}]
    assert unshared(state=asked("treemap"), points=points) == NEGATIVE
    assert unshared(state=asked("bar"), points=points) is None
    assert unshared(state=asked("pie"), points=points[:1]) is None


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_the_week_goes_on_after_sunday_and_begins_anew_with_the_year(day: date) -> None:
    here, after = day_of_calendar(day), day_of_calendar(day + timedelta(days=1))
    following = 0 if (day.month, day.day) == (12, 31) else here["week"] + (day.weekday() == 6)
    assert after["week"] == following
    assert 0 <= here["week"] <= 53
    assert here["line"] == (str(day.year) if day.weekday() == 0 else f"{day.year}.{day.weekday()}")
