"""Answers gathered elsewhere, as a CSV: read against a definition, or a definition proposed from the file itself.

Columns are named as published answers are (``rows.answer_columns``): ``q1``; ``q2.option`` with 1 or 0 of a multiple choice, the
place of a ranking; ``q3.row`` of a grid. Values are keys or texts of options. Empty or ``NA`` means: was not asked, or said nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from zhanqiao.core_services.surveys.rules.answering import NUMBER, read_answers
from zhanqiao.core_services.surveys.rules.proposing import MISSING, UNCHOSEN, Plan
from zhanqiao.core_services.surveys.rules.questions import WORDED, Definition, Kind, Question
from zhanqiao.core_services.surveys.rules.rows import answer_columns
from zhanqiao.core_services.surveys.rules.tabulating import Sheet
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LARGEST_IMPORT = 64 << 20
MOST_ROWS = 100_000
FALSE = frozenset({"0", "false", "no", "否"})


class ImportFaultyError(ZhanqiaoError):
    """The file of answers does not fit; nothing was imported."""

    status = 422
    code = "survey-import"
    sentence = Text(
        zh="没有导入任何答卷：{place_zh}：{fault_zh}", en="No answers were imported: {place_en}: {fault_en}"
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """A CSV file: its header and its lines."""

    header: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]

    def column(self, name: str, /) -> Iterator[str]:
        """Yield the values of a column."""
        place = self.header.index(name)
        return (line[place].strip() for line in self.lines)


def grid_of(*, content: bytes) -> Grid:
    """Return the lines of a CSV in UTF-8 or GB 18030. Raises ImportFaultyError."""
    if len(content) > LARGEST_IMPORT:
        raise _fault(
            1, "", Text(f"文件超过{LARGEST_IMPORT >> 20} MiB。", f"the file exceeds {LARGEST_IMPORT >> 20} MiB.")
        )
    rows = [tuple(row) for row in csv.reader(io.StringIO(_decoded(content), newline="")) if row]
    if len(rows) <= 1:
        raise _fault(1, "", Text("没有答卷。", "there are no answers."))
    if len(rows) - 1 > MOST_ROWS:
        raise _fault(MOST_ROWS, "", Text(f"最多{MOST_ROWS}份答卷。", f"at most {MOST_ROWS} answers."))
    header = tuple(name.strip() for name in rows[0])
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise _fault(
                number,
                "",
                Text(f"有{len(row)}列，应为{len(header)}列。", f"{len(row)} columns instead of {len(header)}."),
            )
    return Grid(header, tuple(rows[1:]))


def plan_of(*, definition: Definition, header: Sequence[str]) -> Plan:
    """Return which column holds what, for a file named as published answers are. Raises ImportFaultyError."""
    named = {name: (question.key, part) for question, part, name in answer_columns(definition=definition)}
    named |= {one.key: (one.key, "") for one in definition.questions if one.kind in WORDED}
    columns = {name: named[name] for name in header if name in named}
    if not columns:
        raise _fault(1, "", Text("没有一列是问卷中的题目。", "no column belongs to a question of the survey."))
    return Plan(definition, columns, tuple(name for name in header if name not in named))


def sheets_of(*, plan: Plan, grid: Grid, weight_column: str) -> list[Sheet]:
    """Return the answers of a file, each with its weight (1 without a column of weights). Raises ImportFaultyError."""
    if weight_column and weight_column not in grid.header:
        raise _fault(1, weight_column, Text("没有这一列。", "there is no such column."))
    places = {name: number for number, name in enumerate(grid.header)}
    sheets = []
    for number, line in enumerate(grid.lines, start=2):
        weight = _weight(line[places[weight_column]], number, weight_column) if weight_column else 1.0
        answers: dict[str, Any] = {}
        for question in plan.definition.questions:
            found = [
                (part, name, line[places[name]].strip())
                for name, (key, part) in plan.columns.items()
                if key == question.key
            ]
            value = _value(question, found, number)
            if value is not None:
                answers[question.key] = value
        sheets.append(Sheet(answers, weight))
    if not any(sheet.weight for sheet in sheets):
        raise _fault(1, weight_column, Text("所有权重都是0。", "every weight is 0."))
    return sheets


def _value(question: Question, found: list[tuple[str, str, str]], number: int) -> Any:
    given = [(part, name, text) for part, name, text in found if text not in MISSING]
    if not given:
        return None
    if question.kind is Kind.MULTIPLE:
        return [part for part, _name, text in given if text not in UNCHOSEN and text.lower() not in FALSE]
    if question.kind is Kind.MATRIX:
        return {part: _option(question, text, number, name) for part, name, text in given}
    _part, name, text = given[0]
    if question.kind is Kind.SINGLE:
        return _option(question, text, number, name)
    said = {f"{question.key}.{part}" if part else question.key: [text] for part, _name, text in given}
    single = Definition(Text("", ""), Text("", ""), (_unconditional(question),))
    answers, problems = read_answers(definition=single, said=said)
    if problems:
        raise _fault(number, name, problems[question.key])
    return answers.get(question.key)


def _unconditional(question: Question) -> Question:
    return Question(
        question.key,
        question.kind,
        question.title,
        options=question.options,
        lowest=question.lowest,
        highest=question.highest,
    )


def _option(question: Question, text: str, number: int, name: str) -> str:
    for option in question.options:
        if text in (option.key, option.text.zh, option.text.en):
            return option.key
    raise _fault(number, name, Text("不是这道题的选项。", "is no option of this question."))


def _weight(text: str, number: int, name: str) -> float:
    if not NUMBER.fullmatch(text.strip()) and not _is_number(text):
        raise _fault(number, name, Text("权重应为数字。", "a weight is a number."))
    weight = float(text)
    if not isfinite(weight) or weight < 0:
        raise _fault(number, name, Text("权重不能为负。", "a weight is not negative."))
    return weight


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _fault(1, "", Text("编码不是UTF-8或GB 18030。", "the encoding is neither UTF-8 nor GB 18030."))


def _fault(line: int, column: str, text: Text) -> ImportFaultyError:
    place = Text(
        f"第{line}行{f'“{column}”列' if column else ''}", f"line {line}{f', column {column!r}' if column else ''}"
    )
    return ImportFaultyError(place_zh=place.zh, place_en=place.en, fault_zh=text.zh, fault_en=text.en)
