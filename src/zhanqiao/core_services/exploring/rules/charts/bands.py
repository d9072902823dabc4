"""Flows as marks of Vega-Lite: areas for the bands, rectangles for the nodes, words beside them."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.exploring.rules.charts.figures import Figure
from zhanqiao.core_services.exploring.rules.charts.flows import HIGH, WIDE, Flows, laid, steps_of
from zhanqiao.core_services.exploring.rules.charts.palette import PALETTE
from zhanqiao.core_services.exploring.rules.charts.state import ChartState

Spec = dict[str, Any]
HEAD = 7.0  # of the drawing's height, above it, for the names of the columns
LEAST, NODE_STEP = 340, 30  # pixels of height, at least and for each node of the longest column
CLEAR = 0.45  # of bands, so that words on them can be read
WORDS = 190  # pixels of a node's label
HALO: Spec = {
    "style": "halo",
    "strokeWidth": 3,
    "strokeJoin": "round",
}  # below words, so that bands do not strike them through
NUMBER = ",.12~g"


def flowing(*, state: ChartState, figure: Figure, x: str, y: str) -> Spec:
    """Return the layers of a flow diagram; ``x`` and ``y`` are what the first column and the numbers are called."""
    flows = laid(points=figure.points, steps=steps_of(state=state))
    titles = [x, state.colour, *([state.then] if state.then else [])]
    bands = [_bands(flows, place, titles, y) for place in range(len(flows.bands))]
    return {
        "height": max(LEAST, NODE_STEP * flows.most),
        "layer": [*bands, _nodes(flows, y), *_labels(flows, len(titles)), *_heads(titles)],
    }


def _bands(flows: Flows, place: int, titles: list[str], y: str) -> Spec:
    told = [
        {"field": "from", "title": titles[place], "type": "nominal"},
        {"field": "to", "title": titles[place + 1], "type": "nominal"},
        {"field": "y", "title": y, "type": "quantitative", "format": NUMBER},
    ]
    across = {"x": _across("across"), "y": {**_down("upper"), "stack": None}, "y2": {"field": "lower"}}
    return {
        "data": {"values": list(flows.bands[place])},
        "mark": {"type": "area", "interpolate": "monotone", "opacity": CLEAR},
        "encoding": {**across, "detail": {"field": "band", "type": "nominal"}, "color": _tone(), "tooltip": told},
    }


def _nodes(flows: Flows, y: str) -> Spec:
    told = [
        {"field": "node", "title": "", "type": "nominal"},
        {"field": "y", "title": y, "type": "quantitative", "format": NUMBER},
    ]
    place = {"x": _across("left"), "x2": {"field": "right"}, "y": _down("upper"), "y2": {"field": "lower"}}
    return {
        "data": {"values": list(flows.nodes)},
        "mark": {"type": "rect"},
        "encoding": {**place, "color": _tone(), "tooltip": told},
    }


def _labels(flows: Flows, columns: int) -> list[Spec]:
    """Return the words of nodes, on a halo: to the right of each, of the last column to the left."""
    inner = [one for one in flows.nodes if one["step"] < columns - 1]
    last = [one for one in flows.nodes if one["step"] == columns - 1]
    sides = ((inner, "right", "left", 4), (last, "left", "right", -4))
    return [_words(*side, look) for side in sides for look in (HALO, {})]


def _heads(titles: list[str]) -> list[Spec]:
    gap = WIDE / (len(titles) - 1)
    heads = [{"at": gap * place, "centre": -HEAD / 2, "label": title} for place, title in enumerate(titles)]
    found = [_words(heads[:1], "at", "left", 0), _words(heads[-1:], "at", "right", 0)]
    return [*found, _words(heads[1:-1], "at", "center", 0)] if heads[1:-1] else found


def _words(values: list[Spec], at: str, align: str, dx: int, look: Spec | None = None) -> Spec:
    mark = {"type": "text", "align": align, "baseline": "middle", "dx": dx, "limit": WORDS, **(look or {})}
    text = {"x": _across(at), "y": _down("centre"), "text": {"field": "label", "type": "nominal"}}
    return {"data": {"values": values}, "mark": mark, "encoding": text}


def _across(field: str) -> Spec:
    scale = {"domain": [0, WIDE], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _down(field: str) -> Spec:
    scale = {"domain": [-HEAD, HIGH], "nice": False, "zero": False, "reverse": True}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _tone() -> Spec:
    return {"field": "tone", "type": "nominal", "legend": None, "scale": {"domain": list(range(len(PALETTE)))}}
