"""What was said in a form, held against the questions: who is asked what, what is missing, which quota is full."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any

from zhanqiao.core_services.surveys.rules.places import DISTRICTS
from zhanqiao.core_services.surveys.rules.questions import WORDED, Condition, Definition, Kind, Question, Quota
from zhanqiao.kit.texts import Text

Said = Mapping[str, Sequence[str]]
Answers = dict[str, Any]
Problems = dict[str, Text]
SHORT, LONG, MORE = 200, 2_000, 200
OTHER = "other"  # ``q1.other`` holds the words of whoever chose an option that takes text
NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?")
NEEDED = Text("这道题必须回答。", "This question needs an answer.")
UNKNOWN = Text("请从给出的选项中选择。", "Choose from what is offered.")


class _FaultyError(ValueError):
    """What was said does not fit; carries the sentence."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def read_answers(*, definition: Definition, said: Said) -> tuple[Answers, Problems]:
    """Return the answers of a form's fields and the problems, by the question's key.

    A field is ``q1``, ``q1.row`` of a grid, ``q1.option`` (a place) of a ranking, ``q1.other`` of 'other'. What was said to a
    question that is not asked, because its condition does not hold, is left out.
    """
    answers: Answers = {}
    problems: Problems = {}
    for question in definition.questions:
        if not is_asked(question=question, answers=answers):
            continue
        try:
            _read(question, said, answers)
        except _FaultyError as fault:
            problems[question.key] = fault.text
    return answers, problems


def is_asked(*, question: Question, answers: Mapping[str, Any]) -> bool:
    """Say whether somebody with these answers is asked the question."""
    condition = question.show_if
    return condition is None or holds(condition=condition, answers=answers)


def holds(*, condition: Condition, answers: Mapping[str, Any]) -> bool:
    """Say whether one of the options was chosen."""
    return bool(chosen(answers.get(condition.question)) & condition.any_of)


def chosen(answer: Any, /) -> frozenset[str]:
    """Return the options chosen by an answer, as texts."""
    if answer is None:
        return frozenset()
    return frozenset(str(one) for one in answer) if isinstance(answer, list) else frozenset({str(answer)})


def full_quota(*, definition: Definition, answers: Mapping[str, Any], counts: Sequence[int]) -> Quota | None:
    """Return the first quota that has no place for these answers; ``counts`` are the answers of each quota's cell."""
    for quota, count in zip(definition.quotas, counts, strict=True):
        if count >= quota.most and is_of_cell(quota=quota, answers=answers):
            return quota
    return None


def is_of_cell(*, quota: Quota, answers: Mapping[str, Any]) -> bool:
    """Say whether answers count for a quota's cell."""
    return all(option in chosen(answers.get(question)) for question, option in quota.cell)


def _read(question: Question, said: Said, answers: Answers) -> None:
    value = _READERS[question.kind](question, said)
    if value in (None, "", [], {}):
        if question.required:
            raise _FaultyError(NEEDED)
        return
    answers[question.key] = value
    more = _first(said, f"{question.key}.{OTHER}")
    if more and any(option.takes_text and option.key in chosen(value) for option in question.options):
        answers[f"{question.key}.{OTHER}"] = more[:MORE]


def _first(said: Said, name: str) -> str:
    return next((one.strip() for one in said.get(name, ())), "")


def _one(question: Question, said: Said) -> str:
    return _known(_first(said, question.key), question.option_keys)


def _district(question: Question, said: Said) -> str:
    return _known(_first(said, question.key), frozenset(DISTRICTS))


def _several(question: Question, said: Said) -> list[str]:
    ticked = {_known(one, question.option_keys) for one in said.get(question.key, ()) if one}
    return [option.key for option in question.options if option.key in ticked]


def _order(question: Question, said: Said) -> list[str]:
    places: dict[int, str] = {}
    for option in question.options:
        place = _first(said, f"{question.key}.{option.key}")
        if not place:
            continue
        number = int(_known(place, frozenset(str(one + 1) for one in range(len(question.options)))))
        if number in places:
            raise _FaultyError(Text("每个名次只能用一次。", "Give each place once."))
        places[number] = option.key
    if places and len(places) != len(question.options):
        raise _FaultyError(Text("请给每一项一个名次。", "Give every line a place."))
    return [places[number] for number in sorted(places)]


def _step(question: Question, said: Said) -> int | None:
    found = _known(_first(said, question.key), frozenset(str(step) for step in question.steps))
    return int(found) if found else None


def _grid(question: Question, said: Said) -> dict[str, str]:
    found = {row.key: _known(_first(said, f"{question.key}.{row.key}"), question.option_keys) for row in question.rows}
    given = {row: option for row, option in found.items() if option}
    if question.required and len(given) != len(question.rows):
        raise _FaultyError(Text("请回答每一行。", "Answer every row."))
    return given


def _number(question: Question, said: Said) -> float | None:
    text = _first(said, question.key)
    if not text:
        return None
    if not NUMBER.fullmatch(text) or not isfinite(float(text)):
        raise _FaultyError(Text("请填写数字。", "Give a number."))
    value, low, high = float(text), question.lowest, question.highest
    if (low is not None and value < low) or (high is not None and value > high):
        raise _FaultyError(
            Text(f"应在{low or ''}至{high or ''}之间。", f"Should be between {low or ''} and {high or ''}.")
        )
    return value


def _day(question: Question, said: Said) -> str:
    text = _first(said, question.key)
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise _FaultyError(Text("请填写日期，如2026-12-01。", "Give a date such as 2026-12-01.")) from None


def _words(question: Question, said: Said) -> str:
    text = _first(said, question.key)
    longest = SHORT if question.kind is Kind.TEXT else LONG
    if len(text) > longest:
        raise _FaultyError(
            Text(f"最多{longest}个字，现有{len(text)}个。", f"{len(text)} characters; at most {longest} fit.")
        )
    return text


def _known(said: str, known: frozenset[str]) -> str:
    if said and said not in known:
        raise _FaultyError(UNKNOWN)
    return said


_READERS: dict[Kind, Callable[[Question, Said], Any]] = {
    Kind.SINGLE: _one,
    Kind.MULTIPLE: _several,
    Kind.RANKING: _order,
    Kind.SCALE: _step,
    Kind.MATRIX: _grid,
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    Kind.PLACE: _district,
    **dict.fromkeys(WORDED, _words),
}
