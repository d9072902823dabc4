"""A figure as a Vega-Lite specification (version 6): the one place that says how charts look. No colour but the palette's."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhanqiao.core_services.exploring.rules.charts.bands import flowing
from zhanqiao.core_services.exploring.rules.charts.figures import Figure
from zhanqiao.core_services.exploring.rules.charts.palette import INK, LINE, OTHER_INK, PALETTE, SEQUENCE
from zhanqiao.core_services.exploring.rules.charts.state import ChartState
from zhanqiao.core_services.exploring.rules.charts.tiles import HIGH, WIDE, day_of_calendar, line_of

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
HEIGHT = 340
STEP = 24  # pixels of a bar that lies
DAY = 13  # pixels of a day in a calendar
PALE = 3.0  # how far the darkest tile stays from the dark end of the ramp, so that its label can be read
LABELLED = 40  # bars that carry their number
DOTTED = 60  # points of a line that are marked
WORDS_LIMIT = 150  # pixels of a label
TICKED = 30  # years, months or days of an axis that have a mark each
LETTERS_ABREAST = 40  # of all labels of an axis together, that may lie beside each other
TIME_FORMATS = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}
TIME_UNITS = {"year": "year", "month": "yearmonth", "day": "yearmonthdate"}
NUMBER = ",.12~g"
PLAIN = ".12~g"  # of an axis that may count years; without a precision, hundreds become 1e+2
SHORT = ",.4~r"  # of a legend, which has little room


def drawn(*, state: ChartState, figure: Figure, x: str) -> Spec:
    """Return the marks of a figure with their data inline; ``x`` is the title of its axis."""
    spec = _DRAW[state.kind](state, figure, x, figure.measures["y"])
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": HEIGHT,
        "data": {"values": list(figure.points)},
        **spec,
        "config": CONFIG,
    }


def _bars(state: ChartState, figure: Figure, x: str, y: str) -> Spec:
    axis = _axis(state, figure, x)
    amount = {"field": "y", "type": "quantitative", "title": y, "axis": {"format": NUMBER}}
    lies = figure.scale == "labels" and state.unit == ""
    encoding = {"y" if lies else "x": axis, "x" if lies else "y": amount, **_colour(state, figure)}
    encoding["tooltip"] = _tooltip(state, x, y)
    height = {"height": {"step": STEP}} if lies else {}
    labels = len({one["x"] for one in figure.points})
    if state.colour or figure.scale == "bins" or labels > LABELLED:
        return height | {"mark": {"type": "bar"}, "encoding": encoding}
    place = {"align": "left", "dx": 4} if lies else {"baseline": "bottom", "dy": -3}
    text = {
        "mark": {"type": "text", **place},
        "encoding": {"text": {"field": "y", "type": "quantitative", "format": ",.6~g"}},
    }
    return height | {"encoding": encoding, "layer": [{"mark": {"type": "bar"}}, text]}


def _lines(state: ChartState, figure: Figure, x: str, y: str) -> Spec:
    few = len(figure.points) <= DOTTED * max(1, len(figure.colours))
    mark: Spec = (
        {"type": state.kind, "point": few} if state.kind == "line" else {"type": "area", "line": True, "opacity": 0.6}
    )
    encoding = {
        "x": _axis(state, figure, x),
        "y": _amount(y),
        **_colour(state, figure),
        "tooltip": _tooltip(state, x, y),
    }
    if state.colour and state.kind == "line":
        encoding["strokeDash"] = _parted(state, figure)
    return {"mark": mark, "encoding": encoding}


def _dots(state: ChartState, figure: Figure, x: str, y: str) -> Spec:
    encoding = {"x": _axis(state, figure, x), "y": _amount(state.of), **_colour(state, figure)}
    if figure.scale == "numbers":
        encoding["x"]["scale"] = {"zero": False}
    encoding["y"]["scale"] = {"zero": False}
    encoding["tooltip"] = _tooltip(state, x, y)
    if state.colour:
        encoding["shape"] = _parted(state, figure)
    return {"mark": {"type": "point", "opacity": 0.75, "filled": True, "size": 36}, "encoding": encoding}


def _heat(state: ChartState, figure: Figure, x: str, y: str) -> Spec:
    labels = list(dict.fromkeys(one["x"] for one in figure.points))
    lies = sum(len(one) for one in labels) <= LETTERS_ABREAST
    angle: Spec = {"axis": {"labelAngle": 0}} if lies else {}
    across = {"field": "x", "type": "nominal", "sort": labels, "title": x, **angle}
    down = {"field": "colour", "type": "nominal", "sort": list(figure.colours), "title": state.colour}
    amount = {"field": "y", "type": "quantitative", "title": y, "legend": {"format": SHORT, "gradientLength": 160}}
    encoding = {"x": across, "y": down, "color": amount, "tooltip": _tooltip(state, x, y)}
    return {"height": {"step": STEP}, "mark": {"type": "rect"}, "encoding": encoding}


def _boxes(state: ChartState, figure: Figure, x: str, _y: str) -> Spec:
    along = {"field": "x", "type": "nominal", "sort": None, "title": x}
    tooltip = [_told("x", x), *(_told(name, words, number=True) for name, words in figure.measures.items())]

    def layer(mark: Spec, start: str, end: str = "") -> Spec:
        span = {"x": {"field": start, "type": "quantitative", "title": state.of, "scale": {"zero": False}}}
        return {"mark": mark, "encoding": span | ({"x2": {"field": end}} if end else {})}

    layers = [
        layer({"type": "rule"}, "low", "high"),
        layer({"type": "bar", "size": 14}, "q1", "q3"),
        layer({"type": "tick", "size": 14, "thickness": 2}, "y"),
    ]
    return {"height": {"step": STEP}, "encoding": {"y": along, "tooltip": tooltip}, "layer": layers}


def _slices(state: ChartState, figure: Figure, x: str, y: str) -> Spec:
    labels = [one["x"] for one in figure.points]
    colour = {"field": "x", "type": "nominal", "sort": labels, "title": x, "legend": None}
    encoding = {
        "theta": {"field": "y", "type": "quantitative", "stack": True},
        "order": {"field": "y", "type": "quantitative", "sort": "descending"},
        "tooltip": _tooltip(state, x, y),
    }
    arc = {"mark": {"type": "arc", "outerRadius": 112}, "encoding": {"color": colour}}
    named = {"text": {"field": "share"}, "detail": {"field": "x", "type": "nominal"}}
    text = {"mark": {"type": "text", "radius": 140}, "encoding": named}
    return {"encoding": encoding, "layer": [arc, text]}


def _tiles(_state: ChartState, figure: Figure, x: str, y: str) -> Spec:
    def along(channel: str, start: str, end: str, most: float) -> Spec:
        scale = {"domain": [0, most], "nice": False, "zero": False}
        return {
            channel: {"field": start, "type": "quantitative", "axis": None, "scale": scale},
            f"{channel}2": {"field": end},
        }

    most = max((one["y"] for one in figure.points), default=1.0)
    tint = {"field": "y", "type": "quantitative", "legend": None, "scale": {"domain": [0, most * PALE]}}
    place = along("x", "left", "right", WIDE) | along("y", "bottom", "top", HIGH)
    told = [_told("x", x), _told("y", y, number=True)]
    tiles = {"mark": {"type": "rect"}, "encoding": {**place, "color": tint, "tooltip": told}}
    text = {
        "mark": {"type": "text", "lineBreak": "\n"},
        "encoding": {
            "x": {"field": "middle", "type": "quantitative"},
            "y": {"field": "centre", "type": "quantitative"},
            "text": {"field": "label"},
        },
    }
    return {"layer": [tiles, text]}


def _days(_state: ChartState, figure: Figure, x: str, y: str) -> Spec:
    years = sorted({int(one["x"][:4]) for one in figure.points})
    months = [
        {"line": line_of(year, -1), "week": day_of_calendar(date(year, month, 1))["week"], "month": str(month)}
        for year in years
        for month in range(1, 13)
    ]
    lines = [line_of(year, weekday) for year in years for weekday in range(-1, 7)]
    across = {"field": "week", "type": "ordinal", "axis": None, "scale": {"domain": list(range(54))}}
    named = {"values": [str(year) for year in years], "ticks": False, "domain": False}
    down = {"field": "line", "type": "ordinal", "title": None, "scale": {"domain": lines}, "axis": named}
    amount = {"field": "y", "type": "quantitative", "title": y, "legend": {"format": SHORT, "gradientLength": 160}}
    told = [_told("x", x), _told("y", y, number=True)]
    days = {"mark": {"type": "rect"}, "encoding": {"color": amount, "tooltip": told}}
    text = {
        "data": {"values": months},
        "mark": {"type": "text", "align": "left", "dx": -4},
        "encoding": {"text": {"field": "month", "type": "nominal"}},
    }
    return {"height": {"step": DAY}, "encoding": {"x": across, "y": down}, "layer": [days, text]}


def _flows(state: ChartState, figure: Figure, x: str, y: str) -> Spec:
    return flowing(state=state, figure=figure, x=x, y=y)


def _axis(state: ChartState, figure: Figure, title: str) -> Spec:
    if figure.scale == "bins":
        shown: Spec = {
            "field": "at",
            "bin": {"binned": True, "step": _step(figure)},
            "type": "quantitative",
            "title": title,
        }
        return shown | {"axis": {"format": NUMBER}} if state.kind not in ("bar", "histogram") else shown
    if figure.scale == "numbers":
        return {"field": "at", "type": "quantitative", "title": title, "axis": {"format": PLAIN}}
    bands = state.kind == "bar" and len({one["x"] for one in figure.points}) <= LABELLED
    if figure.scale == "time" and not bands:
        axis: Spec = {"labelOverlap": True} | _ticks(state, figure)
        unit = {"timeUnit": TIME_UNITS[state.unit]} if state.kind == "bar" else {}
        return {"field": "at", "type": "temporal", "title": title, "axis": axis, **unit}
    axis = {"axis": {"labelAngle": 0, "labelOverlap": True}} if state.unit else {}
    return {"field": "x", "type": "ordinal" if state.unit else "nominal", "sort": None, "title": title} | axis


def _ticks(state: ChartState, figure: Figure) -> Spec:
    """Return how an axis of time is marked: few units each once, for half a year would be called as its year is."""
    if state.unit not in TIME_FORMATS:
        return {}
    few = len({one["x"] for one in figure.points}) <= TICKED
    return {"format": TIME_FORMATS[state.unit]} | ({"tickCount": {"interval": state.unit, "step": 1}} if few else {})


def _step(figure: Figure) -> float:
    return float(figure.points[0]["end"] - figure.points[0]["at"]) if figure.points else 1.0


def _amount(title: str) -> Spec:
    return {"field": "y", "type": "quantitative", "title": title, "axis": {"format": NUMBER}}


def _colour(state: ChartState, figure: Figure) -> Spec:
    if not state.colour:
        return {}
    return {"color": _parted(state, figure)}


def _parted(state: ChartState, figure: Figure) -> Spec:
    """Return a channel that tells colours apart; the same domain in each makes one legend of them, in every version of Vega-Lite."""
    domain = {"domain": list(figure.colours)}
    return {"field": "colour", "type": "nominal", "scale": domain, "title": state.colour}


def _tooltip(state: ChartState, x: str, y: str) -> list[Spec]:
    colour = [_told("colour", state.colour)] if state.colour else []
    return [_told("x", x), *colour, _told("y", y, number=True)]


def _told(field: str, title: str, *, number: bool = False) -> Spec:
    form = {"type": "quantitative", "format": NUMBER} if number else {"type": "nominal"}
    return {"field": field, "title": title, **form}


_DRAW = {
    "bar": _bars,
    "histogram": _bars,
    "line": _lines,
    "area": _lines,
    "scatter": _dots,
    "heat": _heat,
    "box": _boxes,
    "pie": _slices,
    "treemap": _tiles,
    "calendar": _days,
    "sankey": _flows,
}
CONFIG: Spec = {
    "background": None,
    "view": {"stroke": None},
    "range": {"category": list(PALETTE), "heatmap": list(SEQUENCE), "ramp": list(SEQUENCE)},
    "mark": {"color": PALETTE[0]},
    "text": {"color": INK, "fontSize": 12},
    "rule": {"color": INK},
    "style": {"halo": {"stroke": OTHER_INK}},
    "rect": {"stroke": OTHER_INK, "strokeWidth": 0.5},
    "tick": {"color": OTHER_INK},
    "axis": {
        "labelLimit": WORDS_LIMIT,
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": LINE,
        "domainColor": INK,
        "tickColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "axisQuantitative": {"tickCount": 8},
    "legend": {
        "orient": "top",
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "columns": 4,
        "labelLimit": WORDS_LIMIT,
        "symbolType": "square",
    },
    "title": {"color": INK, "subtitleColor": INK, "anchor": "start", "fontSize": 15},
}
