"""The comparisons a reader may choose for a column, by its type, and a condition told in words."""

from __future__ import annotations

import re

from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.cells import NUMERIC

OPERATORS = {
    "contains": Text("包含", "contains"),
    "starts_with": Text("开头是", "starts with"),
    "=": Text("等于", "is"),
    "!=": Text("不等于", "is not"),
    ">": Text("大于", "more than"),
    ">=": Text("不小于", "at least"),
    "<": Text("小于", "less than"),
    "<=": Text("不大于", "at most"),
    "is_null": Text("为空", "is empty"),
    "not_null": Text("不为空", "is not empty"),
}
TEMPORAL = frozenset({"date", "time", "timestamp"})
LATER = {
    ">": Text("晚于", "after"),
    ">=": Text("不早于", "from"),
    "<": Text("早于", "before"),
    "<=": Text("不晚于", "until"),
}
NO_VALUE = frozenset({"is_null", "not_null"})
WORDS = ("=", "!=", "is_null", "not_null")
OF_TEXT = ("contains", "=", "starts_with", "!=", "is_null", "not_null")
OF_NUMBER = ("=", ">=", "<=", ">", "<", "!=", "is_null", "not_null")
OF_PLACE = ("is_null", "not_null")
NAME = r"""((?:"(?:[^"]|"")+")|(?:[^\W\d]\w*))"""
VALUE = r"""('(?:[^']|'')*'|[\w+.-]+)"""
SIGNED = re.compile(rf"^{NAME} (=|!=|<=|>=|<|>) {VALUE}$", re.DOTALL)
CALLED = re.compile(rf"^(contains|starts_with)\({NAME}, {VALUE}\)$", re.DOTALL)
EMPTY = re.compile(rf"^{NAME} IS (NOT )?NULL$", re.DOTALL)


def operators_for(*, type: str) -> dict[str, Text]:  # noqa: A002 - the word of the field
    """Return the operators that make sense for a logical type, with their words, the most used first."""
    if type in NUMERIC:
        return {name: OPERATORS[name] for name in OF_NUMBER}
    if type in TEMPORAL:
        return {name: LATER.get(name, OPERATORS[name]) for name in OF_NUMBER}
    if type == "geometry":
        return {name: OPERATORS[name] for name in OF_PLACE}
    return {name: OPERATORS[name] for name in (WORDS if type == "boolean" else OF_TEXT)}


def described(*, condition: str, language: str) -> str:
    """Return a condition in words where it is one that the filter form writes; else as it is written."""
    if found := SIGNED.match(condition):
        name, sign, value = found.groups()
        return _words(name, sign, value, language)
    if found := CALLED.match(condition):
        call, name, value = found.groups()
        return _words(name, call, value, language)
    if found := EMPTY.match(condition):
        return _words(found.group(1), "not_null" if found.group(2) else "is_null", "", language)
    return condition


def is_written_by_form(*, condition: str) -> bool:
    """Say whether a condition is one that the filter form writes: one comparison, nothing around it."""
    return any(pattern.match(condition) for pattern in (SIGNED, CALLED, EMPTY))


def _words(name: str, operator: str, value: str, language: str) -> str:
    words = OPERATORS[operator].in_language(language)
    return " ".join(part for part in (_bare(name, '"'), words, _bare(value, "'")) if part)


def _bare(text: str, quote: str) -> str:
    return text[1:-1].replace(quote * 2, quote) if text.startswith(quote) else text
