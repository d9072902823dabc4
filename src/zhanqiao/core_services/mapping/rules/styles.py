"""Which styles fit a table, where classes begin, and what a legend says.

Colours are names of the city's tokens (``chart-1`` …), or places on the ramp from ``chart-low`` to ``chart-high``; the page
turns them into colours of the reader's theme. The order of the eight is Okabe and Ito's (2008), told apart by colour-blind eyes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from zhanqiao.core_services.mapping.rules.layers import LayerState
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.cells import NUMERIC

MOST_CATEGORIES = 7
OTHERS = "chart-7"
UNKNOWN: Mapping[str, int] = MappingProxyType({})
CATEGORY_TOKENS = ("chart-1", "chart-2", "chart-3", "chart-4", "chart-5", "chart-6", "chart-8")
CODED = frozenset(
    {"identifier", "code", "division_code", "credit_code", "identity_number", "phone", "longitude", "latitude"}
)
DAYS = frozenset({"date", "timestamp"})
AREA_MEASURES = {"count": Text("行数", "Rows"), "sum": Text("合计", "Sum"), "avg": Text("平均", "Mean")}
OTHER = Text("其他", "Other")
NOTHING = Text("无数据", "No data")


class Column(Protocol):
    """A column as storage describes it."""

    @property
    def name(self) -> str:
        """What queries call it."""

    @property
    def type(self) -> str:
        """Its logical type."""

    @property
    def meaning(self) -> str | None:
        """What is known of it beyond the type."""


Field = TypeVar("Field", bound=Column)


@dataclass(frozen=True, slots=True)
class Legend:
    """One line of a legend: a token or a share of the ramp (0 to 1), and its words."""

    words: Text
    token: str = ""
    share: float | None = None

    @property
    def percent(self) -> int:
        """The place on the ramp, in hundredths."""
        return round(100 * (self.share or 0))


def measured(*, fields: Sequence[Field]) -> list[Field]:
    """Return the columns that can be measured: numbers that are no codes, years or coordinates."""
    return [each for each in fields if each.type in NUMERIC and each.meaning not in CODED]


def named(*, fields: Sequence[Field]) -> list[Field]:
    """Return the columns that can tell rows apart by words."""
    return [
        each
        for each in fields
        if each.type in ("text", "boolean") and each.meaning not in CODED - {"division_code", "code"}
    ]


def dated(*, fields: Sequence[Field]) -> list[Field]:
    """Return the columns that a time slider can move along."""
    return [each for each in fields if each.type in DAYS]


def coded(*, fields: Sequence[Field]) -> list[Field]:
    """Return the columns that hold division codes."""
    return [each for each in fields if each.meaning == "division_code" and each.type == "text"]


def possible_styles(*, fields: Sequence[Column], kind: str) -> list[str]:
    """Return the styles of a table that is ``points``, ``shapes``, or nowhere itself (empty)."""
    placed = [
        "single",
        *(["categories"] if named(fields=fields) else []),
        *(["classes"] if measured(fields=fields) else []),
    ]
    if not kind:
        placed = []
    clusters = ["clusters"] if kind == "points" else []
    return [*placed, *clusters, *(["areas"] if coded(fields=fields) else [])]


def usual_state(
    *, state: LayerState, fields: Sequence[Column], kind: str, distinct: Mapping[str, int] = UNKNOWN
) -> LayerState:
    """Return the state with what it leaves open: a style that fits, and a column that fits the style.

    ``distinct`` are the different values of each column, as far as they are known: few make good categories.
    """
    styles = possible_styles(fields=fields, kind=kind)
    style = state.style if state.style in styles else styles[0] if styles else ""
    fitting = colouring(fields=fields, style=style)
    if not fitting:
        return replace(state, style=style, by="")
    by = state.by if state.by in [each.name for each in fitting] else _first(fields=fitting, distinct=distinct)
    return replace(state, style=style, by=by)


def colouring(*, fields: Sequence[Field], style: str) -> list[Field]:
    """Return the columns by which a style can colour; none for a style that does not ask for one."""
    if style == "categories":
        return named(fields=fields)
    if style == "classes":
        return measured(fields=fields)
    return coded(fields=fields) if style == "areas" else []


def _first(*, fields: Sequence[Column], distinct: Mapping[str, int]) -> str:
    coded_ones = [each for each in fields if each.meaning == "division_code"]
    few = [each for each in fields if 1 < distinct.get(each.name, 0) <= MOST_CATEGORIES and each.type == "text"]
    meant = [each for each in fields if each.meaning == "category"]
    return ((few or meant or coded_ones) or list(fields))[0].name


def breaks_of(*, low: float, high: float, quantiles: Sequence[float], cut: str, classes: int) -> list[float]:
    """Return the inner bounds of classes, each once, in order: fewer than asked where values repeat."""
    if cut == "equal":
        step = (high - low) / classes
        inner = [low + step * number for number in range(1, classes)]
    else:
        inner = list(quantiles)
    return sorted({each for each in inner if low < each <= high})


def class_legend(*, breaks: Sequence[float], low: float, high: float, words: Any) -> list[Legend]:
    """Return the lines of classes from low to high; ``words`` writes a number."""
    bounds = [low, *breaks, high]
    steps = max(1, len(breaks))
    return [
        Legend(
            Text(f"{words(one)} – {words(other)}", f"{words(one)} – {words(other)}"),
            share=number / steps if breaks else 1.0,
        )
        for number, (one, other) in enumerate(pairwise(bounds))
    ]
