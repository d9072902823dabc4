"""What a pivot can be made of; what cannot be shown is said with what to do instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhanqiao.core_services.exploring.rules import charts
from zhanqiao.core_services.exploring.rules.charts import ChartColumn
from zhanqiao.core_services.exploring.rules.charts.telling import ESTIMATED
from zhanqiao.core_services.exploring.rules.pivots.asking import Axis, room_of
from zhanqiao.core_services.exploring.rules.pivots.state import AXES, PivotState, state_of_axis
from zhanqiao.kit.texts import Text


def misfit(*, state: PivotState, columns: Mapping[str, ChartColumn]) -> Text | None:
    """Return why a pivot cannot be made of these columns, None when it can."""
    if not state.down:
        return NO_DOWN
    names = [name for axis in AXES if (name := getattr(state, axis))]
    if len(set(names)) < len(names):
        return TWICE
    for axis in AXES:
        if getattr(state, axis):
            problem = charts.misfit(state=state_of_axis(state=state, axis=axis, columns=columns), columns=columns)
            if problem is not None:
                return problem
    return None


def crowded(*, axis: Axis) -> Text | None:
    """Return why an axis has too many groups to be listed; words are cut to the largest and never too many."""
    if axis.is_worded or axis.groups <= room_of(axis=axis):
        return None
    return CROWDED.filled(name=axis.column.name, groups=f"{axis.groups:,}", most=room_of(axis=axis))


def notes_of(*, axes: Sequence[Axis], state: PivotState) -> list[Text]:
    """Return what must be said beside a pivot: which groups are put together, what is estimated."""
    cut = [one for one in axes if one.kept is not None]
    notes = [
        OTHERS_NOTE.filled(name=one.column.name, groups=f"{one.groups:,}", kept=len(one.kept or ())) for one in cut
    ]
    return [*notes, *([ESTIMATED] if state.y == "distinct" else [])]


NO_DOWN = Text("请选择按哪一列分行。", "Choose the column whose values stand in the rows.")
TWICE = Text(
    "同一列只能用一次。请为行、次级行和列选择不同的列。",
    "A column can be used once. Choose different ones for rows and columns.",
)
CROWDED = Text(
    "“{name}”有 {groups} 个组，最多列出 {most} 个。请选更粗的单位，或加筛选条件。",
    "'{name}' has {groups} groups, and {most} at most are listed. Choose a coarser unit, or add a filter.",
)
MANY_CELLS = Text(
    "表格有 {cells} 格，最多 {most} 格。请少列几类，或加筛选条件。",
    "The table would have {cells} cells, and {most} at most are shown. List fewer groups, or add a filter.",
)
OTHERS_NOTE = Text(
    "“{name}”有 {groups} 类，列出最大的 {kept} 类，其余合为“其他”。",
    "'{name}' has {groups} groups; the {kept} largest are listed, the rest stand under 'others'.",
)
