"""The state of a chart: read from the address, written back into addresses. Which rows it counts is the grid's state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhanqiao.core_services.exploring.rules.rows import grid_state
from zhanqiao.core_services.exploring.rules.views import StateOfRows

TOPS = (5, 10, 20, 50, 100)
USUAL_TOP = 20
NAMES = ("kind", "x", "unit", "y", "of", "colour", "then", "order")


@dataclass(frozen=True, slots=True)
class ChartState(StateOfRows):
    """What a chart shows: ``y`` of the column ``of`` for each ``unit`` of the column ``x``, parted by ``colour``.

    Flows go from ``x`` to ``colour`` and, where it is given, on to ``then``.
    ``kind`` empty means that nothing was asked for yet. ``top`` is how many groups without an order of their own
    are drawn. ``rows`` chooses the rows, as the Data tab does.
    """

    kind: str = ""
    x: str = ""
    unit: str = ""
    y: str = "count"
    of: str = ""
    colour: str = ""
    then: str = ""
    order: str = ""
    top: int = USUAL_TOP

    @property
    def is_plain(self) -> bool:
        """Say whether this is the chart that the tab opens with: the only state that search engines should keep."""
        return not self.kind and self.rows.is_plain

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of the chart itself, without those that say nothing."""
        if not self.kind:
            return []
        pairs = [(name, getattr(self, name)) for name in NAMES]
        pairs.append(("top", "" if self.top == USUAL_TOP else str(self.top)))
        return [(name, value) for name, value in pairs if value]


def chart_state(*, given: Mapping[str, Sequence[str]]) -> ChartState:
    """Read the state from the address; a number of groups that is not offered counts as not given."""
    told = {name: values[-1].strip() for name in (*NAMES, "top") if (values := given.get(name))}
    top = next((one for one in TOPS if str(one) == told.get("top")), USUAL_TOP)
    rows = grid_state(given={name: values for name, values in given.items() if name not in ("page", "limit", "at")})
    own = {name: told[name] for name in NAMES if told.get(name)}
    return ChartState(rows=rows, top=top, **own)
