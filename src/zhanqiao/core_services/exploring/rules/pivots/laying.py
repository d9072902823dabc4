"""The answers of a pivot laid out as a table: lines of rows, subtotals and totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhanqiao.core_services.exploring.rules.charts import ChartState, grouped, label, measured
from zhanqiao.core_services.exploring.rules.charts.figures import axis_label
from zhanqiao.core_services.exploring.rules.charts.words import EMPTY
from zhanqiao.core_services.exploring.rules.pivots.asking import NONE, OTHERS, WHOLE, Axis
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.cells import NO, YES

REST = Text("其他", "others")
SUBTOTAL = Text("小计", "subtotal")
SAID = Text("{what}：按{rows}{across}", "{what} by {rows}{across}")
CROSSED = Text("，横向按{across}", ", across {across}")
JOINED = Text("、", " and ")
TRUTH = {"true": YES, "false": NO}
Cells = Mapping[tuple[Any, ...], float | None]  # by the groups of down, then and across; WHOLE stands for all of one


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what heads it, its numbers, the total of the line last; ``kind`` is ``row``, ``subtotal`` or ``total``."""

    kind: str
    heads: tuple[str, ...]
    numbers: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class PivotTable:
    """A pivot as a table: ``names`` head the columns of groups, ``columns`` those of numbers."""

    names: tuple[str, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def laid_out(*, axes: Sequence[Axis], orders: Mapping[str, Sequence[Any]], cells: Cells, language: str) -> PivotTable:
    """Return the table of a pivot; ``orders`` are the groups of each axis by its name, in the order they are listed."""
    by_name = {one.name: one for one in axes}
    across = [*orders.get("across", ()), WHOLE] if "across" in by_name else [WHOLE]
    thens: Sequence[Any] = orders["then"] if "then" in by_name else (WHOLE,)

    def line(kind: str, heads: tuple[str, ...], down: Any, then: Any) -> Line:
        return Line(kind, heads, tuple(cells.get((down, then, one)) for one in across))

    lines: list[Line] = []
    for down in orders["down"]:
        head = _label(by_name["down"], down, language)
        for then in thens:
            if then is WHOLE:
                lines.append(line("row", (head,), down, WHOLE))
            elif (down, then, WHOLE) in cells:
                lines.append(line("row", (head, _label(by_name["then"], then, language)), down, then))
        if "then" in by_name:
            lines.append(line("subtotal", (head, SUBTOTAL.in_language(language)), down, WHOLE))
    total = WHOLE.in_language(language)
    lines.append(line("total", (total, "") if "then" in by_name else (total,), WHOLE, WHOLE))
    names = tuple(_title(one).in_language(language) for one in axes if one.name != "across")
    columns = [total if one is WHOLE else _label(by_name["across"], one, language) for one in across]
    return PivotTable(names=names, columns=tuple(columns), lines=tuple(lines))


def sentence_of(*, axes: Sequence[Axis], state: ChartState, of: Text, language: str) -> str:
    """Return what a pivot shows, in one sentence; ``of`` is what the measured column is called."""
    down = [_title(one).in_language(language) for one in axes if one.name != "across"]
    across = [_title(one).in_language(language) for one in axes if one.name == "across"]
    what = measured(y=state.y, of=of).in_language(language)
    more = CROSSED.in_language(language).format(across=across[0]) if across else ""
    said = SAID.in_language(language).format(what=what, rows=JOINED.in_language(language).join(down), across=more)
    return said[:1].upper() + said[1:]


def _title(axis: Axis) -> Text:
    return grouped(x=axis.column.title, unit=axis.state.unit)


def _label(axis: Axis, value: Any, language: str) -> str:
    if value == OTHERS:
        return REST.in_language(language)
    if value is None or value == NONE:
        return EMPTY.in_language(language)
    if axis.column.type == "boolean" and value in TRUTH:
        return TRUTH[value].in_language(language)
    if axis.is_worded:
        return label(value, language=language)
    return axis_label(value, state=axis.state, width=axis.width, language=language)
