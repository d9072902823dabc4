"""The open JSON of a survey: read whole, every fault with its place; answers held against the questions."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from zhanqiao.core_services.surveys.rules import (
    SCHEMA,
    DefinitionFaultyError,
    Kind,
    definition_of,
    document_of,
    full_quota,
    read_answers,
)

YES_NO = [{"key": "yes", "text": {"zh": "是", "en": "yes"}}, {"key": "no", "text": {"zh": "否", "en": "no"}}]
ABC = [{"key": key, "text": key} for key in "abc"]
WHOLE: dict[str, Any] = {
    "format": "zhanqiao-survey/1",
    "title": {"zh": "您想要哪些数据", "en": "Which data do you want"},
    "introduction": {"zh": "匿名。"},
    "questions": [
        {"key": "uses", "kind": "single", "title": "您用过开放数据吗？", "required": True, "options": YES_NO},
        {
            "key": "themes",
            "kind": "multiple",
            "title": "哪些主题？",
            "options": [*ABC, {"key": "other", "text": "其他", "takes_text": True}],
        },
        {"key": "order", "kind": "ranking", "title": "请排序", "options": ABC},
        {"key": "content", "kind": "scale", "title": "满意程度", "lowest": 1, "highest": 5},
        {"key": "parts", "kind": "matrix", "title": "各项", "options": ABC, "rows": [{"key": "r1", "text": "行一"}]},
        {"key": "age", "kind": "number", "title": "年龄", "lowest": 0, "highest": 120},
        {"key": "since", "kind": "date", "title": "从何时起"},
        {"key": "job", "kind": "text", "title": "职业"},
        {"key": "more", "kind": "long_text", "title": "其他想法"},
        {"key": "where", "kind": "place", "title": "所在区市"},
        {
            "key": "why",
            "kind": "text",
            "title": "为什么没用过？",
            "required": True,
            "show_if": {"question": "uses", "any_of": ["no"]},
        },
    ],
    "quotas": [{"cell": {"uses": "no"}, "most": 2}],
}
SAID = {
    "uses": ["yes"],
    "themes": ["other", "a"],
    "themes.other": [" 气象 "],
    "order.a": ["2"],
    "order.b": ["1"],
    "order.c": ["3"],
    "content": ["4"],
    "parts.r1": ["b"],
    "age": ["42"],
    "since": ["2026-11-30"],
    "job": ["工程师"],
    "more": [""],
    "where": ["370202"],
    "why": ["不该问"],
}


def changed(place: int, **said: Any) -> dict[str, Any]:
    questions = [dict(one) for one in WHOLE["questions"]]
    questions[place] |= said
    return WHOLE | {"questions": questions}


def test_a_definition_of_every_kind_is_read_written_and_fits_its_schema() -> None:
    definition = definition_of(WHOLE)
    assert {one.kind for one in definition.questions} == set(Kind)
    document = document_of(definition)
    jsonschema.validate(document, SCHEMA)
    jsonschema.validate(WHOLE, SCHEMA)
    assert (definition_of(document), definition.title.en) == (definition, "Which data do you want")


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ([], "/"),
        (WHOLE | {"format": "other"}, "/format"),
        (WHOLE | {"title": {"zh": " "}}, "/title"),
        (changed(0, kind="guess"), "/questions/0/kind"),
        (changed(0, key="1 2"), "/questions/0/key"),
        (changed(1, key="uses"), "/questions/1/key"),
        (changed(0, options=[]), "/questions/0/options"),
        (changed(0, options=[YES_NO[0], YES_NO[0]]), "/questions/0/options"),
        (changed(3, highest=40), "/questions/3"),
        (changed(4, rows=[]), "/questions/4/rows"),
        (changed(0, show_if={"question": "where", "any_of": ["370202"]}), "/questions/0/show_if"),
        (changed(10, show_if={"question": "uses", "any_of": ["perhaps"]}), "/questions/10/show_if"),
        (WHOLE | {"quotas": [{"cell": {"uses": "no"}, "most": 0}]}, "/quotas/0"),
        (WHOLE | {"quotas": [{"cell": {"age": "42"}, "most": 1}]}, "/quotas/0"),
    ],
)
def test_a_fault_is_named_with_its_place(document: Any, place: str) -> None:
    with pytest.raises(DefinitionFaultyError) as fault:
        definition_of(document)
    assert fault.value.facts["place"] == place


def test_answers_of_every_kind_are_read_and_what_is_not_asked_is_left_out() -> None:
    answers, problems = read_answers(definition=definition_of(WHOLE), said=SAID)
    assert problems == {}
    assert answers == {
        "uses": "yes",
        "themes": ["a", "other"],
        "themes.other": "气象",
        "order": ["b", "a", "c"],
        "content": 4,
        "parts": {"r1": "b"},
        "age": 42.0,
        "since": "2026-11-30",
        "job": "工程师",
        "where": "370202",
    }


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"uses": []}, "uses"),
        ({"uses": ["perhaps"]}, "uses"),
        ({"uses": ["no"], "why": [" "]}, "why"),
        ({"themes": ["x"]}, "themes"),
        ({"order.a": ["1"], "order.b": ["1"]}, "order"),
        ({"order.a": [""], "order.b": ["1"]}, "order"),
        ({"content": ["6"]}, "content"),
        ({"age": ["121"]}, "age"),
        ({"age": ["nan"]}, "age"),
        ({"since": ["2026-13-01"]}, "since"),
        ({"job": ["很" * 201]}, "job"),
        ({"where": ["110000"]}, "where"),
    ],
)
def test_what_does_not_fit_is_a_problem_of_its_question(said: dict[str, list[str]], key: str) -> None:
    _answers, problems = read_answers(definition=definition_of(WHOLE), said=SAID | said)
    assert list(problems) == [key]


def test_a_quota_is_full_for_its_cell_alone() -> None:
    definition = definition_of(WHOLE)
    assert full_quota(definition=definition, answers={"uses": "yes"}, counts=[2]) is None
    assert full_quota(definition=definition, answers={"uses": "no"}, counts=[1]) is None
    assert full_quota(definition=definition, answers={"uses": "no"}, counts=[2]) == definition.quotas[0]
