"""Rows that differ, as table cells: what happened to a row in words, changed cells with both values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Protocol

from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.cells import NUMERIC, Column, shown

CHANGE_KINDS = {
    "added": Text("新增", "added"),
    "removed": Text("删除", "removed"),
    "changed": Text("更改", "changed"),
}
BEFORE, AFTER = Text("原值", "before"), Text("新值", "after")
EMPTY = Text("空", "empty")


class NamedColumn(Column, Protocol):
    """A column with its name."""

    @property
    def name(self) -> str:
        """The name."""


class RowChange(Protocol):
    """One row that differs (``storage`` calls it Change)."""

    @property
    def kind(self) -> str:
        """Added, removed or changed."""

    @property
    def old(self) -> dict[str, Any] | None:
        """The row before."""

    @property
    def new(self) -> dict[str, Any] | None:
        """The row after."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Which columns changed."""


def changes_body(*, fields: Sequence[NamedColumn], rows: Iterable[RowChange], language: str) -> str:
    """Return the rows as safe HTML: what happened to a row in words, changed cells with both values."""
    return "".join(_row(fields, each, language) for each in rows)


def _row(fields: Sequence[NamedColumn], change: RowChange, language: str) -> str:
    word = CHANGE_KINDS[change.kind].in_language(language)
    cells = "".join(_cell(each, change, language) for each in fields)
    return f'<tr class="row-{change.kind}"><th scope="row" class="first">{escape(word)}</th>{cells}</tr>'


def _cell(field: NamedColumn, change: RowChange, language: str) -> str:
    kinds = ["num"] if field.type in NUMERIC else []
    if field.name in change.columns and change.old and change.new:
        values = (
            f'<{tag}><span class="visually-hidden">{escape(word.in_language(language))} </span>{_value(row[field.name], language)}</{tag}>'
            for tag, word, row in (("del", BEFORE, change.old), ("ins", AFTER, change.new))
        )
        return f'<td class="{" ".join([*kinds, "cell-changed"])}">{" ".join(values)}</td>'
    row = change.new or change.old or {}
    value = row.get(field.name)
    if value is None:
        return f'<td class="{" ".join([*kinds, "null"])}"></td>'
    return f'<td class="{" ".join(kinds)}">{shown(value, language=language)}</td>'


def _value(value: Any, language: str) -> str:
    return f"<i>{escape(EMPTY.in_language(language))}</i>" if value is None else shown(value, language=language)
