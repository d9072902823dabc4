"""Data elements (ISO/IEC 11179, GB/T 18391) and code lists: what they are made of, and the steps of their life."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from zhanqiao.data_center.metadata.rules.formats import format_of
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_KEY = 60
CHECKS = {
    "credit_code": Text("统一社会信用代码校验（GB 32100）", "check digits of the credit code (GB 32100)"),
    "identity_number": Text("公民身份号码校验（GB 11643）", "check digit of the identity number (GB 11643)"),
    "division_code": Text("行政区划代码结构（GB/T 2260）", "structure of the division code (GB/T 2260)"),
    "phone": Text("电话号码结构", "structure of a telephone number"),
}


class Stage(StrEnum):
    """Where an element stands in its life."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    PUBLISHED = "published"
    RETIRED = "retired"


STAGES = {
    Stage.DRAFT: Text("草案", "draft"),
    Stage.CONSULTATION: Text("征求意见", "in consultation"),
    Stage.PUBLISHED: Text("已发布", "published"),
    Stage.RETIRED: Text("已废止", "retired"),
}
STEPS = frozenset(
    {
        (Stage.DRAFT, Stage.CONSULTATION),
        (Stage.CONSULTATION, Stage.DRAFT),
        (Stage.CONSULTATION, Stage.PUBLISHED),
        (Stage.PUBLISHED, Stage.RETIRED),
    }
)
SEEN = frozenset({Stage.CONSULTATION, Stage.PUBLISHED, Stage.RETIRED})


class ElementError(ZhanqiaoError):
    """An element that cannot be: nothing was saved."""

    status = 422
    code = "element"
    sentence = Text(zh="数据元“{key}”：{zh}没有保存。", en="Data element '{key}': {en} Nothing was saved.")


class ElementStepError(ZhanqiaoError):
    """A step that an element's life does not know, or that lacks what it needs; nothing was changed."""

    status = 409
    code = "element-step"
    sentence = Text(zh="数据元“{key}”：{zh}没有改变。", en="Data element '{key}': {en} Nothing was changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A data element: what it is of (object class), what it says of it (property), and how it is written.

    ``code_list`` names the list its values are from, ``minimum`` and ``maximum`` bound a number, ``check`` a rule of check
    digits. ``standard`` is the source of its definition. ``synonyms`` are other names of such columns.
    """

    key: str
    name_zh: str
    name_en: str
    definition_zh: str
    object_class: str
    property: str
    format: str
    definition_en: str = ""
    unit: str = ""
    code_list: str = ""
    minimum: float | None = None
    maximum: float | None = None
    check: str = ""
    synonyms: tuple[str, ...] = ()
    standard: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {**asdict(self), "synonyms": list(self.synonyms)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote; unknown keys are ignored."""
        known = {name: values[name] for name in cls.__dataclass_fields__ if name in values}
        return cls(**{**known, "synonyms": tuple(known.get("synonyms", ()))})


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeValue:
    """One code: its words, what it belongs to, from when to when it holds (both included), and what came after it."""

    code: str
    name_zh: str
    name_en: str = ""
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""

    def holds(self, on: date) -> bool:
        """Say whether it holds on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


def require_element(*, element: Element, code_lists: Sequence[str]) -> None:
    """Raise ElementError or FormatError for an element that cannot be; ``code_lists`` are the keys that are there."""
    if not KEY.fullmatch(element.key) or len(element.key) > LONGEST_KEY:
        raise _wrong(element, "标识只能用小写字母、数字和连字符。", "The key has small letters, digits and hyphens.")
    missing = [
        name
        for name in ("name_zh", "name_en", "definition_zh", "object_class", "property")
        if not getattr(element, name).strip()
    ]
    if missing:
        raise _wrong(element, f"缺少 {'、'.join(missing)}。", f"Missing: {', '.join(missing)}.")
    format_of(text=element.format)
    if element.code_list and element.code_list not in code_lists:
        raise _wrong(element, f"没有代码表“{element.code_list}”。", f"There is no code list '{element.code_list}'.")
    if element.check and element.check not in CHECKS:
        raise _wrong(element, f"没有校验规则“{element.check}”。", f"There is no check '{element.check}'.")
    if element.minimum is not None and element.maximum is not None and element.minimum > element.maximum:
        raise _wrong(element, "最小值大于最大值。", "The minimum is above the maximum.")


def require_stage(*, key: str, now: Stage, then: Stage, reason: str, successor: str, known: Sequence[str]) -> None:
    """Raise ElementStepError for a step that is not possible. A retired element gives its reason, and may name its successor."""
    if (now, then) not in STEPS:
        before, after = STAGES[now], STAGES[then]
        raise ElementStepError(
            key=key, zh=f"不能从“{before.zh}”变为“{after.zh}”。", en=f"It is {before.en} and cannot become {after.en}."
        )
    if then is Stage.RETIRED and not reason.strip():
        raise ElementStepError(key=key, zh="废止须写明理由。", en="Retiring needs a reason.")
    if successor and (successor == key or successor not in known):
        raise ElementStepError(key=key, zh=f"没有后继数据元“{successor}”。", en=f"There is no successor '{successor}'.")


def _wrong(element: Element, zh: str, en: str) -> ElementError:
    return ElementError(key=element.key, zh=zh, en=en)
