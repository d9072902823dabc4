"""The open JSON of a survey: read with every fault named, and written again. Its schema is in ``schema.py``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from zhanqiao.core_services.surveys.rules.questions import (
    CHOOSING,
    GROUPING,
    Condition,
    Definition,
    Kind,
    Option,
    Question,
    Quota,
)
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.ids import is_id
from zhanqiao.kit.texts import Text

FORMAT = "zhanqiao-survey/1"
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
MOST_QUESTIONS, MOST_OPTIONS, LONGEST = 200, 100, 500
LONGEST_INTRODUCTION = 4_000
MOST_STEPS = 11


class DefinitionFaultyError(ZhanqiaoError):
    """The definition does not hold together; nothing was saved."""

    status = 422
    code = "survey-definition"
    sentence = Text(zh="问卷没有保存：{place}：{fault_zh}", en="The survey was not saved: {place}: {fault_en}")


def definition_of(document: Any, /) -> Definition:
    """Return the definition that a JSON document holds. Raises DefinitionFaultyError at its first fault."""
    whole = _mapping(document, "/")
    if whole.get("format") != FORMAT:
        raise _fault("/format", Text(f"应为“{FORMAT}”。", f"should be '{FORMAT}'."))
    questions = _sequence(whole.get("questions", []), "/questions", MOST_QUESTIONS)
    read = tuple(_question(one, f"/questions/{number}") for number, one in enumerate(questions))
    quotas = _sequence(whole.get("quotas", []), "/quotas", MOST_OPTIONS)
    definition = Definition(
        title=_text(whole.get("title"), "/title"),
        introduction=_text(whole.get("introduction", {}), "/introduction", LONGEST_INTRODUCTION, empty=True),
        questions=read,
        quotas=tuple(_quota(one, f"/quotas/{number}") for number, one in enumerate(quotas)),
    )
    _require_whole(definition)
    return definition


def document_of(definition: Definition, /) -> dict[str, Any]:
    """Return a definition as its open JSON."""
    return {
        "format": FORMAT,
        "title": definition.title.as_dict(),
        "introduction": definition.introduction.as_dict(),
        "questions": [_question_document(one) for one in definition.questions],
        "quotas": [{"cell": dict(one.cell), "most": one.most} for one in definition.quotas],
    }


def _question_document(one: Question) -> dict[str, Any]:
    said: dict[str, Any] = {"key": one.key, "kind": one.kind.value, "title": one.title.as_dict()}
    said["required"] = one.required
    for name, text in (("hint", one.hint), ("low_text", one.low_text), ("high_text", one.high_text)):
        if text.zh or text.en:
            said[name] = text.as_dict()
    for name, options in (("options", one.options), ("rows", one.rows)):
        if options:
            said[name] = [_option_document(option) for option in options]
    bounds = {"lowest": one.lowest, "highest": one.highest}
    said |= {name: bound for name, bound in bounds.items() if bound is not None}
    if one.show_if:
        said["show_if"] = {"question": one.show_if.question, "any_of": sorted(one.show_if.any_of)}
    return said


def _option_document(option: Option) -> dict[str, Any]:
    said: dict[str, Any] = {"key": option.key, "text": option.text.as_dict()}
    more = {"takes_text": option.takes_text, "request": option.request}
    return said | {name: value for name, value in more.items() if value}


def _question(document: Any, place: str) -> Question:
    said = _mapping(document, place)
    kind = said.get("kind")
    if kind not in set(Kind):
        raise _fault(f"{place}/kind", Text(f"没有“{kind}”这种题型。", f"there is no kind '{kind}'."))
    question = Question(
        key=_key(said.get("key"), f"{place}/key"),
        kind=Kind(kind),
        title=_text(said.get("title"), f"{place}/title"),
        hint=_text(said.get("hint", {}), f"{place}/hint", empty=True),
        required=bool(said.get("required", False)),
        options=_options(said.get("options", []), f"{place}/options"),
        rows=_options(said.get("rows", []), f"{place}/rows"),
        lowest=_number(said.get("lowest"), f"{place}/lowest"),
        highest=_number(said.get("highest"), f"{place}/highest"),
        low_text=_text(said.get("low_text", {}), f"{place}/low_text", empty=True),
        high_text=_text(said.get("high_text", {}), f"{place}/high_text", empty=True),
        show_if=_condition(said.get("show_if"), f"{place}/show_if"),
    )
    _require_fitting(question, place)
    return question


def _require_fitting(question: Question, place: str) -> None:
    if question.kind in CHOOSING and not question.options:
        raise _fault(f"{place}/options", Text("请写出选项。", "give the options."))
    if question.kind is Kind.MATRIX and not question.rows:
        raise _fault(f"{place}/rows", Text("矩阵题请写出各行。", "a grid needs its rows."))
    if question.kind is Kind.SCALE and not 1 < len(question.steps) <= MOST_STEPS:
        raise _fault(place, Text(f"量表应有2到{MOST_STEPS}级。", f"a scale has 2 to {MOST_STEPS} steps."))


def _require_whole(definition: Definition) -> None:
    """Keys once each; a condition or quota asks an earlier question for options it has."""
    seen: dict[str, Question] = {}
    for number, one in enumerate(definition.questions):
        place = f"/questions/{number}"
        if one.key in seen:
            raise _fault(f"{place}/key", Text(f"“{one.key}”已用过。", f"'{one.key}' is used twice."))
        if one.show_if:
            _require_options(one.show_if.question, one.show_if.any_of, seen, f"{place}/show_if")
        seen[one.key] = one
    for number, quota in enumerate(definition.quotas):
        for question, option in quota.cell:
            _require_options(question, {option}, seen, f"/quotas/{number}")


def _require_options(key: str, chosen: Any, seen: Mapping[str, Question], place: str) -> None:
    question = seen.get(key)
    if question is None or question.kind not in GROUPING | {Kind.MULTIPLE}:
        raise _fault(place, Text(f"“{key}”不是前面的选择题。", f"'{key}' is no earlier question with options."))
    known = {str(step) for step in question.steps} if question.kind is Kind.SCALE else question.option_keys
    unknown = sorted(set(chosen) - known) if question.kind is not Kind.PLACE else []
    if unknown or not chosen:
        name = unknown[0] if unknown else ""
        raise _fault(place, Text(f"“{key}”没有选项“{name}”。", f"'{key}' has no option '{name}'."))


def _options(document: Any, place: str) -> tuple[Option, ...]:
    found = []
    for number, one in enumerate(_sequence(document, place, MOST_OPTIONS)):
        said, here = _mapping(one, f"{place}/{number}"), f"{place}/{number}"
        text = _text(said.get("text"), f"{here}/text")
        request = str(said.get("request") or "")
        if request and not is_id(text=request, prefix="opn"):
            raise _fault(f"{here}/request", Text("应为数据需求的编号。", "should be the id of a request for data."))
        key = _key(said.get("key"), f"{here}/key")
        found.append(Option(key, text, bool(said.get("takes_text", False)), request))
    keys = [option.key for option in found]
    if len(set(keys)) != len(keys):
        raise _fault(place, Text("选项的代号有重复。", "two options have the same key."))
    return tuple(found)


def _condition(document: Any, place: str) -> Condition | None:
    if document is None:
        return None
    said = _mapping(document, place)
    any_of = _sequence(said.get("any_of"), f"{place}/any_of", MOST_OPTIONS)
    return Condition(str(said.get("question", "")), frozenset(str(one) for one in any_of))


def _quota(document: Any, place: str) -> Quota:
    said = _mapping(document, place)
    cell = _mapping(said.get("cell"), f"{place}/cell")
    most = said.get("most")
    if not isinstance(most, int) or isinstance(most, bool) or most < 1 or not cell:
        raise _fault(place, Text("名额应为正整数，并写明选项。", "a quota has a cell and a positive number."))
    return Quota(tuple(sorted((str(key), str(option)) for key, option in cell.items())), most)


def _text(document: Any, place: str, longest: int = LONGEST, *, empty: bool = False) -> Text:
    """Return a text in both languages; the one that is missing is said by the other."""
    said = {"zh": document} if isinstance(document, str) else _mapping(document, place)
    zh, en = str(said.get("zh") or "").strip(), str(said.get("en") or "").strip()
    if not (zh or en or empty):
        raise _fault(place, Text("请填写文字。", "give the words."))
    if max(len(zh), len(en)) > longest:
        raise _fault(place, Text(f"最多{longest}个字。", f"at most {longest} characters."))
    return Text(zh or en, en or zh)


def _key(said: Any, place: str) -> str:
    if not isinstance(said, str) or not KEY.fullmatch(said):
        fault = Text(
            "代号由字母开头，只用字母、数字、下划线，最多40个。",
            "a key is a letter, then letters, digits, _; at most 40.",
        )
        raise _fault(place, fault)
    return said


def _number(said: Any, place: str) -> float | None:
    if said is None:
        return None
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise _fault(place, Text("应为数字。", "should be a number."))
    return float(said)


def _mapping(document: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(document, Mapping):
        raise _fault(place, Text("应为对象。", "should be an object."))
    return document


def _sequence(document: Any, place: str, most: int) -> Sequence[Any]:
    if not isinstance(document, Sequence) or isinstance(document, str):
        raise _fault(place, Text("应为列表。", "should be a list."))
    if len(document) > most:
        raise _fault(place, Text(f"最多{most}项。", f"at most {most}."))
    return document


def _fault(place: str, text: Text) -> DefinitionFaultyError:
    return DefinitionFaultyError(place=place, fault_zh=text.zh, fault_en=text.en)
