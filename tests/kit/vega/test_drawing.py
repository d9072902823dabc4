"""Vega-Lite drawn in a child process: an SVG for each specification, in time, and no other process grows by it."""

from __future__ import annotations

import re
import sys
import time
from typing import Any

import pytest

from tests.core_services.exploring.charts.test_drawing import DRAWN, spec_of
from zhanqiao.kit.paper import width_of
from zhanqiao.kit.vega.drawing import drawn_charts
from zhanqiao.kit.vega.measures import font

WIDTH = 640.0


def bars(*labels: str) -> dict[str, Any]:
    values = [{"x": one, "y": place + 1} for place, one in enumerate(labels)]
    encoding = {"y": {"field": "x", "type": "nominal", "title": "类"}, "x": {"field": "y", "type": "quantitative"}}
    return {"data": {"values": values}, "mark": "bar", "encoding": encoding}


def start_of_bars(svg: str) -> float:
    """Return how far to the right the axis stands: what its labels and its title need."""
    found = re.search(r'transform="translate\(([\d.]+),', svg)
    assert found is not None
    return float(found[1])


@pytest.fixture(scope="module")
def pictures() -> dict[str, str | None]:
    """Every kind of chart, drawn by one child."""
    specs = {name: spec_of(*one) for name, one in DRAWN.items()}
    return dict(zip(specs, drawn_charts(specs=list(specs.values()), width=WIDTH, seconds=60), strict=True))


@pytest.mark.parametrize("name", DRAWN)
def test_every_kind_of_chart_is_drawn_as_wide_as_asked(pictures: dict[str, str | None], name: str) -> None:
    svg = pictures[name]
    assert svg is not None
    assert f'width="{WIDTH:g}"' in svg


def test_words_are_measured_as_the_paper_sets_them() -> None:
    """Eight characters of 10 pixels are 70 pixels wider than one, narrow letters by what STSong-Light has for them."""
    one, eight, latin = (bars("市"), bars("市" * 8), bars("市il" + "il" * 5))
    found = [start_of_bars(svg) for svg in drawn_charts(specs=[one, eight, latin], width=WIDTH, seconds=60) if svg]
    assert found[1] - found[0] == pytest.approx(7 * 10, abs=1)
    assert found[2] - found[0] == pytest.approx(width_of("il" * 6, 10), abs=1)


def test_a_chart_that_fails_is_none_and_the_others_go_on() -> None:
    wrong = {"mark": "bar", "encoding": {"x": {"field": "a", "type": "no such type", "bin": {"step": "x"}}}, "data": 7}
    first, second, third = drawn_charts(specs=[bars("a"), wrong, bars("b")], width=WIDTH, seconds=60)
    assert (first is None, second is None, third is None) == (False, True, False)


def test_data_of_elsewhere_are_not_fetched() -> None:
    far = bars("a") | {"data": {"url": "http://127.0.0.1:1/rows.json"}}
    assert drawn_charts(specs=[far], width=WIDTH, seconds=60) == (None,)


def test_what_is_not_drawn_in_time_is_none() -> None:
    began = time.monotonic()
    assert drawn_charts(specs=[bars("a"), bars("b")], width=WIDTH, seconds=0.01) == (None, None)
    assert time.monotonic() - began < 10
    assert drawn_charts(specs=[], width=WIDTH) == ()


def test_the_process_that_asks_loads_no_javascript(pictures: dict[str, str | None]) -> None:
    assert pictures
    assert "vl_convert" not in sys.modules


def test_the_measuring_font_is_small_and_whole() -> None:
    made = font(width=lambda one: 500 if one.isascii() else 1000)
    assert made[:4] == b"\0\1\0\0"
    assert len(made) < 10_000
