"""The specification of a join as a caller writes it in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

KINDS = ("inner", "left", "anti")
TEXTS = ("select", "where", "group_by", "having", "order_by")
NUMBERS = ("limit", "offset")
FLAG = "distinct"
MEMBERS = ("left", "right", "on", "kind", *TEXTS, *NUMBERS, FLAG)
SIDE_MEMBERS = ("table", "as_of", "prefix")
PAIR_MEMBERS = ("left", "right")
MOST_KEYS = 8
LONGEST_SHOWN = 80


class JoinSpecError(ZhanqiaoError):
    """A specification of a join is not what it should be; ``member`` says where."""

    status = 400
    code = "join-spec"
    sentence = Text(
        zh="连接的说明有误：{member} 应为{expected_zh}。没有读取数据。",
        en="The specification of the join does not fit: {member} must be {expected_en}. Nothing was read.",
    )


@dataclass(frozen=True, slots=True)
class SideSpec:
    """One table: its name (id or slug), the state to read, and what its columns begin with."""

    table: str
    as_of: str | None = None
    prefix: str | None = None


@dataclass(frozen=True, slots=True)
class JoinSpec:
    """A join as specified; ``params`` are those of the query model."""

    left: SideSpec
    right: SideSpec
    on: tuple[tuple[str, str], ...]
    kind: str
    params: dict[str, str]


def join_spec(*, body: Any) -> JoinSpec:
    """Return what a JSON body specifies. Raises JoinSpecError, which names the member and what it must be."""
    given = _members(body, "body", MEMBERS)
    kind = given.get("kind", "inner")
    if kind not in KINDS:
        raise _misfit("kind", Text("、".join(KINDS), "one of " + ", ".join(KINDS)))
    left, right = (_side(given.get(name), name) for name in ("left", "right"))
    return JoinSpec(left=left, right=right, on=_keys(given.get("on")), kind=kind, params=_params(given))


def _side(value: Any, path: str) -> SideSpec:
    if isinstance(value, str):
        value = {"table": value}
    given = _members(value, path, SIDE_MEMBERS)
    table = given.get("table")
    if not isinstance(table, str) or not table:
        raise _misfit(f"{path}.table", _TABLE)
    as_of = given.get("as_of")
    number = str(as_of) if type(as_of) is int else as_of
    return SideSpec(table, _text(number, f"{path}.as_of") or None, _text(given.get("prefix"), f"{path}.prefix"))


def _text(value: Any, path: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _misfit(path, _TEXT)
    return value


def _keys(value: Any) -> tuple[tuple[str, str], ...]:
    listed = value if isinstance(value, list) else [value]
    if not 1 <= len(listed) <= MOST_KEYS:
        raise _misfit("on", Text(f"1 到 {MOST_KEYS} 个键", f"from 1 to {MOST_KEYS} keys"))
    return tuple(_key(each, f"on[{number}]" if listed is value else "on") for number, each in enumerate(listed))


def _key(value: Any, path: str) -> tuple[str, str]:
    if isinstance(value, str) and value.strip():
        return value, value
    if value is None or isinstance(value, str):
        raise _misfit(path, _KEY)
    given = _members(value, path, PAIR_MEMBERS)
    left, right = given.get("left"), given.get("right")
    if not isinstance(left, str) or not isinstance(right, str) or not left.strip() or not right.strip():
        raise _misfit(path, _KEY)
    return left, right


def _params(given: Mapping[str, Any]) -> dict[str, str]:
    params: dict[str, str] = {}
    for name in (*TEXTS, *NUMBERS, FLAG):
        value = given.get(name)
        if value is not None:
            params[name] = _param(name, value)
    return params


def _param(name: str, value: Any) -> str:
    if name in TEXTS:
        if isinstance(value, str):
            return value
        raise _misfit(name, _TEXT)
    if name in NUMBERS:
        if type(value) is int and value >= 0:
            return str(value)
        raise _misfit(name, Text("不小于 0 的整数", "a whole number from 0 up"))
    if isinstance(value, bool):
        return str(value).lower()
    raise _misfit(name, Text("true 或 false", "true or false"))


def _members(value: Any, path: str, known: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _misfit(path, Text("含 " + "、".join(known) + " 的对象", "an object of " + ", ".join(known)))
    for name in value:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = Text("、".join(near or known) + " 之一", "called one of " + ", ".join(near or known))
            raise _misfit(f"{path}.{name}"[:LONGEST_SHOWN], hint)
    return value


def _misfit(member: str, expected: Text) -> JoinSpecError:
    return JoinSpecError(member=member, expected_zh=expected.zh, expected_en=expected.en)


_TABLE = Text("数据表标识（tbl_…）或数据集短名", "the id of a table (tbl_…) or the slug of a dataset")
_TEXT = Text("文本", "a text")
_KEY = Text(
    '键：两表相同时写一个列名，不同时写 {"left": "…", "right": "…"}',
    'a key: one name where both tables have the same, else {"left": "…", "right": "…"}',
)
