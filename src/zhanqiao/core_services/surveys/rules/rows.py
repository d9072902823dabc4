"""Results and answers as rows of an open dataset: what the published tables hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from zhanqiao.core_services.surveys.rules.answering import chosen
from zhanqiao.core_services.surveys.rules.questions import WORDED, Definition, Kind, Question
from zhanqiao.core_services.surveys.rules.tabulating import Cell, Line, Sheet, Table

RESULT_COLUMNS = (
    *("question", "title_zh", "title_en", "row_zh", "row_en", "option_zh", "option_en", "base", "answers"),
    *("weighted_share", "standard_error", "low_95", "high_95", "mean", "mean_low_95", "mean_high_95", "hidden"),
)
DIGITS = 6


def result_rows(*, tables: Sequence[Table]) -> Iterator[tuple[Any, ...]]:
    """Yield a row for every option of every line; a mean stands in a row of its own, with no option."""
    for table in tables:
        for line in table.lines:
            for cell in line.cells:
                yield _row(table.question, line, cell)
            if line.mean is not None or not line.cells:
                yield _row(table.question, line, None)


def answer_columns(*, definition: Definition) -> list[tuple[Question, str, str]]:
    """Return question, part and name of each column of the published answers. Words are left out."""
    found: list[tuple[Question, str, str]] = []
    for one in definition.questions:
        if one.kind in WORDED:
            continue
        parts = one.rows if one.kind is Kind.MATRIX else one.options if one.kind in _SPREAD else ()
        found += [(one, part.key, f"{one.key}.{part.key}") for part in parts] or [(one, "", one.key)]
    return found


def answer_rows(*, definition: Definition, sheets: Sequence[Sheet]) -> Iterator[list[Any]]:
    """Yield each person's answers without words and without when they answered, and the weight."""
    columns = answer_columns(definition=definition)
    for sheet in sheets:
        yield [_said(question, part, sheet.answers.get(question.key)) for question, part, _name in columns] + [
            sheet.weight
        ]


_SPREAD = frozenset({Kind.MULTIPLE, Kind.RANKING})


def _said(question: Question, part: str, answer: Any) -> Any:
    if answer is None:
        return None
    if question.kind is Kind.MATRIX:
        return answer.get(part)
    if question.kind is Kind.RANKING:
        return answer.index(part) + 1
    return int(part in chosen(answer)) if question.kind is Kind.MULTIPLE else answer


def _row(question: Question, line: Line, cell: Cell | None) -> tuple[Any, ...]:
    share, mean = (cell.share if cell else None), (line.mean if cell is None else None)
    return (
        *(question.key, question.title.zh, question.title.en, line.row.text.zh, line.row.text.en),
        *((cell.option.text.zh, cell.option.text.en) if cell else ("", "")),
        *(line.base, cell.count if cell else None),
        *((_rounded(share.value, share.error, share.low, share.high)) if share else (None,) * 4),
        *((_rounded(mean.value, mean.low, mean.high)) if mean else (None,) * 3),
        bool(cell and cell.is_hidden),
    )


def _rounded(*values: float) -> tuple[float, ...]:
    return tuple(round(value, DIGITS) for value in values)
