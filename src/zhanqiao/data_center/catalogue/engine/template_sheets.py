"""The reporting template as an XLSX file: written with its merged two-row head, read back with the place of each cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import python_calamine

from zhanqiao.data_center.catalogue.rules.template import HEADS

SHEET, MARKS = "信息资源目录", "导出标记"
HEAD_ROWS = 2
MOST_UNPACKED = 256 << 20  # bytes; a catalogue of tens of thousands of items takes a tenth
LETTERS = 26
WIDTHS = {"abstract_zh": 48, "title_zh": 32, "open_condition": 32, "share_condition": 32, "item_zh": 20, "related": 24}
KEYS = tuple(each.key for each in HEADS)


@dataclass(slots=True)
class Resource:
    """One resource of the sheet: its own cells, those of its items, the line it begins in (as people count)."""

    cells: dict[str, str]
    items: list[dict[str, str]]
    line: int = 0
    lines: list[int] = field(default_factory=list)

    def text(self) -> str:
        """Return all cells as one text, to tell whether anything was changed."""
        parts = [self.cells.get(key, "") for key in KEYS]
        return "\x1f".join([*parts, *("\x1e".join(item.get(key, "") for key in KEYS) for item in self.items)])


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds: resources, digests of the resources as they were exported, and heads that are not the template's."""

    resources: tuple[Resource, ...]
    marks: Mapping[str, str]
    wrong_heads: tuple[tuple[str, str, str], ...]  # cell, found, expected


class NotATemplateError(ValueError):
    """The file is no XLSX workbook."""


def address(*, key: str, line: int) -> str:
    """Return the address of a cell, such as ``G12``."""
    return f"{_letters(KEYS.index(key))}{line}"


def written(*, resources: Iterable[Resource], marks: Mapping[str, str]) -> bytes:
    """Return the workbook: one sheet of resources, and a hidden one with the digest of each as exported."""
    import xlsxwriter  # late: it takes 0.2 s, which a start need not wait for

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    head = book.add_format(
        {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1, "bg_color": "#F5F2EB"}
    )
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True, "border": 1})
    _write_head(sheet, head)
    line = HEAD_ROWS
    for resource in resources:
        line = _write_resource(sheet, resource, line, text)
    sheet.freeze_panes(HEAD_ROWS, KEYS.index("title_zh") + 1)
    hidden = book.add_worksheet(MARKS)
    hidden.hide()
    for row, pair in enumerate(marks.items()):
        hidden.write_row(row, 0, pair, text)
    book.close()
    return buffer.getvalue()


def read(*, content: bytes) -> Sheet:
    """Read a workbook back. Raises NotATemplateError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise NotATemplateError(f"more than {MOST_UNPACKED} bytes unpacked")
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        name = SHEET if SHEET in book.sheet_names else book.sheet_names[0]
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        marks = book.get_sheet_by_name(MARKS).to_python() if MARKS in book.sheet_names else []
    except (python_calamine.CalamineError, zipfile.BadZipFile, IndexError, OSError) as error:
        raise NotATemplateError(str(error)) from None
    lines = [[_text(cell) for cell in row] + [""] * (len(KEYS) - len(row)) for row in rows]
    known = {_text(row[0]): _text(row[1]) for row in marks if len(row) > 1}
    return Sheet(_resources(lines[HEAD_ROWS:]), known, _wrong_heads(lines[:HEAD_ROWS]))


def _write_head(sheet: Any, style: Any) -> None:
    start = 0
    while start < len(HEADS):
        group = HEADS[start].group
        end = start
        while group and end + 1 < len(HEADS) and HEADS[end + 1].group == group:
            end += 1
        if group:
            sheet.merge_range(0, start, 0, end, group, style)
        for place in range(start, end + 1):
            each = HEADS[place]
            sheet.set_column(place, place, WIDTHS.get(each.key, 12))
            if group:
                sheet.write_string(1, place, each.name, style)
            else:
                sheet.merge_range(0, place, 1, place, each.name, style)
        start = end + 1


def _write_resource(sheet: Any, resource: Resource, line: int, style: Any) -> int:
    height = max(1, len(resource.items))
    for place, each in enumerate(HEADS):
        if each.item:
            for row, item in enumerate(resource.items):
                sheet.write_string(line + row, place, item.get(each.key, ""), style)
        elif height > 1:
            sheet.merge_range(line, place, line + height - 1, place, resource.cells.get(each.key, ""), style)
        else:
            sheet.write_string(line, place, resource.cells.get(each.key, ""), style)
    return line + height


def _resources(lines: Sequence[Sequence[str]]) -> tuple[Resource, ...]:
    found: list[Resource] = []
    for number, row in enumerate(lines, start=HEAD_ROWS + 1):
        cells = dict(zip(KEYS, row, strict=False))
        if not any(cells.values()):
            continue
        own = {each.key: cells[each.key] for each in HEADS if not each.item}
        item = {each.key: cells[each.key] for each in HEADS if each.item}
        if any(own.values()) or not found:
            found.append(Resource(own, [], number))
        if any(item.values()):
            found[-1].items.append(item)
            found[-1].lines.append(number)
    return tuple(found)


def _wrong_heads(lines: Sequence[Sequence[str]]) -> tuple[tuple[str, str, str], ...]:
    top, below = ([*lines, [], []])[:2]
    wrong = []
    for place, each in enumerate(HEADS):
        shown = below[place] if each.group and place < len(below) else top[place] if place < len(top) else ""
        if _plain(shown) != _plain(each.name):
            line = HEAD_ROWS if each.group else 1
            wrong.append((f"{_letters(place)}{line}", shown, each.name))
    return tuple(wrong)


def _letters(place: int) -> str:
    """Return the letters of a column, counted from 0: A, B … Z, AA."""
    more, last = divmod(place, LETTERS)
    return (_letters(more - 1) if more else "") + chr(ord("A") + last)


def _plain(text: str) -> str:
    return text.replace("（", "(").replace("）", ")").replace("(所属)", "").replace(" ", "")


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
