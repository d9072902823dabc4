"""The state of a chart: read from the address, written back into addresses. Which rows it counts is the grid's state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from zhanqiao.core_services.exploring.rules.views import StateOfRows


@dataclass(frozen=True, slots=True)
class ChartState(StateOfRows):
    """What a chart shows: ``y`` of the column ``of`` for each ``unit`` of the column ``x``, parted by ``colour``.

    Flows go from ``x`` to ``colour`` and, where it is given, on to ``then``.
    ``rows`` chooses the rows, as the Data tab does.
    """

    NAMES: ClassVar[tuple[str, ...]] = ("kind", "x", "unit", "y", "of", "colour", "then", "order")
    kind: str = ""
    x: str = ""
    unit: str = ""
    y: str = "count"
    of: str = ""
    colour: str = ""
    then: str = ""
    order: str = ""


def chart_state(*, given: Mapping[str, Sequence[str]]) -> ChartState:
    """Read the state of a chart from the address."""
    return ChartState.read(given=given)
