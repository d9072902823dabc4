"""Open lists (开放清单): one table in XLSX or CSV whose heads name the fields, as Chinese portals hand them out."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from zhanqiao.core_services.exchange.engine import values
from zhanqiao.core_services.exchange.engine.drafts import Draft, Unreadable, gathered
from zhanqiao.core_services.exchange.rules import Link, Reading, Record, field_of, office_contact
from zhanqiao.kit.texts import Text

HEAD_ROWS = 20
MOST_CELLS = 2_000_000
UNPACKED_RATIO = 100
UNPACKED_LEAST = 64 << 20
SEPARATORS = re.compile(r"[,，;；、|\n]")
PACKED = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
A_HEAD = Text(
    "一行表头，含“名称”类列和至少一个其他已知列", "a row of heads, with a title column and one more that is known"
)
A_TABLE = Text("可读的 XLSX、XLS 或 CSV", "a readable XLSX, XLS or CSV")
A_SMALL_TABLE = Text("解开后不过大的工作簿", "a workbook that is not too large when unpacked")
Row = Sequence[Any]


def read(content: bytes, /, *, document: str) -> Reading:
    """Return the records of a list; ``number`` of a fault is the line or row in the file."""
    rows = _workbook(content) if content.startswith((PACKED, OLD_WORKBOOK)) else _delimited(content)
    head, fields = _head(rows)
    filled = ((n, row) for n, row in enumerate(rows[head + 1 :], start=head + 2) if any(_cell(cell) for cell in row))
    return gathered(_drafted(_told(row, fields), document=document, number=n) for n, row in filled)


def _workbook(content: bytes) -> list[Row]:
    if content.startswith(PACKED):
        _require_small(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [row for name in book.sheet_names[:1] for row in book.get_sheet_by_name(name).to_python()]
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(field="workbook", found=str(error), expected=A_TABLE) from None


def _require_small(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable(field="workbook", found=str(error), expected=A_TABLE) from None
    if size > max(UNPACKED_RATIO * len(content), UNPACKED_LEAST):
        raise Unreadable(field="workbook", found=f"{size} B", expected=A_SMALL_TABLE)


def _delimited(content: bytes) -> list[Row]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError as error:
            place = error.start
    else:
        raise Unreadable(field=f"byte {place}", found=content[place : place + 4].hex(), expected=A_TABLE)
    first = text[:10_000]
    separator = max(",\t;", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Unreadable(field="CSV", found=str(error), expected=A_TABLE) from None


def _head(rows: list[Row]) -> tuple[int, list[str | None]]:
    """Return which row holds the heads, and the field of each column; the first column of a field counts."""
    if sum(len(row) for row in rows) > MOST_CELLS:
        raise Unreadable(field="cells", found=str(sum(len(row) for row in rows)), expected=A_SMALL_TABLE)
    for place, row in enumerate(rows[:HEAD_ROWS]):
        fields = [field_of(label=_cell(cell)) for cell in row]
        if "title" in fields and len({field for field in fields if field}) > 1:
            return place, [field if field not in fields[:n] else None for n, field in enumerate(fields)]
    heads = ", ".join(_cell(cell) for cell in rows[0]) if rows else ""
    raise Unreadable(field="row 1", found=heads, expected=A_HEAD)


def _told(row: Row, fields: list[str | None]) -> dict[str, str]:
    return {field: _cell(cell) for field, cell in zip(fields, row, strict=False) if field and _cell(cell)}


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return values.plain(str(value)) if value is not None else ""


def _drafted(told: dict[str, str], *, document: str, number: int) -> tuple[Draft, Record | None]:
    title, publisher = told.get("title", ""), told.get("publisher", "")
    own = told.get("identifier") or told.get("page") or (f"{title}@{publisher}" if title else "")
    draft = Draft(document=document, number=number, identifier=own, subject=title)
    record = draft.finish(
        titles=(("", title), ("en", told.get("title_en", ""))),
        descriptions=tuple(_words(told, "description")),
        keywords=_many(told.get("keywords", "")),
        page=draft.address(field="page", value=told.get("page", "")),
        publisher=publisher,
        licence=told.get("licence", ""),
        access=told.get("access", ""),
        cycle=draft.cycle(field="cycle", value=told.get("cycle", "")),
        themes=tuple(_many(told.get("theme", ""))),
        issued=draft.day(field="issued", value=told.get("issued", "")),
        modified=told.get("modified", ""),
        spatial=told.get("spatial", ""),
        language="zh",
        contact=office_contact(
            name=told.get("office", ""), email=told.get("email", ""), phone=told.get("phone", ""), publisher=publisher
        ),
        links=_links(told, draft),
    )
    return draft, record


def _words(told: dict[str, str], field: str) -> Iterator[tuple[str, str]]:
    if told.get(field):
        yield "", told[field]


def _many(text: str) -> list[str]:
    return [word.strip() for word in SEPARATORS.split(text) if word.strip()]


def _links(told: dict[str, str], draft: Draft) -> list[Link]:
    formats = [values.file_format(one) for one in _many(told.get("format", ""))]
    urls = [draft.address(field="download", value=one) for one in told.get("download", "").split()]
    return [Link(url=url, format=formats[n] if n < len(formats) else "") for n, url in enumerate(urls) if url]
