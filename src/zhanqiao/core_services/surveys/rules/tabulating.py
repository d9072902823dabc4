"""Answers as tables: shares with intervals, crosstabs, small cells hidden. No Django, no clock.

A cell of 1 to 4 answers is hidden (``LEAST`` is 5), and so is a second one wherever it could be told from a total: in every
line of cells that add up to a number that is shown, none or at least two are hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhanqiao.core_services.surveys.rules.answering import chosen
from zhanqiao.core_services.surveys.rules.places import DISTRICTS
from zhanqiao.core_services.surveys.rules.questions import WORDED, Definition, Kind, Option, Question
from zhanqiao.core_services.surveys.rules.weighing import Estimate, weighted_mean, weighted_share
from zhanqiao.kit.texts import Text

LEAST = 5
WHOLE = Option("", Text("", ""))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's answers and their weight."""

    answers: Mapping[str, Any]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One option among its base: how many chose it and the weighted share; both None where hidden."""

    option: Option
    count: int | None
    share: Estimate | None

    @property
    def is_hidden(self) -> bool:
        """Say whether too few chose it."""
        return self.count is None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a grid (or the whole question): its cells, how many answered (None: too few to say), the mean if there is one."""

    row: Option
    base: int | None
    cells: tuple[Cell, ...]
    mean: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A question with its lines. ``is_exclusive``: everybody chose one option, so that shares add up to all."""

    question: Question
    lines: tuple[Line, ...]
    is_exclusive: bool


def tables_of(*, definition: Definition, sheets: Sequence[Sheet]) -> tuple[Table, ...]:
    """Return a table for every question; of words only how many wrote any."""
    return tuple(table_of(question=question, sheets=sheets) for question in definition.questions)


def table_of(*, question: Question, sheets: Sequence[Sheet]) -> Table:
    """Return the table of one question."""
    rows = question.rows if question.kind is Kind.MATRIX else (WHOLE,)
    lines = [_line(question, row, _given(question, row, sheets)) for row in rows]
    is_exclusive = question.kind is not Kind.MULTIPLE
    return Table(question, tuple(_hidden(lines, is_exclusive=is_exclusive, together=False)), is_exclusive)


def crosstab_of(*, question: Question, by: Question, sheets: Sequence[Sheet]) -> Table:
    """Return the table of a question for each group of another one (single, scale or district)."""
    lines = [
        _line(
            question,
            group,
            _given(question, WHOLE, [one for one in sheets if group.key in chosen(one.answers.get(by.key))]),
        )
        for group in options_of(by)
    ]
    is_exclusive = question.kind is not Kind.MULTIPLE
    return Table(question, tuple(_hidden(lines, is_exclusive=is_exclusive, together=True)), is_exclusive)


def options_of(question: Question, /) -> tuple[Option, ...]:
    """Return what may be chosen, steps of a scale and districts among it."""
    if question.kind is Kind.SCALE:
        return tuple(Option(str(step), Text(str(step), str(step))) for step in question.steps)
    if question.kind is Kind.PLACE:
        return tuple(Option(code, name) for code, name in DISTRICTS.items())
    return question.options


Given = list[tuple[Any, float]]


def _given(question: Question, row: Option, sheets: Sequence[Sheet]) -> Given:
    found: Given = []
    for sheet in sheets:
        answer = sheet.answers.get(question.key)
        if isinstance(answer, Mapping):
            answer = answer.get(row.key)
        if answer is not None:
            found.append((answer, sheet.weight))
    return found


def _line(question: Question, row: Option, given: Given) -> Line:
    if question.kind in WORDED or question.kind is Kind.DATE:
        return Line(row, len(given), ())
    if question.kind is Kind.NUMBER:
        return Line(row, len(given), (), _mean(given))
    weights = [weight for _answer, weight in given]
    picked = [_picked(question, answer) for answer, _weight in given]
    cells = []
    for option in options_of(question):
        chose = [option.key in one for one in picked]
        cells.append(Cell(option, sum(chose), weighted_share(chose=chose, weights=weights)))
    return Line(row, len(given), tuple(cells), _mean(given) if question.kind is Kind.SCALE else None)


def _picked(question: Question, answer: Any) -> frozenset[str]:
    """Return the options an answer counts for; of an order the first."""
    return frozenset(answer[:1]) if question.kind is Kind.RANKING else chosen(answer)


def _mean(given: Given) -> Estimate | None:
    return weighted_mean(
        values=[float(answer) for answer, _weight in given], weights=[weight for _answer, weight in given]
    )


def _hidden(lines: list[Line], *, is_exclusive: bool, together: bool) -> list[Line]:
    """Hide small cells and others with which they could be told.

    Along a line where one option was chosen, across lines where they are groups of one whole (``together``).
    """
    counts = [[cell.count or 0 for cell in line.cells] for line in lines]
    hide = {
        (r, c)
        for r, line in enumerate(lines)
        for c, count in enumerate(counts[r])
        if _is_small(count, line, is_exclusive)
    }
    sums = [[(r, c) for c in range(len(counts[r]))] for r in range(len(lines))] if is_exclusive else []
    if together and counts:
        sums += [[(r, c) for r in range(len(lines))] for c in range(len(counts[0]))]
    _hide_partners(hide, sums, counts)
    return [_without(line, [(r, c) in hide for c in range(len(line.cells))]) for r, line in enumerate(lines)]


def _is_small(count: int, line: Line, is_exclusive: bool) -> bool:  # noqa: FBT001 - one of two cases of one question
    base = line.base or 0
    rest = 0 if is_exclusive else base - count  # of a multiple choice those who left it out are a cell as well
    return 0 < base < LEAST or 0 < count < LEAST or 0 < rest < LEAST


def _hide_partners(hide: set[tuple[int, int]], sums: list[list[tuple[int, int]]], counts: list[list[int]]) -> None:
    changed = True
    while changed:
        changed = False
        for cells in sums:
            shown = [one for one in cells if one not in hide]
            if len(cells) - len(shown) == 1 and shown:
                hide.add(min(shown, key=lambda one: (counts[one[0]][one[1]] == 0, counts[one[0]][one[1]])))
                changed = True


def _without(line: Line, hide: list[bool]) -> Line:
    cells = tuple(Cell(one.option, None, None) if gone else one for one, gone in zip(line.cells, hide, strict=True))
    is_small = 0 < (line.base or 0) < LEAST
    return Line(line.row, None if is_small else line.base, cells, None if is_small else line.mean)
