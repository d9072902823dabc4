"""A sheet of figures: its columns, its rows, and the same as CSV. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from zhanqiao.kit.texts import Text

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Shape(StrEnum):
    """How a column is shown: words, a number, a share from 0 to 1; a bar is drawn beside the column that ranks."""

    WORDS = "words"
    NUMBER = "number"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its name for programs, its title for people."""

    name: str
    title: Text
    shape: Shape = Shape.WORDS


@dataclass(frozen=True, slots=True)
class Sheet:
    """Figures with what they mean. ``rows`` map names to a Text, a number, a text, or None; ``link`` of a row leads on.

    ``ranks`` names the column whose bars are drawn; empty: none.
    """

    key: str
    title: Text
    note: Text
    columns: tuple[SheetColumn, ...]
    rows: tuple[Mapping[str, Any], ...]
    ranks: str = ""

    @property
    def most(self) -> float:
        """Return the largest value of the column that ranks, at least a little above nothing."""
        return max((float(row.get(self.ranks) or 0) for row in self.rows), default=0.0) or 1.0


def as_csv(sheet: Sheet, /, *, language: str) -> str:
    """Return a sheet as CSV with a byte order mark, for spreadsheet programs; no cell begins a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([one.title.in_language(language) for one in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_cell(row.get(one.name), language) for one in sheet.columns])
    return "\ufeff" + file.getvalue()


def as_document(sheet: Sheet, /) -> dict[str, Any]:
    """Return a sheet as JSON carries it."""
    return {
        "key": sheet.key,
        "title": sheet.title.as_dict(),
        "note": sheet.note.as_dict(),
        "columns": [{"name": one.name, "title": one.title.as_dict()} for one in sheet.columns],
        "rows": [{one.name: _json(row.get(one.name)) for one in sheet.columns} for row in sheet.rows],
    }


def columns(*told: tuple[str, str, str, Shape]) -> tuple[SheetColumn, ...]:
    """Return columns from name, Chinese title, English title and shape."""
    return tuple(SheetColumn(name, Text(zh, en), shape) for name, zh, en, shape in told)


def _cell(value: Any, language: str) -> Any:
    text = value.in_language(language) if isinstance(value, Text) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(FORMULA) else text


def _json(value: Any) -> Any:
    return value.as_dict() if isinstance(value, Text) else value
