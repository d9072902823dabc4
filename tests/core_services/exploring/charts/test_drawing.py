"""The specifications: valid for Vega-Lite, drawn by Vega without warnings, with every number in them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.contracts.test_odata_clients import node
from tests.core_services.exploring.charts.grounds import COLUMNS, MOMENT, asked
from tests.live import CHECKOUT

from zhanqiao.core_services.exploring.queries.figures import _placed
from zhanqiao.core_services.exploring.rules.charts import (
    KINDS,
    PALETTE,
    ChartState,
    Figure,
    drawn,
    measures_of,
    points_of,
    scale_of,
)

PACKAGES = CHECKOUT / "node_modules"
LIBRARIES = ("vega/build/vega.min.js", "vega-lite/build/vega-lite.min.js", "vega-interpreter/build/vega-interpreter.js")
WORDS = [{"x": one, "y": count} for one, count in (("市南区", 500), ("崂山区", 400), (None, 7))]
PARTED = [one | {"colour": kind} for one in WORDS for kind in ("银杏", "雪松")]
YEARS = [{"x": f"{year}-01-01T00:00:00", "y": year - 2000} for year in (2014, 2015, 2017)]
HOURS = [{"x": f"2017-01-01T{hour:02d}:00:00", "y": hour, "colour": "银杏"} for hour in range(24)]
BOXES = [{"x": one, "low": 1, "q1": 2, "y": 3, "q3": 4, "high": 5} for one in ("市南区", "崂山区")]
NUMBERS = [{"x": one, "y": one * 2} for one in range(10)]
DRAWN: dict[str, tuple[ChartState, list[dict[str, Any]]]] = {
    "bar": (asked("bar"), WORDS),
    "bar-years": (asked("bar", "种植日期", unit="year"), YEARS),
    "bar-days": (asked("bar", "种植日期", unit="day"), [{"x": f"2017-{m:02d}-{d:02d}T00:00:00", "y": d} for m in (1, 2) for d in range(1, 29)]),
    "bar-coloured": (asked("bar", colour="树种"), PARTED),
    "line": (asked("line", "种植日期", unit="year", y="avg", of="胸径"), YEARS),
    "line-coloured": (asked("line", "时间", unit="hour", colour="树种"), [{"x": 8, "y": 3, "colour": "银杏"}]),
    "line-numbers": (asked("line", "胸径"), NUMBERS),
    "area": (asked("area", "种植日期", unit="year"), YEARS),
    "histogram": (asked("histogram", "胸径", unit="bins"), NUMBERS),
    "scatter": (asked("scatter", "胸径", of="树高"), NUMBERS),
    "scatter-days": (asked("scatter", "时间", of="树高", colour="树种"), HOURS),
    "heat": (asked("heat", colour="树种"), PARTED),
    "box": (asked("box", of="胸径"), BOXES),
    "pie": (asked("pie", "树种"), WORDS),
    "treemap": (asked("treemap", "树种"), WORDS),
    "sankey": (asked("sankey", colour="树种"), PARTED),
    "sankey-on": (asked("sankey", colour="树种", then="胸径"), [one | {"then_": size} for one in PARTED for size in (10, 20)]),
    "calendar": (asked("calendar", "种植日期", unit="day"), [{"x": f"{y}-{m:02d}-01T00:00:00", "y": m} for y in (2016, 2017) for m in range(1, 13)]),
}  # fmt: skip
ALL = COLUMNS | {"时间": MOMENT}


def spec_of(state: ChartState, answer: list[dict[str, Any]]) -> dict[str, Any]:
    points = points_of(state=state, column=ALL[state.x], answer=answer, language="zh-hans")
    figure = Figure(
        points=_placed(points, state),
        scale=scale_of(state=state, column=ALL[state.x]),
        groups=len(points),
        colours=tuple(dict.fromkeys(str(one["colour"]) for one in points if "colour" in one)),
        measures={name: words.zh for name, words in measures_of(kind=state.kind, y=state.y, of=state.of).items()},
    )
    return drawn(state=state, figure=figure, x="横轴")


@pytest.fixture(scope="module")
def pictures() -> dict[str, dict[str, Any]]:
    """What Vega makes of every specification."""
    specs = {name: spec_of(*one) for name, one in DRAWN.items()}
    script = Path(__file__).with_name("draw.mjs")
    done = subprocess.run(
        [node(), script, *(PACKAGES / one for one in LIBRARIES)],
        input=json.dumps(list(specs.values())),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(specs, json.loads(done.stdout), strict=True))


def test_every_kind_is_drawn() -> None:
    assert {state.kind for state, _ in DRAWN.values()} == set(KINDS)


@pytest.mark.parametrize("name", DRAWN)
def test_vega_draws_a_specification_without_a_warning(name: str, pictures: dict[str, dict[str, Any]]) -> None:
    assert pictures[name]["warnings"] == []
    assert pictures[name]["svg"].startswith("<svg")
    assert "NaN" not in pictures[name]["svg"]


@pytest.mark.parametrize(
    ("name", "mark", "count"),
    [
        ("bar", "rect", 3),
        ("bar-years", "rect", 4),
        ("bar-coloured", "rect", 6),
        ("histogram", "rect", 10),
        ("heat", "rect", 6),
        ("scatter", "symbol", 10),
        ("line-numbers", "symbol", 10),
        ("pie", "arc", 3),
        ("treemap", "rect", 3),
        ("calendar", "rect", 24),
        ("box", "rule", 2),
        ("line", "line", 1),
        ("sankey", "rect", 5),
        ("area", "area", 1),
    ],
)
def test_every_point_is_drawn(name: str, mark: str, count: int, pictures: dict[str, dict[str, Any]]) -> None:
    groups = re.findall(rf'<g class="mark-{mark} role-mark[^"]*"[^>]*>(.*?)</g>', pictures[name]["svg"])
    assert [found.count("<path") + found.count("<line") for found in groups] == [count]


@pytest.mark.parametrize(("name", "bands"), [("sankey", 6), ("sankey-on", 10)])
def test_every_flow_is_a_band(name: str, bands: int, pictures: dict[str, dict[str, Any]]) -> None:
    assert pictures[name]["svg"].count('<g class="mark-area role-mark') == bands


def test_bars_carry_their_numbers_and_labels(pictures: dict[str, dict[str, Any]]) -> None:
    shown = re.findall(r">([^<>]+)</text>", pictures["bar"]["svg"])
    assert {"市南区", "崂山区", "（空）", "500", "400", "7"} <= set(shown)


def test_an_axis_of_time_names_no_year_twice(pictures: dict[str, dict[str, Any]]) -> None:
    years = re.findall(r">(20\d\d)</text>", pictures["line"]["svg"])
    assert years == ["2014", "2015", "2016", "2017"]


def test_a_specification_names_its_language_and_only_the_palette() -> None:
    spec = spec_of(*DRAWN["bar-coloured"])
    assert spec["$schema"] == "https://vega.github.io/schema/vega-lite/v6.json"
    assert spec["config"]["range"]["category"] == list(PALETTE)
    marks = json.dumps({name: part for name, part in spec.items() if name != "config"})
    assert re.findall(r"#[0-9a-f]{6}\b", marks) == []


def test_a_specification_has_no_expression() -> None:
    specs = json.dumps([spec_of(*one) for one in DRAWN.values()])
    assert [word for word in ('"expr"', "datum.", "labelExpr", '"signal"') if word in specs] == []
