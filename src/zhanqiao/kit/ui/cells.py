"""Rows as table cells. Written as text and not by the template: a page may hold ten thousand cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Protocol

from zhanqiao.kit.texts import Text

NUMERIC = frozenset({"integer", "decimal", "number"})
LONGEST = 500
PLACE_DIGITS = 5
EXACT = 1e15  # whole numbers up to here are written out, larger ones keep their exponent
TYPE_NAMES = {
    "text": Text("文本", "text"),
    "integer": Text("整数", "integer"),
    "decimal": Text("小数", "decimal"),
    "number": Text("数值", "number"),
    "boolean": Text("是否", "yes/no"),
    "date": Text("日期", "date"),
    "time": Text("时间", "time"),
    "timestamp": Text("日期时间", "date and time"),
    "geometry": Text("空间图形", "geometry"),
    "json": Text("JSON", "JSON"),
}
YES, NO = Text("是", "yes"), Text("否", "no")


class Column(Protocol):
    """What a cell needs to know of its column: the logical type (``storage`` calls it Field)."""

    @property
    def type(self) -> str:
        """The logical type, such as ``integer``."""


def type_name(*, type: str) -> Text:  # noqa: A002 - the word of the field
    """Return a logical type's name for readers."""
    return TYPE_NAMES[type]


def body(*, fields: Sequence[Column], rows: Iterable[Sequence[Any]], language: str) -> str:
    """Return the rows as safe HTML: the first cell of a row heads it, numbers stand right, nulls are marked."""
    cells = [_opened(field, index) for index, field in enumerate(fields)]
    moments = [field.type == "timestamp" for field in fields]
    lines = (
        "".join(
            null
            if value is None
            else f"{start}{shown(value.replace('T', ' ') if moment else value, language=language)}{end}"
            for (start, end, null), moment, value in zip(cells, moments, row, strict=True)
        )
        for row in rows
    )
    return "".join(f"<tr>{line}</tr>" for line in lines)


def _opened(field: Column, index: int) -> tuple[str, str, str]:
    if index == 0:
        kind = "first num" if field.type in NUMERIC else "first"
        return (f'<th scope="row" class="{kind}">', "</th>", f'<th scope="row" class="{kind} null"></th>')
    if field.type in NUMERIC:
        return ('<td class="num">', "</td>", '<td class="num null"></td>')
    return ("<td>", "</td>", '<td class="null"></td>')


def shown(value: Any, /, *, language: str) -> str:
    """Return a value as safe HTML."""
    if isinstance(value, bool):
        return (YES if value else NO).in_language(language)
    if isinstance(value, dict):
        return escape(_place(value))
    text = f"{value:.0f}" if isinstance(value, float) and value.is_integer() and abs(value) < EXACT else str(value)
    if text.startswith(("http://", "https://")) and not any(character.isspace() for character in text):
        address = escape(text)
        return f'<a href="{address}" rel="nofollow noopener ugc">{address}</a>'
    return escape(text if len(text) <= LONGEST else text[:LONGEST] + "…")


def _place(geometry: dict[str, Any]) -> str:
    """Return a point's longitude and latitude, or the kind of any other GeoJSON geometry."""
    if geometry.get("type") == "Point":
        return ", ".join(f"{number:.{PLACE_DIGITS}f}" for number in geometry["coordinates"][:2])
    return str(geometry.get("type", ""))
