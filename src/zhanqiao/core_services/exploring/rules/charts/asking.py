"""What a chart asks of the engine: parameters of the query model, so that its link and an API call say the same."""

from __future__ import annotations

from zhanqiao.core_services.exploring.rules.charts.columns import ChartColumn, bin_width
from zhanqiao.core_services.exploring.rules.charts.state import ChartState
from zhanqiao.core_services.exploring.rules.rows import quoted

MOST_POINTS_DRAWN = 1_000
MOST_DAYS = 3_660  # of a calendar: ten years
MOST_GROUPS = 10_000
MOST_DOTS = 1_000
SEED = 1  # the same dots each time the link is opened
TIMELINE = ("year", "month", "day")
CYCLE = {"hour": "hour({0})", "weekday": "weekday({0})"}
AXIS_ORDER = {"x": "", "-x": " desc"}
CALLS = {
    "count": "count(*)",
    "sum": "sum({0})",
    "avg": "avg({0})",
    "median": "median({0})",
    "min": "min({0})",
    "max": "max({0})",
    "distinct": "approx_count_distinct({0})",
}
BOX = (
    ("low", "min({0})"),
    ("q1", "quantile({0}, 0.25)"),
    ("y", "median({0})"),
    ("q3", "quantile({0}, 0.75)"),
    ("high", "max({0})"),
)


def is_worded(*, state: ChartState, column: ChartColumn) -> bool:
    """Say whether the axis is of words: groups without an order of their own, of which the largest are drawn."""
    return not state.unit and not column.is_number


def of_groups(*, state: ChartState, column: ChartColumn, parted: bool = False) -> dict[str, str]:
    """Return the question for the groups of ``x``, ``parted`` by colour as well; columns ``x``, ``colour``, ``y``."""
    key, measure = key_of(state=state, column=column), measure_of(state=state)
    keys = [(key, "x")] + ([(quoted(state.colour), "colour")] if parted else [])
    measures = (
        [(call.format(quoted(state.of)), name) for name, call in BOX] if state.kind == "box" else [(measure, "y")]
    )
    limit = MOST_GROUPS if parted else state.top if is_worded(state=state, column=column) else most_points(state=state)
    return _of_rows(state, column) | {
        "select": ", ".join(f"{expression} as {name}" for expression, name in (*keys, *measures)),
        "group_by": ", ".join(expression for expression, _ in keys),
        "order_by": _order(state, column, key, measure),
        "limit": str(limit),
        "count": "exact",
    }


def of_flows(*, state: ChartState, column: ChartColumn) -> dict[str, str]:
    """Return the question for what flows from ``x`` to ``colour`` and on to ``then``; columns of these names, and ``y``."""
    keys = [(key_of(state=state, column=column), "x"), (quoted(state.colour), "colour")]
    keys += [(quoted(state.then), "then_")] if state.then else []
    measure = measure_of(state=state)
    return _of_rows(state, column) | {
        "select": ", ".join(f"{expression} as {name}" for expression, name in (*keys, (measure, "y"))),
        "group_by": ", ".join(expression for expression, _ in keys),
        "order_by": f"{measure} desc",
        "limit": str(MOST_GROUPS),
        "count": "exact",
    }


def most_points(*, state: ChartState) -> int:
    """Return how many points with an order of their own are drawn."""
    return MOST_DAYS if state.kind == "calendar" else MOST_POINTS_DRAWN


def of_whole(*, state: ChartState, column: ChartColumn) -> dict[str, str]:
    """Return the question for the measure over all rows that the chart is about."""
    return _of_rows(state, column) | {"select": f"{measure_of(state=state)} as y"}


def of_dots(*, state: ChartState, column: ChartColumn, rows: int) -> dict[str, str]:
    """Return the question for the dots of a scatter chart of ``rows`` rows: a sample where they are too many."""
    parts = [f"{quoted(state.x)} as x", f"{quoted(state.of)} as y"]
    parts += [f"{quoted(state.colour)} as colour"] if state.colour else []
    asked = _of_rows(state, column) | {"select": ", ".join(parts), "limit": str(MOST_DOTS)}
    return asked | ({"sample": str(MOST_DOTS), "seed": str(SEED)} if rows > MOST_DOTS else {})


def of_selection(*, state: ChartState, column: ChartColumn) -> dict[str, str]:
    """Return the parameters that choose the rows the chart is about."""
    return _of_rows(state, column)


def _of_rows(state: ChartState, column: ChartColumn) -> dict[str, str]:
    chosen = {name: text for name, text in state.rows.selection().items() if name in ("where", "q")}
    needed = [] if is_worded(state=state, column=column) and state.kind != "scatter" else [quoted(state.x)]
    needed += [quoted(state.of)] if state.kind in ("scatter", "box") else []
    conditions = ([f"({chosen['where']})"] if "where" in chosen else []) + [f"{name} IS NOT NULL" for name in needed]
    return chosen | ({"where": " AND ".join(conditions)} if conditions else {})


def key_of(*, state: ChartState, column: ChartColumn) -> str:
    """Return the expression of the groups of ``x``."""
    name = quoted(state.x)
    if state.unit in TIMELINE:
        return f"date_trunc('{state.unit}', {name})"
    if state.unit == "bins":
        width = f"{bin_width(column=column):.12f}".rstrip("0").rstrip(".")
        return f"floor({name} / {width})"
    return CYCLE.get(state.unit, "{0}").format(name)


def measure_of(*, state: ChartState) -> str:
    """Return the expression of what is measured."""
    if state.kind in ("scatter", "histogram"):
        return CALLS["count"]
    if state.kind == "box":
        return CALLS["median"].format(quoted(state.of))
    return CALLS[state.y].format(quoted(state.of))


def _order(state: ChartState, column: ChartColumn, key: str, measure: str) -> str:
    order = state.order or ("-y" if is_worded(state=state, column=column) else "x")
    if order in AXIS_ORDER:
        return key + AXIS_ORDER[order]
    return f"{measure}{' desc' if order == '-y' else ''}, {key}"
