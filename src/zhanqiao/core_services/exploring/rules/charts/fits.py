"""Which chart fits which columns: what is missing or does not fit is said with what to do instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from zhanqiao.core_services.exploring.rules.charts.columns import ChartColumn, usual_unit
from zhanqiao.core_services.exploring.rules.charts.state import ChartState
from zhanqiao.core_services.exploring.rules.charts.words import KINDS, MEASURES, ORDERS
from zhanqiao.kit.texts import Text

Columns = Mapping[str, ChartColumn]
MOST_COLOURS = 8  # colours that the palette tells apart
MOST_LINES_OF_HEAT = 40
MOST_SLICES = 8
OF_DATES = ("year", "month", "day", "hour", "weekday")
WITHOUT_Y = frozenset({"histogram"})
OF_EACH_ROW = frozenset({"scatter", "box"})
ORDERED = frozenset({"line", "area"})
SORTED = frozenset({"bar", "box", "pie"})
SHARED = frozenset({"pie", "treemap", "sankey"})
WITHOUT_MEASURE = WITHOUT_Y | OF_EACH_ROW
WITHOUT_COLOUR = frozenset({"histogram", "box", "pie", "treemap", "calendar"})
ADDING = frozenset({"count", "sum"})
STACKED = frozenset({"area", "pie", "treemap", "sankey"})


def units_for(*, column: ChartColumn) -> tuple[str, ...]:
    """Return the units a column can be counted by; an empty one stands for each value."""
    if column.type == "time":
        return ("hour",)
    if column.type == "date":
        return ("year", "month", "day", "weekday")
    if column.is_dated:
        return OF_DATES
    return ("", "bins") if column.is_number else ("",)


def settled(*, state: ChartState, columns: Columns) -> ChartState:
    """Return the state with the unit that is used where none, or one that does not suit the column, was chosen."""
    column = columns.get(state.x)
    if column is None or state.kind == "scatter":
        return replace(state, unit="", order="", then="")
    unit = "bins" if state.kind == "histogram" and column.is_number else state.unit
    if unit not in units_for(column=column) or not unit:
        unit = usual_unit(column=column)
    if unit == "bins" and state.kind in ORDERED:
        unit = ""
    if state.kind == "calendar" and column.is_dated:
        unit = "day"
    y = "count" if state.kind in WITHOUT_Y else state.y
    sorts = state.kind in SORTED and state.order in ORDERS
    state = replace(state, colour="" if state.kind in WITHOUT_COLOUR or state.colour == state.x else state.colour)
    flows = state.kind == "sankey" and state.colour and state.then not in (state.x, state.colour)
    state = replace(state, then=state.then if flows else "")
    return replace(state, unit=unit, y=y, order=state.order if sorts else "")


def needs_of(*, state: ChartState) -> bool:
    """Say whether a column to measure is chosen beside the measure."""
    return state.kind in OF_EACH_ROW or (state.kind not in WITHOUT_Y and state.y != "count")


def misfit(*, state: ChartState, columns: Columns) -> Text | None:
    """Return why a chart cannot be drawn of these columns and what to do, None when it can."""
    if state.kind not in KINDS:
        return NO_KIND.filled(kind=state.kind, kinds="、".join(KINDS))
    for name in (state.x, state.of, state.colour, state.then):
        if name and name not in columns:
            return NO_COLUMN.filled(name=name)
    if not state.x:
        return NO_X
    if not columns[state.x].is_drawn:
        return NOT_DRAWN.filled(name=state.x)
    for name in (state.colour, state.then):
        if name and not columns[name].is_drawn:
            return NOT_DRAWN.filled(name=name)
    return _measure_misfit(state, columns) or _kind_misfit(state, columns)


def crowded(*, state: ChartState, groups: int, colours: int) -> Text | None:
    """Return why an answer of so many groups and colours is not drawn, None when it is."""
    name = KINDS[state.kind].name
    if state.kind == "pie" and groups > MOST_SLICES:
        return MANY_SLICES.filled(name=state.x, groups=groups, most=MOST_SLICES)
    most = MOST_LINES_OF_HEAT if state.kind == "heat" else MOST_COLOURS
    if colours > most:
        text = MANY_LINES if state.kind == "heat" else MANY_COLOURS
        return Text(
            text.zh.format(name=state.colour, most=most, kind=name.zh),
            text.en.format(name=state.colour, most=most, kind=name.en),
        )
    return None


def unshared(*, state: ChartState, points: Sequence[Mapping[str, Any]]) -> Text | None:
    """Return why points are no parts of a whole that could be drawn, None when they are or need not be."""
    return NEGATIVE if state.kind in SHARED and any((one["y"] or 0) < 0 for one in points) else None


def _measure_misfit(state: ChartState, columns: Columns) -> Text | None:
    if state.kind in OF_EACH_ROW:
        return None if state.of and columns[state.of].is_number else NO_NUMBER
    if state.y not in MEASURES:
        return NO_MEASURE.filled(y=state.y, known="、".join(MEASURES))
    if state.y == "count":
        return None
    if not state.of:
        return NO_OF
    column = columns[state.of]
    if not column.is_drawn or not (column.is_number or state.y == "distinct"):
        return NOT_MEASURED.filled(name=state.of)
    return None


def _kind_misfit(state: ChartState, columns: Columns) -> Text | None:
    column = columns[state.x]
    ordered = column.is_number or column.is_dated
    axes = {
        "histogram": (column.is_number, HISTOGRAM),
        "scatter": (ordered, SCATTER),
        "line": (ordered or column.type == "time", LINE),
        "area": (ordered or column.type == "time", LINE),
        "calendar": (column.is_dated, CALENDAR),
    }
    fits, reason = axes.get(state.kind, (True, NO_X))
    if not fits:
        return reason.filled(name=state.x)
    if state.kind == "heat" and not state.colour:
        return HEAT
    if state.kind == "sankey" and not state.colour:
        return FLOWS
    return SHARES if state.kind in STACKED and state.y not in ADDING else None


NO_KIND = Text("没有“{kind}”这种图。可选：{kinds}。", "There is no chart '{kind}'. Choose one of {kinds}.")
NO_COLUMN = Text(
    "表中没有“{name}”这一列。请在下面另选一列。", "The table has no column '{name}'. Choose another below."
)
NO_X = Text("请选择按哪一列来看。", "Choose the column to look at the rows by.")
NOT_DRAWN = Text(
    "“{name}”是空间图形或 JSON，不能作为坐标轴。请另选一列。",
    "'{name}' holds shapes or JSON, which cannot stand on an axis. Choose another column.",
)
NO_NUMBER = Text(
    "散点图和箱线图需要一列数值。请在“数值列”中选择一列数值。",
    "Scatter and box charts need a column of numbers. Choose one under 'Of the column'.",
)
NO_MEASURE = Text("没有“{y}”这种统计。可选：{known}。", "There is no measure '{y}'. Choose one of {known}.")
NO_OF = Text("请选择统计哪一列，或改为统计行数。", "Choose the column to measure, or count rows instead.")
NOT_MEASURED = Text(
    "“{name}”不是数值列，不能这样统计。请选择数值列，或改为统计行数。",
    "'{name}' does not hold numbers and cannot be measured so. Choose a column of numbers, or count rows.",
)
HISTOGRAM = Text(
    "直方图看一列数值的分布，而“{name}”不是数值列。请换一列数值，或改用条形图。",
    "A histogram shows how numbers are spread, and '{name}' does not hold numbers. Choose a column of numbers, or use bars.",
)
SCATTER = Text(
    "散点图的横轴需要数值或日期，而“{name}”不是。请换一列，或改用箱线图。",
    "A scatter chart needs numbers or dates on its axis, and '{name}' holds neither. Choose another column, or use boxes.",
)
LINE = Text(
    "折线图和面积图的横轴要有先后，“{name}”的各值没有先后。请改用条形图，或选日期、数值列。",
    "Lines and areas need an axis with an order, and the values of '{name}' have none. Use bars, or choose dates or numbers.",
)
HEAT = Text(
    "热力图需要两个分类：请在“分色列”中再选一列。",
    "A heat map crosses two columns: choose the second under 'Coloured by'.",
)
FLOWS = Text(
    "桑基图看一列怎样流向另一列：请在“流向”中再选一列。",
    "Flows lead from one column to another: choose the second under 'Flows to'.",
)
CALENDAR = Text(
    "日历图逐日显示，而“{name}”不是日期。请换一列日期，或改用条形图。",
    "A calendar shows day by day, and '{name}' holds no dates. Choose a column of dates, or use bars.",
)
SHARES = Text(
    "饼图、矩形树图、桑基图和面积图只能看行数或合计，平均值等不能相加。请改统计方式，或改用条形图。",
    "Pies, treemaps, flows and areas show rows or sums, as averages do not add up. Change the measure, or use bars.",
)
NEGATIVE = Text(
    "有的合计小于零，不能作为整体的一部分来画。请改用条形图。",
    "Some sums are below zero and are no parts of a whole. Use bars.",
)
MANY_SLICES = Text(
    "“{name}”有 {groups} 类，饼图最多看清 {most} 类。请加筛选条件，或改用条形图。",
    "'{name}' has {groups} groups, and a pie shows {most} at most. Add a filter, or use bars.",
)
MANY_COLOURS = Text(
    "“{name}”多于 {most} 个值，颜色分不清。请加筛选条件，或改用热力图。",
    "'{name}' has more than {most} values, too many to tell by colour. Add a filter, or use a heat map.",
)
MANY_LINES = Text(
    "“{name}”多于 {most} 个值，热力图放不下。请加筛选条件。",
    "'{name}' has more than {most} values, too many for a heat map. Add a filter.",
)
