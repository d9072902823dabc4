"""A pivot of a table with its numbers: at most nine counts, each bounded in groups.

The caller has asked ``people.access`` for the table's card; nothing here reads more than that release.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhanqiao.core_services.exploring.queries.charts import columns_of
from zhanqiao.core_services.exploring.rules import conditions_of, pivots
from zhanqiao.core_services.exploring.rules.charts import ChartColumn
from zhanqiao.core_services.exploring.rules.charts.columns import bin_width, number
from zhanqiao.core_services.exploring.rules.charts.telling import chosen_by
from zhanqiao.core_services.exploring.rules.pivots import WHOLE, Axis, PivotState, PivotTable
from zhanqiao.core_services.exploring.rules.pivots.asking import LETTERS, OTHERS
from zhanqiao.core_services.exploring.rules.pivots.fits import MANY_CELLS
from zhanqiao.core_services.exploring.rules.pivots.state import AXES
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import QueryError, RowsPage, TableCard
from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True)
class Pivot:
    """A pivot as asked for: ``shown`` is None when it cannot be made, ``problem`` then says why."""

    table: TableCard
    state: PivotState
    columns: dict[str, ChartColumn]
    axes: tuple[Axis, ...] = ()
    shown: PivotTable | None = None
    sentence: str = ""
    notes: tuple[Text, ...] = ()
    problem: Text | None = None


def pivot_of(*, table: TableCard, state: PivotState, language: str) -> Pivot:
    """Return the pivot of a readable table that a state asks for, the first that suits it when it names none.

    Raises QueryTimeoutError and what else the engine says of its limits.
    """
    columns = columns_of(table=table)
    if not state.down:
        state = pivots.first_pivot(state=state, columns=tuple(columns.values()), rows=table.rows)
    found = Pivot(table, _settled(state, columns), columns)
    problem = pivots.misfit(state=found.state, columns=columns)
    if problem is not None:
        return replace(found, problem=problem)
    try:
        return _counted(found, language)
    except QueryError as unread:
        return replace(found, problem=unread.text)


def _settled(state: PivotState, columns: Mapping[str, ChartColumn]) -> PivotState:
    units: dict[str, Any] = {
        f"{axis}_unit": pivots.state_of_axis(state=state, axis=axis, columns=columns).unit
        for axis in AXES
        if getattr(state, axis) in columns
    }
    return replace(state, **units)


def _counted(pivot: Pivot, language: str) -> Pivot:
    chosen = {name: text for name, text in pivot.state.rows.selection().items() if name in ("where", "q")}
    axes, orders = [], {}
    for name in AXES:
        if getattr(pivot.state, name):
            axis, orders[name] = _axis(pivot, name, chosen)
            problem = pivots.crowded(axis=axis)
            if problem is not None:
                return replace(pivot, problem=problem)
            axes.append(axis)
    cells, problem = _cells(pivot.table, axes, chosen)
    if problem is not None:
        return replace(pivot, problem=problem)
    of = pivot.columns.get(axes[0].state.of)
    called = of.words if of else Text("", "")
    sentence = pivots.sentence_of(axes=axes, state=axes[0].state, of=called, language=language)
    conditions = [one["text"] for one in conditions_of(state=pivot.state, language=language)]
    return replace(
        pivot,
        axes=tuple(axes),
        shown=pivots.laid_out(axes=axes, orders=orders, cells=cells, language=language),
        sentence=sentence + chosen_by(conditions=conditions, q=pivot.state.q, language=language),
        notes=tuple(pivots.notes_of(axes=axes, state=pivot.state)),
    )


def _axis(pivot: Pivot, name: str, chosen: dict[str, str]) -> tuple[Axis, list[Any]]:
    """Return an axis with the groups that are listed, in their order."""
    column = pivot.columns[getattr(pivot.state, name)]
    state = pivots.state_of_axis(state=pivot.state, axis=name, columns=pivot.columns)
    axis = Axis(name, state, column, width=bin_width(column=column))
    answer = _asked(pivot.table, pivots.of_axis(axis=axis, chosen=chosen))
    order, groups = [one["x"] for one in answer.as_objects()], answer.total or 0
    if axis.is_worded and groups > len(order):
        return replace(axis, kept=tuple(order), groups=groups), [*order, OTHERS]
    return replace(axis, groups=groups), order


def _cells(
    table: TableCard, axes: Sequence[Axis], chosen: dict[str, str]
) -> tuple[dict[tuple[Any, ...], float | None], Text | None]:
    """Return the measures by their groups, WHOLE where all groups of an axis are meant, or why they are too many."""
    cells: dict[tuple[Any, ...], float | None] = {}
    for part in pivots.sets_of(axes=axes):
        answer = _asked(table, pivots.of_cells(axes=part, state=axes[0].state, chosen=chosen))
        if (answer.total or 0) > pivots.MOST_CELLS:
            return {}, MANY_CELLS.filled(cells=f"{answer.total:,}", most=f"{pivots.MOST_CELLS:,}")
        for one in answer.as_objects():
            groups = {axis.name: one[letter] for axis, letter in zip(part, LETTERS, strict=False)}
            cells[tuple(groups.get(name, WHOLE) for name in AXES)] = number(one["y"])
    return cells, None


def _asked(table: TableCard, params: Mapping[str, str]) -> RowsPage:
    return storage.aggregate(card=table, query=storage.parsed(card=table, params=params))
