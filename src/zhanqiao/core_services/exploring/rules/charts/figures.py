"""The answer to a chart's question as points: labels for readers, places for the axis, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from zhanqiao.core_services.exploring.rules.charts.asking import MOST_POINTS_DRAWN, TIMELINE, is_worded, most_points
from zhanqiao.core_services.exploring.rules.charts.columns import ChartColumn, bin_width, number
from zhanqiao.core_services.exploring.rules.charts.state import ChartState
from zhanqiao.core_services.exploring.rules.charts.words import EMPTY, WEEKDAYS
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.cells import NO, YES

SHOWN = {"year": 4, "month": 7, "day": 10}
DECEMBER = 12
MEASURED = ("y", "low", "q1", "q3", "high")
Point = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """What is drawn. A point has ``x`` and ``colour`` as labels, ``at`` (and ``end`` of a bin) as the axis needs them, ``y``.

    ``scale`` is how the axis runs: ``time``, ``numbers``, ``bins`` or ``labels``. ``groups`` counts all groups, also those
    not drawn; ``share`` is the part of the whole that the others hold, None where that says nothing. ``colours`` are
    the labels of the colours, the largest first; ``measures`` say in words what ``y`` (of boxes also the others) is, once it is drawn;
    ``said`` is what must be told besides.
    """

    points: tuple[Point, ...]
    scale: str
    groups: int
    share: float | None = None
    rows: int | None = None
    colours: tuple[str, ...] = ()
    measures: Mapping[str, str] = field(default_factory=dict)
    said: tuple[Text, ...] = ()

    @property
    def has_empty(self) -> bool:
        """Say whether one of the groups is that of rows without a value."""
        return any(one["x"] in (EMPTY.zh, EMPTY.en) for one in self.points)


def scale_of(*, state: ChartState, column: ChartColumn) -> str:
    """Return how the axis of a chart runs."""
    if state.unit in TIMELINE or (state.kind == "scatter" and column.is_dated):
        return "time"
    if state.unit == "bins":
        return "bins"
    runs = state.kind in ("line", "area", "scatter") and column.is_number
    return "numbers" if runs else "labels"


def points_of(
    *, state: ChartState, column: ChartColumn, answer: Iterable[Mapping[str, Any]], language: str
) -> tuple[Point, ...]:
    """Return the rows of an answer as points; months and days without rows are counted as zero between others."""
    width = bin_width(column=column)
    points = tuple(_point(one, state, column, width, language) for one in answer)
    counts = state.y == "count" and state.unit in TIMELINE and not state.colour and not state.order
    return _without_gaps(points, state.unit) if counts and state.kind in ("bar", "line", "area") else points


def with_shares(*, points: Sequence[Point]) -> tuple[Point, ...]:
    """Return points with their part of the sum of all as a label, as slices carry it."""
    whole = sum(one["y"] or 0 for one in points)
    return tuple(one | {"share": f"{one['x']} {(one['y'] or 0) / whole * 100:.3g}%"} for one in points) if whole else ()


def label(value: Any, /, *, language: str) -> str:
    """Return a value as readers see it."""
    if value is None:
        return EMPTY.in_language(language)
    if isinstance(value, bool):
        return (YES if value else NO).in_language(language)
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)


def shown_number(value: float | None, /) -> str:
    """Return a number as tables show it: ``1,234.57``; None as an en dash."""
    if value is None:
        return "–"
    text = f"{value:,.2f}" if abs(value) >= 1 or value == 0 else f"{value:.4g}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cut_note(*, state: ChartState, column: ChartColumn, figure: Figure) -> Text | None:
    """Return what is said of groups that are not drawn, None when all are."""
    drawn = len({one["x"] for one in figure.points})
    if state.kind == "scatter" or figure.groups <= drawn:  # dots are rows: what is not drawn of them is a sample's note
        return None
    if not is_worded(state=state, column=column):
        return LONG.filled(drawn=f"{most_points(state=state):,}", groups=f"{figure.groups:,}")
    first = {"": LARGEST, "-y": LARGEST, "y": SMALLEST}.get(state.order, FIRST)
    others = Text("", "") if figure.share is None else OTHERS.filled(share=f"{figure.share * 100:.3g}")
    told = first.filled(drawn=f"{drawn:,}", groups=f"{figure.groups:,}")
    return Text(told.zh + others.zh + "。", told.en + others.en + ".")


def _point(one: Mapping[str, Any], state: ChartState, column: ChartColumn, width: float, language: str) -> Point:
    value = one["x"]
    point: Point = {"x": axis_label(value, state=state, width=width, language=language)}
    if state.unit == "bins":
        start = (number(value) or 0.0) * width
        point |= {"at": start, "end": start + width}
    elif state.unit in TIMELINE or column.is_dated:
        point["at"] = value
    elif column.is_number:
        point["at"] = number(value)
    if state.colour:
        point["colour"] = label(one["colour"], language=language).replace("T00:00:00", "")
    if state.then:
        point["then"] = label(one["then_"], language=language).replace("T00:00:00", "")
    return point | {name: number(one[name]) for name in MEASURED if name in one}


def axis_label(value: Any, /, *, state: ChartState, width: float, language: str) -> str:
    """Return a group as the axis names it; ``width`` is that of bins."""
    if value is None:
        return label(None, language=language)
    if state.unit in SHOWN:
        return str(value)[: SHOWN[state.unit]]
    if state.unit == "hour":
        return f"{value}:00"
    if state.unit == "weekday":
        return WEEKDAYS[int(value) - 1].in_language(language)
    if state.unit == "bins":
        start = float(value) * width
        return f"{label(start, language=language)}–{label(start + width, language=language)}"
    return (
        label(value, language=language).replace("T", " ")
        if state.kind == "scatter"
        else label(value, language=language)
    )


def _without_gaps(points: Sequence[Point], unit: str) -> tuple[Point, ...]:
    known = {one["x"]: one for one in points}
    if not known:
        return ()
    filled: list[Point] = []
    at, last = _start(min(known)), _start(max(known))
    while at <= last and len(filled) <= MOST_POINTS_DRAWN:
        text = at.isoformat()[: SHOWN[unit]]
        filled.append(known.get(text) or {"x": text, "at": f"{at.isoformat()}T00:00:00", "y": 0.0})
        at = _following(at, unit)
    return tuple(filled) if len(filled) <= MOST_POINTS_DRAWN else tuple(points)


def _start(text: str) -> date:
    return date.fromisoformat(f"{text}-01-01"[:10])


def _following(at: date, unit: str) -> date:
    if unit == "year":
        return at.replace(year=at.year + 1)
    if unit == "day":
        return at + timedelta(days=1)
    return at.replace(year=at.year + at.month // DECEMBER, month=at.month % DECEMBER + 1)


LARGEST = Text("图中为 {groups} 类中最大的 {drawn} 类", "The {drawn} largest of {groups} groups are shown")
SMALLEST = Text("图中为 {groups} 类中最小的 {drawn} 类", "The {drawn} smallest of {groups} groups are shown")
FIRST = Text("图中为 {groups} 类中排在前面的 {drawn} 类", "The first {drawn} of {groups} groups are shown")
OTHERS = Text("，其余各类占 {share}%", "; the others hold {share} %")
LONG = Text(
    "共有 {groups} 个点，图中只有前 {drawn} 个。请选更粗的时间单位、分段，或加筛选条件。",
    "There are {groups} points, and only the first {drawn} are shown. Choose a coarser unit or bins, or add a filter.",
)
