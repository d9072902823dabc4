"""The numbers of a chart, asked of the release: groups, colours, dots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhanqiao.core_services.exploring.rules import charts
from zhanqiao.core_services.exploring.rules.charts import ChartColumn, ChartState, Figure
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import QueryError, RowsPage, TableCard
from zhanqiao.kit.texts import Text


def figure_of(
    *, table: TableCard, state: ChartState, column: ChartColumn, language: str
) -> tuple[Figure | None, Text | None]:
    """Return the figure of a chart whose columns fit, or why the answer cannot be drawn or the question not be read.

    Raises QueryTimeoutError and what else the engine says of its limits.
    """
    try:
        return _figure(table, state, column, language)
    except QueryError as problem:
        return None, problem.text


def _figure(
    table: TableCard, state: ChartState, column: ChartColumn, language: str
) -> tuple[Figure | None, Text | None]:
    if state.kind == "sankey":
        return _of_flows(table, state, column, language)
    colours = _colours(table, state, language)
    problem = charts.crowded(state=state, groups=0, colours=len(colours))
    if problem is not None:
        return None, problem
    figure = _of_dots if state.kind == "scatter" else _of_groups
    found = figure(table, state, column, language, colours)
    problem = charts.crowded(state=state, groups=found.groups, colours=len(colours))
    problem = problem or charts.unshared(state=state, points=found.points)
    if problem is None and not found.points:
        problem = NOTHING
    return (None, problem) if problem else (found, None)


def _of_groups(
    table: TableCard, state: ChartState, column: ChartColumn, language: str, colours: tuple[str, ...]
) -> Figure:
    asked = charts.of_groups(state=state, column=column)
    answer = _asked(table, asked)
    rows = answer.as_objects()
    groups = answer.total or 0
    if state.colour:
        kept = {one["x"] for one in rows}
        parted = _asked(table, charts.of_groups(state=state, column=column, parted=True))
        order = {value: place for place, value in enumerate(one["x"] for one in rows)}
        rows = sorted((one for one in parted.as_objects() if one["x"] in kept), key=lambda one: order[one["x"]])
    points = charts.points_of(state=state, column=column, answer=rows, language=language)
    share = _share_of_others(table, state, column, points) if groups > len(order_of(points)) else None
    return Figure(
        points=_placed(points, state),
        scale=charts.scale_of(state=state, column=column),
        groups=groups,
        share=share,
        colours=colours,
    )


def _of_flows(
    table: TableCard, state: ChartState, column: ChartColumn, language: str
) -> tuple[Figure | None, Text | None]:
    answer = _asked(table, charts.of_flows(state=state, column=column))
    if (answer.total or 0) > charts.MOST_GROUPS:
        return None, MANY_FLOWS.filled(flows=f"{answer.total:,}", most=f"{charts.MOST_GROUPS:,}")
    points = charts.points_of(state=state, column=column, answer=answer.as_objects(), language=language)
    problem = charts.unshared(state=state, points=points)
    steps = charts.steps_of(state=state)
    kept, nodes = charts.folded(points=points, steps=steps, others=charts.OTHERS.in_language(language))
    if problem is not None or not kept:
        return None, problem or NOTHING
    names = [state.x, state.colour, *([state.then] if state.then else [])]
    figure = Figure(
        points=kept,
        scale="labels",
        groups=len(order_of(kept)),
        said=charts.folding_notes(names=names, nodes=nodes),
    )
    return figure, None


def _placed(points: tuple[dict[str, Any], ...], state: ChartState) -> tuple[dict[str, Any], ...]:
    """Return points with what their kind of drawing needs besides: shares, tiles, days."""
    if state.kind == "calendar":
        return tuple(one | charts.day_of_calendar(date.fromisoformat(one["x"])) for one in points)
    if charts.unshared(state=state, points=points):
        return points
    place = {"pie": charts.with_shares, "treemap": charts.with_tiles}.get(state.kind)
    return place(points=points) if place else points


def order_of(points: tuple[dict[str, Any], ...], /) -> tuple[str, ...]:
    """Return the groups of points in the order in which they are drawn."""
    return tuple(dict.fromkeys(one["x"] for one in points))


def _of_dots(
    table: TableCard, state: ChartState, column: ChartColumn, language: str, colours: tuple[str, ...]
) -> Figure:
    rows = int(_asked(table, charts.of_whole(state=state, column=column)).as_objects()[0]["y"])
    answer = _asked(table, charts.of_dots(state=state, column=column, rows=rows)).as_objects()
    return Figure(
        points=charts.points_of(state=state, column=column, answer=answer, language=language),
        scale=charts.scale_of(state=state, column=column),
        groups=len(answer),
        rows=rows,
        colours=colours,
    )


def _share_of_others(
    table: TableCard, state: ChartState, column: ChartColumn, points: tuple[dict[str, Any], ...]
) -> float | None:
    """Return the part of the whole that lies outside the points; None where parts do not add up."""
    if state.y not in charts.ADDING or state.kind in charts.OF_EACH_ROW:
        return None
    whole = _asked(table, charts.of_whole(state=state, column=column)).as_objects()[0]["y"]
    drawn = sum(one["y"] or 0 for one in points)
    return None if not whole or float(whole) <= 0 or drawn < 0 else max(0.0, 1 - drawn / float(whole))


def _colours(table: TableCard, state: ChartState, language: str) -> tuple[str, ...]:
    """Return the labels of the colours under the filter, the largest first, and one more than can be drawn."""
    if not state.colour:
        return ()
    chosen = {name: text for name, text in state.rows.selection().items() if name in ("where", "q")}
    query = storage.parsed(card=table, params=chosen)
    most = charts.MOST_LINES_OF_HEAT if state.kind == "heat" else charts.MOST_COLOURS
    found = storage.facets(card=table, query=query, columns=[state.colour], size=most + 1)[state.colour]
    return tuple(charts.label(value, language=language) for value, _ in found)


def _asked(table: TableCard, params: Mapping[str, str]) -> RowsPage:
    return storage.aggregate(card=table, query=storage.parsed(card=table, params=params))


MANY_FLOWS = Text(
    "这几列共有 {flows} 种组合，桑基图最多读取 {most} 种。请加筛选条件，或换一列值少的。",
    "These columns have {flows} combinations, and flows are drawn of {most} at most. Add a filter, or choose a column with fewer values.",
)
NOTHING = Text(
    "没有符合条件的行。请去掉一个筛选条件，或另选一列。",
    "No row fits. Take away a condition, or choose another column.",
)
