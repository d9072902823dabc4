"""The state of a pivot: read from the address, written back into addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from zhanqiao.core_services.exploring.rules.charts import ChartColumn, ChartState, Role, role, settled
from zhanqiao.core_services.exploring.rules.charts.suggesting import hardness
from zhanqiao.core_services.exploring.rules.views import StateOfRows

AXES = ("down", "then", "across")


@dataclass(frozen=True, slots=True)
class PivotState(StateOfRows):
    """``y`` of the column ``of``, for each ``down`` and within it each ``then``, crossed by ``across``.

    The ``…_unit`` are those of charts.
    """

    NAMES: ClassVar[tuple[str, ...]] = ("down", "down_unit", "then", "then_unit", "across", "across_unit", "y", "of")
    down: str = ""
    down_unit: str = ""
    then: str = ""
    then_unit: str = ""
    across: str = ""
    across_unit: str = ""
    y: str = "count"
    of: str = ""

    @property
    def chart(self) -> ChartState:
        """The chart that shows the same."""
        return ChartState(
            rows=self.rows,
            kind="bar",
            x=self.down,
            unit=self.down_unit,
            y=self.y,
            of=self.of,
            colour=self.across or self.then,
            top=self.top,
        )


def pivot_state(*, given: Mapping[str, Sequence[str]]) -> PivotState:
    """Read the state of a pivot from the address."""
    return PivotState.read(given=given)


def state_of_axis(*, state: PivotState, axis: str, columns: Mapping[str, ChartColumn]) -> ChartState:
    """Return one of the three axes as a chart of it would group, with the unit that is used where none was chosen."""
    asked = ChartState(
        kind="bar", x=getattr(state, axis), unit=getattr(state, f"{axis}_unit"), y=state.y, of=state.of, top=state.top
    )
    return settled(state=asked, columns=columns)


def first_pivot(*, state: PivotState, columns: Sequence[ChartColumn], rows: int) -> PivotState:
    """Return the pivot that a table of ``rows`` rows opens with: its easiest group, crossed by the next, or by time."""
    roles = {one.name: role(column=one, rows=rows) for one in columns}
    groups = sorted((one for one in columns if roles[one.name] is Role.CATEGORY), key=hardness)
    times = [one for one in columns if roles[one.name] is Role.TIME]
    names = [one.name for one in (*groups[:1], *times[:1], *groups[1:2])]
    return replace(state, down=names[0], across=names[1] if len(names) > 1 else "") if names else state
