"""What a pivot asks of the engine: the groups of each axis, then the cells and every total of them.

Totals are asked for and not added up: the average of all rows is no average of averages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhanqiao.core_services.exploring.rules.charts import ChartColumn, ChartState, is_worded
from zhanqiao.core_services.exploring.rules.charts.asking import key_of, measure_of
from zhanqiao.kit.texts import Text

MOST_ACROSS, MOST_DOWN = 12, 200
MOST_CELLS = 10_000
NONE, OTHERS = "\u2400", "\u241f"  # what stands for no value, and for all groups that are not listed
WHOLE = Text("合计", "Total")
LETTERS = ("a", "b", "c")


@dataclass(frozen=True, slots=True)
class Axis:
    """One column that is grouped by. ``kept`` are the groups that are listed, None for all; ``width`` is that of bins."""

    name: str
    state: ChartState
    column: ChartColumn
    kept: tuple[str, ...] | None = None
    groups: int = 0
    width: float = 1.0

    @property
    def is_worded(self) -> bool:
        """Say whether its groups have no order of their own: the largest are listed, the others put together."""
        return is_worded(state=self.state, column=self.column)

    @property
    def expression(self) -> str:
        """The groups as the query model says them."""
        key = key_of(state=self.state, column=self.column)
        if not self.is_worded:
            return key
        text = f"coalesce({key if self.column.type == 'text' else f'to_text({key})'}, {_literal(NONE)})"
        if self.kept is None:
            return text
        return f"if({text} in ({', '.join(_literal(one) for one in self.kept)}), {text}, {_literal(OTHERS)})"


def room_of(*, axis: Axis) -> int:
    """Return how many groups of an axis are listed."""
    if axis.name == "across":
        return MOST_ACROSS if axis.is_worded else MOST_ACROSS * 5
    return axis.state.top if axis.is_worded else MOST_DOWN


def of_axis(*, axis: Axis, chosen: dict[str, str]) -> dict[str, str]:
    """Return the question for the groups of an axis over the ``chosen`` rows: in their order, else the largest first."""
    key, measure = axis.expression, measure_of(state=axis.state)
    return chosen | {
        "select": f"{key} as x, {measure} as y",
        "group_by": key,
        "order_by": f"{measure} desc, {key}" if axis.is_worded else key,
        "limit": str(room_of(axis=axis)),
        "count": "exact",
    }


def of_cells(*, axes: Sequence[Axis], state: ChartState, chosen: dict[str, str]) -> dict[str, str]:
    """Return the question for the measure by these axes, for none that of the whole; columns ``a`` … and ``y``."""
    named = [f"{axis.expression} as {letter}" for axis, letter in zip(axes, LETTERS, strict=False)]
    asked = chosen | {"select": ", ".join([*named, f"{measure_of(state=state)} as y"])}
    if not axes:
        return asked
    return asked | {"group_by": ", ".join(one.expression for one in axes), "limit": str(MOST_CELLS), "count": "exact"}


def sets_of(*, axes: Sequence[Axis]) -> list[tuple[Axis, ...]]:
    """Return the groupings whose measures a pivot shows: the cells, the subtotals, the totals of rows and columns."""
    down = [one for one in axes if one.name != "across"]
    across = [one for one in axes if one.name == "across"]
    levels = [tuple(down[:depth]) for depth in range(len(down), -1, -1)]
    return [(*level, *crossed) for level in levels for crossed in ([across, []] if across else [[]])]


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
