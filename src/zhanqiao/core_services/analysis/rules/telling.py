"""A comparison as people write it: the same entries that ``definition_of`` reads, as an object and as TOML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from zhanqiao.core_services.analysis.rules.definitions import Definition

DELETE = "\x7f"  # the one sign that JSON writes as it is and TOML does not take


def said_of(definition: Definition, /) -> dict[str, Any]:
    """Return what ``definition_of`` reads back as the same comparison."""
    return {
        "key": definition.key,
        "name_zh": definition.name_zh,
        "name_en": definition.name_en,
        "left": definition.left,
        "right": definition.right,
        "department": definition.department,
        "authority": definition.authority.value,
        "method": definition.method,
        "threshold": definition.threshold,
        "schedule": definition.schedule.value,
        "left_names": list(definition.left_names),
        "right_names": list(definition.right_names),
        "columns": definition.columns_said(),
        "rules": [rule | {"codes": dict(rule["codes"])} for rule in definition.rules_said()],
    }


def toml_of(said: Mapping[str, Any], /) -> str:
    """Return an object of texts, numbers, lists and tables as TOML 1.0, one entry a line; lists of tables one table a line."""
    lines = []
    for name, value in said.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            inner = "".join(f"    {_value(one)},\n" for one in value)
            lines.append(f"{name} = [\n{inner}]")
        else:
            lines.append(f"{name} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_text(name)} = {_value(one)}" for name, one in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace(DELETE, "\\u007f")
