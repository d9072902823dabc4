"""Parameters: how one is declared, and how what a caller gave is held against the declaration."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

INTEGER = re.compile(r"^-?\d{1,18}$")
LONGEST_SHOWN = 80


class Kind(StrEnum):
    """What the text of a parameter stands for."""

    TEXT = "string"
    INTEGER = "integer"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an endpoint: its name, what it means, and which values it takes.

    ``repeatable`` parameters may be given several times (any of the values then fits).
    """

    name: str
    about: Text
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    default: str | int | None = None
    minimum: int | None = None
    example: str | None = None
    repeatable: bool = False
    required: bool = False

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of one value."""
        schema: dict[str, Any] = {"type": str(self.kind)}
        if self.choices:
            schema["enum"] = list(self.choices)
        if self.minimum is not None:
            schema["minimum"] = self.minimum
        if self.default is not None:
            schema["default"] = self.default
        return {"type": "array", "items": schema} if self.repeatable else schema


class UnknownParameterError(ZhanqiaoError):
    """A parameter this endpoint does not have: refused, for a misspelt filter must not pass silently."""

    status = 400
    code = "unknown-parameter"
    sentence = Text(
        zh="没有名为“{parameter}”的参数。{hint_zh}可用的参数：{known}。",
        en="There is no parameter '{parameter}'. {hint_en}Parameters here: {known}.",
    )


class ParameterValueError(ZhanqiaoError):
    """A parameter's value does not fit its declaration."""

    status = 400
    code = "parameter-value"
    sentence = Text(
        zh="参数“{parameter}”的值“{value}”无效，应为{expected_zh}。",
        en="The value '{value}' of the parameter '{parameter}' does not fit; expected {expected_en}.",
    )


class RepeatedParameterError(ZhanqiaoError):
    """A parameter that takes one value was given several times."""

    status = 400
    code = "repeated-parameter"
    sentence = Text(
        zh="参数“{parameter}”只能出现一次，请求中出现了 {times} 次。",
        en="The parameter '{parameter}' may be given once; the request has it {times} times.",
    )


class MissingParameterError(ZhanqiaoError):
    """A required parameter is missing."""

    status = 400
    code = "missing-parameter"
    sentence = Text(
        zh="缺少必填参数“{parameter}”：{about_zh}", en="The parameter '{parameter}' is required: {about_en}"
    )


Given = Mapping[str, Sequence[str]]


def checked(*, declared: Sequence[Parameter], given: Given) -> dict[str, tuple[str, ...]]:
    """Return the values given, by name, after holding them against the declaration.

    Empty values count as not given (forms send them). Raises UnknownParameterError,
    RepeatedParameterError, ParameterValueError or MissingParameterError, all with status 400.
    """
    known = {parameter.name: parameter for parameter in declared}
    values: dict[str, tuple[str, ...]] = {}
    for name, texts in given.items():
        if name not in known:
            raise _unknown(name=name, known=sorted(known))
        filled = tuple(text for text in texts if text)
        if filled:
            _check(parameter=known[name], texts=filled)
            values[name] = filled
    _check_required(declared=declared, values=values)
    return values


def _unknown(*, name: str, known: list[str]) -> UnknownParameterError:
    near = next(iter(get_close_matches(name.lower(), known, n=1, cutoff=0.5)), None)
    return UnknownParameterError(
        parameter=name[:LONGEST_SHOWN],
        nearest=near,
        known=", ".join(known) or "—",
        hint_zh=f"您是否要用“{near}”？" if near else "",
        hint_en=f"Did you mean '{near}'? " if near else "",
    )


def _check(*, parameter: Parameter, texts: tuple[str, ...]) -> None:
    if len(texts) > 1 and not parameter.repeatable:
        raise RepeatedParameterError(parameter=parameter.name, times=len(texts))
    for text in texts:
        expected = _misfit(parameter=parameter, text=text)
        if expected:
            raise ParameterValueError(
                parameter=parameter.name,
                value=text[:LONGEST_SHOWN],
                expected_zh=expected.zh,
                expected_en=expected.en,
            )


def _misfit(*, parameter: Parameter, text: str) -> Text | None:
    if "\x00" in text:
        return Text("不含空字符的文本", "text without NUL characters")
    if parameter.choices and text not in parameter.choices:
        return Text("、".join(parameter.choices), "one of " + ", ".join(parameter.choices))
    if parameter.kind is Kind.INTEGER:
        least = parameter.minimum
        if not INTEGER.match(text) or (least is not None and int(text) < least):
            return Text("整数", "an integer") if least is None else _from(least)
    return None


def _from(least: int) -> Text:
    return Text(f"不小于 {least} 的整数", f"an integer of at least {least}")


def _check_required(*, declared: Sequence[Parameter], values: Mapping[str, tuple[str, ...]]) -> None:
    for parameter in declared:
        if parameter.required and parameter.name not in values:
            raise MissingParameterError(
                parameter=parameter.name, about_zh=parameter.about.zh, about_en=parameter.about.en
            )
