"""SODA 2.1 (Socrata Open Data API) in the words of the query model: names of parameters, functions, types, values.

Source: the SODA 2.1 documentation of Socrata; proven by its Python client. What the query model has no word for is
refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

MEDIA_TYPES = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/vnd.geo+json; charset=utf-8",  # SODA's older name: its clients know no other
}
FORMATS = tuple(MEDIA_TYPES)
DEFAULT_ROWS, MOST_ROWS = 1_000, 50_000
NATIVE = {
    "$select": "select",
    "$where": "where",
    "$group": "group_by",
    "$having": "having",
    "$order": "order_by",
    "$limit": "limit",
    "$offset": "offset",
    "$q": "q",
}
IGNORED = frozenset({"$$app_token", "$$exclude_system_fields", "$$version", "$$read_from_nbe"})
QUOTED = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`)""")
NUMBER = r"\s*(-?\d+(?:\.\d+)?)\s*"
BOX = re.compile(rf"within_box\(\s*([^\s(),]+)\s*,{NUMBER},{NUMBER},{NUMBER},{NUMBER}\)", re.IGNORECASE)
UNITS = {"y": "year", "ym": "month", "ymd": "day"}
TRUNCATED = re.compile(r"date_trunc_(ymd|ym|y)\s*\(", re.IGNORECASE)
SYSTEM_ORDER = re.compile(r"^\s*:id(\s+asc)?\s*$", re.IGNORECASE)
TYPES = {
    "integer": "number",
    "decimal": "number",
    "number": "number",
    "boolean": "checkbox",
    "date": "calendar_date",
    "timestamp": "calendar_date",
}
MIDNIGHT = "T00:00:00.000"


class SodaParameterError(ZhanqiaoError):
    """A parameter of SODA that is not offered here."""

    status = 400
    code = "soda-parameter"
    sentence = Text(
        zh="不支持 SODA 参数“{name}”。可用：{known}；或用“列名=值”筛选。",
        en="The SODA parameter '{name}' is not offered. Use {known}, or column=value.",
    )


class SodaFormatError(ZhanqiaoError):
    """A format of SODA that is not offered here."""

    status = 404
    code = "soda-format"
    sentence = Text(zh="没有格式“{name}”。可用：{known}。", en="There is no format '{name}'. Use {known}.")


def native_params(*, given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the parameters of the query model, and the simple filters (column to value).

    Raises SodaParameterError for a ``$`` parameter that is not offered, such as ``$query``.
    """
    params: dict[str, str] = {}
    filters: dict[str, str] = {}
    for name, text in given.items():
        if name in NATIVE:
            params[NATIVE[name]] = native_text(text=text)
        elif name.startswith("$"):
            if name not in IGNORED:
                raise SodaParameterError(name=name, known=", ".join(NATIVE))
        else:
            filters[name] = text
    if SYSTEM_ORDER.match(params.get("order_by", "")):
        del params["order_by"]  # the order of the source, which pages have anyway
    params.setdefault("limit", str(DEFAULT_ROWS))
    return params, filters


def native_text(*, text: str) -> str:
    """Return an expression of SoQL in the words of the query model; quoted parts stay as they are."""
    parts = QUOTED.split(text)
    return "".join(part if place % 2 else _reworded(part) for place, part in enumerate(parts))


def _reworded(text: str) -> str:
    # SoQL names the north-west and the south-east corner, latitude first.
    text = BOX.sub(r"within_bbox(\3, \4, \5, \2)", text)
    return TRUNCATED.sub(lambda found: f"date_trunc('{UNITS[found[1].lower()]}', ", text)


def column_type(*, kind: str) -> str:
    """Return SODA's name of a logical type; what it has no name for is ``text``."""
    return TYPES.get(kind, "text")


def row_object(*, names: list[str], kinds: list[str], row: tuple[Any, ...]) -> dict[str, Any]:
    """Return a row as SODA writes it: numbers as text, days with a midnight, nothing for NULL."""
    pairs = zip(names, kinds, row, strict=True)
    return {name: _value(value, kind) for name, kind, value in pairs if value is not None}


def _value(value: Any, kind: str) -> Any:
    if column_type(kind=kind) == "number":
        return str(value)
    if kind == "date":
        return f"{value}{MIDNIGHT}"
    if kind == "timestamp":
        return value if "." in value else f"{value}.000"
    return value
