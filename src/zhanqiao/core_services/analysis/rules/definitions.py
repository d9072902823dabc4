"""What a comparison says, read from what a person wrote (JSON), every mistake told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

KEY = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
RESERVED = frozenset({"new", "drafts"})  # addresses of the workbench
METHODS = ("keys", "probable")
COLUMN_KINDS = ("name", "place", "division", "code", "date", "text")
HOW = ("equal", "normalised", "number", "date", "division", "codes")
SAID = frozenset(
    {
        "key",
        "name_zh",
        "name_en",
        "left",
        "right",
        "authority",
        "method",
        "columns",
        "rules",
        "left_names",
        "right_names",
    }
    | {"threshold", "schedule", "department"}
)


class Authority(StrEnum):
    """Which table is right where they differ; the other's department looks into it. ``none``: A's does."""

    LEFT = "left"
    RIGHT = "right"
    NONE = "none"


class Schedule(StrEnum):
    """When it runs by itself."""

    NEVER = "never"
    ON_RELEASE = "on_release"


class ComparisonInvalidError(ZhanqiaoError):
    """What a comparison says cannot be; nothing was saved."""

    status = 422
    code = "comparison-invalid"
    sentence = Text(
        zh="比对定义中“{field}”不能是“{found}”，应为：{expected_zh}。没有保存。",
        en="In the comparison '{field}' cannot be '{found}'; expected is: {expected_en}. Nothing was saved.",
    )


@dataclass(frozen=True, slots=True)
class MatchColumnSaid:
    """A column of A beside one of B that tells rows apart; ``key`` False: a guard."""

    left: str
    right: str
    kind: str
    key: bool = True


@dataclass(frozen=True, slots=True)
class FieldRuleSaid:
    """A column of A compared with one of B; ``codes`` are pairs of A's code and B's word."""

    left: str
    right: str
    how: str = "normalised"
    tolerance: float = 0.0
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A comparison; ``left`` and ``right`` are table ids, ``department`` the one that wants it (key, code or id)."""

    key: str
    name_zh: str
    left: str
    right: str
    columns: tuple[MatchColumnSaid, ...]
    rules: tuple[FieldRuleSaid, ...]
    department: str
    name_en: str = ""
    authority: Authority = Authority.NONE
    method: str = "keys"
    left_names: tuple[str, ...] = ()
    right_names: tuple[str, ...] = ()
    threshold: float = 0.7
    schedule: Schedule = Schedule.NEVER

    def columns_said(self) -> list[dict[str, Any]]:
        """Return the match columns as they are kept."""
        return [asdict(one) for one in self.columns]

    def rules_said(self) -> list[dict[str, Any]]:
        """Return the field rules as they are kept."""
        return [asdict(one) for one in self.rules]


def definition_of(*, said: Any) -> Definition:
    """Return a comparison from the JSON a person wrote. Raises ComparisonInvalidError at the first mistake."""
    _require_known(said)
    return Definition(
        key=_key(said),
        name_zh=_text(said, "name_zh"),
        name_en=str(said.get("name_en", "")),
        left=_text(said, "left"),
        right=_text(said, "right"),
        department=_text(said, "department"),
        authority=Authority(_choice(said, "authority", tuple(Authority), Authority.NONE)),
        schedule=Schedule(_choice(said, "schedule", tuple(Schedule), Schedule.NEVER)),
        method=_choice(said, "method", METHODS, "keys"),
        columns=tuple(_column(one) for one in _list(said, "columns", least=1)),
        rules=tuple(_rule(one) for one in _list(said, "rules")),
        left_names=tuple(map(str, _list(said, "left_names"))),
        right_names=tuple(map(str, _list(said, "right_names"))),
        threshold=_share(said, "threshold"),
    )


def _require_known(said: Any) -> None:
    if not isinstance(said, dict):
        raise _wrong("–", said, Text("一个 JSON 对象", "a JSON object"))
    unknown, known = sorted(set(said) - SAID), ", ".join(sorted(SAID))
    if unknown:
        why = Text(f"没有这一项，可用的有 {known}", f"no such entry; there are {known}")
        raise _wrong(unknown[0], said[unknown[0]], why)


def _key(said: dict[str, Any]) -> str:
    key = _text(said, "key")
    if not KEY.fullmatch(key) or key in RESERVED:
        raise _wrong("key", key, Text("2–40 个小写字母、数字或连字符", "2 to 40 lower-case letters, digits or hyphens"))
    return key


def _column(said: Any) -> MatchColumnSaid:
    entry = _object(said, "columns")
    return MatchColumnSaid(
        left=_text(entry, "left"),
        right=str(entry.get("right") or entry["left"]),
        kind=_choice(entry, "kind", COLUMN_KINDS, ""),
        key=bool(entry.get("key", True)),
    )


def _rule(said: Any) -> FieldRuleSaid:
    entry = _object(said, "rules")
    codes = entry.get("codes") or {}
    if not isinstance(codes, dict):
        raise _wrong("codes", codes, Text("甲表代码到乙表写法的对象", "an object from A's codes to B's words"))
    tolerance = entry.get("tolerance", 0)
    if not isinstance(tolerance, int | float) or tolerance < 0:
        raise _wrong("tolerance", tolerance, Text("不小于 0 的数", "a number from 0"))
    return FieldRuleSaid(
        left=_text(entry, "left"),
        right=str(entry.get("right") or entry["left"]),
        how=_choice(entry, "how", HOW, "normalised"),
        tolerance=float(tolerance),
        codes=tuple((str(code), str(word)) for code, word in codes.items()),
    )


def _text(said: Mapping[str, Any], name: str) -> str:
    found = said.get(name)
    if not isinstance(found, str) or not found.strip():
        raise _wrong(name, found, Text("一段文字", "a text"))
    return found.strip()


def _object(said: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise _wrong(name, said, Text("由对象组成的列表", "a list of objects"))
    return said


def _list(said: Mapping[str, Any], name: str, *, least: int = 0) -> list[Any]:
    found = said.get(name, [])
    if not isinstance(found, list) or len(found) < least:
        raise _wrong(name, found, Text(f"至少 {least} 项的列表", f"a list of at least {least}"))
    return found


def _choice(said: Mapping[str, Any], name: str, choices: tuple[str, ...], default: str) -> str:
    found = said.get(name, default)
    if found not in choices:
        words = ", ".join(choices)
        raise _wrong(name, found, Text(words, words))
    return str(found)


def _share(said: Mapping[str, Any], name: str) -> float:
    found = said.get(name, Definition.__dataclass_fields__[name].default)
    if not isinstance(found, int | float) or not 0 < found < 1:
        raise _wrong(name, found, Text("0 到 1 之间的数", "a number between 0 and 1"))
    return float(found)


def _wrong(field: str, found: Any, expected: Text) -> ComparisonInvalidError:
    shown = str(found)[:80]
    return ComparisonInvalidError(field=field, found=shown, expected_zh=expected.zh, expected_en=expected.en)
