"""Whether a statement may call a function: its name on the list, its arguments without a way round the list."""

from __future__ import annotations

import difflib
from typing import Any

from zhanqiao.data_center.storage.engine.sql.words import BY_NAME, FUNCTIONS, OPERATORS
from zhanqiao.kit.texts import Text

NEAR, ALIKE = 3, 0.75  # how many names are told, and how much alike they are
FUNCTION = Text(
    "函数 {name} 不在允许之列{near_zh}。",
    "The function {name} is not on the list of those allowed{near_en}.",
)
NAMED_AGGREGATE = Text(
    "{name} 的第二个参数必须是写明的、允许使用的聚合函数名。",
    "The second argument of {name} must be the name, written out, of an aggregate that is allowed.",
)
AGE = Text(
    "只有一个参数的 age 取决于当天日期；请写出两个时间，如 age(timestamp '2026-01-01', 列)。",
    "age with one argument depends on today; write both moments, as in age(timestamp '2026-01-01', column).",
)


def call_refusal(node: dict[str, Any], /) -> Text | None:
    """Return why the call of a function, as DuckDB's parser describes it, is not offered; None when it is."""
    name = str(node.get("function_name", "")).lower()
    if node.get("schema") not in ("", "main", None) or node.get("catalog") not in ("", "system", None):
        return _unlisted(name)
    if name not in FUNCTIONS and not (node.get("is_operator") and name in OPERATORS):
        return _unlisted(name)
    arguments = node.get("children") or []
    if name == "age" and len(arguments) == 1:
        return AGE
    if name in BY_NAME and len(arguments) > 1 and _constant(arguments[1]) not in FUNCTIONS:
        return NAMED_AGGREGATE.filled(name=name)
    return None


def _unlisted(name: str) -> Text:
    near = difflib.get_close_matches(name, sorted(FUNCTIONS), n=NEAR, cutoff=ALIKE)
    return FUNCTION.filled(
        name=name,
        near_zh=f"；相近的有 {'、'.join(near)}" if near else "",
        near_en=f"; near to it are {', '.join(near)}" if near else "",
    )


def _constant(argument: dict[str, Any]) -> str | None:
    value = argument.get("value") if argument.get("class") == "CONSTANT" else None
    return str(value.get("value")).lower() if isinstance(value, dict) else None
