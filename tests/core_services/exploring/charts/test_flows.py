"""Flows conserve what flows, lie within the drawing, cross little, and say what was put together."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core_services.exploring.charts.grounds import COLUMNS, DISTRICT, asked, figure

from zhanqiao.core_services.exploring.rules.charts import (
    ChartState,
    drawn,
    folded,
    folding_notes,
    laid,
    misfit,
    of_flows,
    sentence_of,
    settled,
    steps_of,
    suggestions,
)
from zhanqiao.core_services.exploring.rules.charts.fits import FLOWS, SHARES
from zhanqiao.core_services.exploring.rules.charts.flows import MOST_NODES, crossing, ordered

THREE = ("x", "colour", "then")
LABELS = st.sampled_from("abcdefghijklmnopqr")
POINTS = st.lists(
    st.builds(
        lambda x, colour, then, y: {"x": x, "colour": colour, "then": then, "y": y},
        *(LABELS, LABELS, LABELS, st.floats(0.01, 1e6)),
    ),
    min_size=1,
    max_size=80,
)
Points = list[dict[str, object]]


def flow(x: str, colour: str, y: float) -> dict[str, object]:
    return {"x": x, "colour": colour, "y": y}


@given(POINTS)
@settings(deadline=None)
def test_nothing_that_flows_is_lost_by_folding(points: Points) -> None:
    found, nodes = folded(points=points, steps=THREE, others="其余")
    assert sum(one["y"] for one in found) == pytest.approx(sum(float(str(one["y"])) for one in points))
    for step, count in zip(THREE, nodes, strict=True):
        assert count == len({one[step] for one in points})
        assert len({one[step] for one in found}) == min(count, MOST_NODES + 1)


@given(POINTS)
@settings(deadline=None, max_examples=40)
def test_every_node_is_as_high_as_what_comes_in_and_goes_out(points: Points) -> None:
    found, _ = folded(points=points, steps=THREE, others="其余")
    flows = laid(points=found, steps=THREE)
    total = sum(one["y"] for one in found)
    columns = [[one for one in flows.nodes if one["step"] == place] for place in range(3)]
    assert [sum(one["y"] for one in column) for column in columns] == [pytest.approx(total)] * 3
    for column in columns:
        assert all(one["lower"] <= other["upper"] + 0.01 for one, other in pairwise(column))
        assert column[0]["upper"] >= -0.01
        assert column[-1]["lower"] <= 100.01
    for place, bands in enumerate(flows.bands):
        for end, side, edge in ((place, "from", "right"), (place + 1, "to", "left")):
            heights = defaultdict[str, float](float)
            for one in bands:
                if any(one["across"] == node[edge] and node["node"] == one[side] for node in columns[end]):
                    heights[one[side]] += one["lower"] - one["upper"]
            for node in columns[end]:
                assert heights[node["node"]] == pytest.approx(node["lower"] - node["upper"], abs=0.2)


@given(POINTS)
@settings(deadline=None, max_examples=40)
def test_the_order_crosses_no_more_than_the_largest_first(points: Points) -> None:
    found, _ = folded(points=points, steps=("x", "colour"), others="其余")
    amounts = [defaultdict[str, float](float), defaultdict[str, float](float)]
    for one in found:
        amounts[0][one["x"]] += one["y"]
        amounts[1][one["colour"]] += one["y"]
    links = [{(one["x"], one["colour"]): one["y"] for one in found}]
    plain = [sorted(one, key=lambda label, of=one: (-of[label], label)) for one in amounts]  # type: ignore[misc]  # a default binds it
    best = ordered(amounts=amounts, links=links)
    assert crossing(orders=best, links=links) <= crossing(orders=plain, links=links)
    assert [sorted(one) for one in best] == [sorted(one) for one in plain]


def test_flows_that_need_not_cross_do_not() -> None:
    links = [{("a", "z"): 3.0, ("b", "y"): 2.0, ("c", "x"): 1.0}]
    amounts = [{"a": 3.0, "b": 2.0, "c": 1.0}, {"x": 1.0, "y": 2.0, "z": 3.0}]
    assert ordered(amounts=amounts, links=links) == [["a", "b", "c"], ["z", "y", "x"]]
    crossed = [{("a", "y"): 3.0, ("b", "x"): 4.0}]
    found = ordered(amounts=[{"a": 3.0, "b": 4.0}, {"x": 4.0, "y": 3.0}], links=crossed)
    assert crossing(orders=found, links=crossed) == 0


def test_the_largest_stand_by_themselves_and_the_rest_is_told() -> None:
    points = [flow(f"k{n:02d}", "z", n) for n in range(1, 16)]
    found, nodes = folded(points=points, steps=("x", "colour"), others="其余合计")
    assert nodes == (15, 1)
    assert found[0] == flow("k15", "z", 15)
    assert {one["x"]: one["y"] for one in found}["其余合计"] == 1 + 2 + 3
    notes = folding_notes(names=("种类", "去向"), nodes=nodes)
    assert [one.zh for one in notes] == ["“种类”有 15 个值，图中列出最大的 12 个，其余 3 个合在一起。"]


def test_a_value_that_is_called_like_the_rest_stays_apart() -> None:
    points = [flow("其余", "z", 99), *(flow(f"k{n:02d}", "z", n) for n in range(1, 16))]
    found, _ = folded(points=points, steps=("x", "colour"), others="其余")
    assert {one["x"]: one["y"] for one in found} | {"其余": 99} == {one["x"]: one["y"] for one in found}
    assert "其余…" in {one["x"] for one in found}


def test_what_does_not_flow_is_not_drawn() -> None:
    found, _ = folded(points=[flow("a", "b", 0), flow("a", "c", 2)], steps=("x", "colour"), others="其余")
    assert found == (flow("a", "c", 2),)


def test_the_engine_is_asked_for_every_combination() -> None:
    state = asked("sankey", colour="树种", then="种植日期", y="sum", of="胸径")
    assert of_flows(state=state, column=DISTRICT) == {
        "select": "区市 as x, 树种 as colour, 种植日期 as then_, sum(胸径) as y",
        "group_by": "区市, 树种, 种植日期",
        "order_by": "sum(胸径) desc",
        "limit": "10000",
        "count": "exact",
    }


def test_flows_need_two_columns_and_a_measure_that_adds_up() -> None:
    assert misfit(state=asked("sankey"), columns=COLUMNS) == FLOWS
    assert misfit(state=asked("sankey", colour="树种"), columns=COLUMNS) is None
    assert misfit(state=asked("sankey", colour="树种", y="avg", of="胸径"), columns=COLUMNS) == SHARES
    lost = misfit(state=asked("sankey", colour="树种", then="没有"), columns=COLUMNS)
    assert lost is not None
    assert "没有" in lost.zh


@pytest.mark.parametrize(
    ("state", "then"),
    [
        (asked("sankey", colour="树种", then="种植日期"), "种植日期"),
        (asked("sankey", colour="树种", then="区市"), ""),
        (asked("sankey", then="树种"), ""),
        (asked("bar", colour="树种", then="种植日期"), ""),
    ],
)
def test_only_flows_go_on_to_a_third_column(state: ChartState, then: str) -> None:
    assert settled(state=state, columns=COLUMNS).then == then


def test_two_columns_of_few_values_suggest_flows() -> None:
    found = [one for one in suggestions(columns=tuple(COLUMNS.values()), rows=2_500) if one.kind == "sankey"]
    assert [(one.x, one.colour) for one in found] == [("区市", "树种")]


def test_a_flow_is_told_in_one_sentence_in_both_languages() -> None:
    state, shown = asked("sankey", colour="树种", then="种植日期"), figure(flow("a", "b", 1))
    told = [sentence_of(state=state, conditions=["胸径 > 3"], figure=shown, language=one) for one in ("zh-hans", "en")]
    assert told == [
        "从区市到树种到种植日期的行数，其中胸径 > 3",
        "Number of rows from 区市 to 树种 to 种植日期, where 胸径 > 3",
    ]


def test_the_largest_drawing_stays_light() -> None:
    points = [flow(f"源{a:02d}", f"去{b:02d}", 1 + (a * 7 + b * 3) % 11) for a in range(13) for b in range(13)]
    state = asked("sankey", colour="树种")
    spec = drawn(state=state, figure=figure(*points), x="区市")
    assert len(json.dumps(spec, ensure_ascii=False)) < 250_000
    assert steps_of(state=state) == ("x", "colour")
