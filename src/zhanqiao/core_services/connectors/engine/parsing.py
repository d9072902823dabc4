"""A file's bytes as rows: CSV, JSON, lines of JSON, workbooks."""

from __future__ import annotations

import csv
import io
from pathlib import PurePosixPath
from typing import Any

import orjson
from python_calamine import CalamineError, CalamineWorkbook

from zhanqiao.core_services.connectors.engine.pieces import Piece, unreadable
from zhanqiao.core_services.connectors.rules import ColumnsRepeatedError, plain

LINES = frozenset({".jsonl", ".ndjson"})
BOOKS = frozenset({".xlsx", ".xls", ".ods"})
DELIMITED = {".csv": ",", ".tsv": "\t", ".txt": ","}
CELL_CHARACTERS = 10_000_000
csv.field_size_limit(CELL_CHARACTERS)


def rows_of(*, content: bytes, name: str) -> Piece:
    """Return all rows of a file by the ending of its name. Raises SourceUnreadableError, ColumnsRepeatedError."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in DELIMITED:
        return delimited(content=content, delimiter=DELIMITED[ending])
    if ending in BOOKS:
        return _book(content)
    if ending in LINES:
        return records([_json(line) for line in content.splitlines() if line.strip()], size=len(content))
    if ending == ".json":
        return records(_json(content), size=len(content))
    able = " ".join(sorted([*DELIMITED, *BOOKS, *LINES, ".json"]))
    raise unreadable(
        zh=f"不认识以“{ending}”结尾的文件（可用：{able}）",
        en=f"files that end in '{ending}' are not known ({able} are)",
    )


def delimited(*, content: bytes, delimiter: str = ",") -> Piece:
    """Return the rows of delimited text in UTF-8 or GB 18030, whose first line names the columns."""
    table = list(csv.reader(io.StringIO(_text(content), newline=""), delimiter=delimiter, strict=False))
    return _table([row for row in table if row], size=len(content))


def records(found: Any, /, *, size: int) -> Piece:
    """Return JSON objects as rows. Raises SourceUnreadableError for what is no list of objects."""
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise unreadable(zh="不是由对象组成的 JSON 数组", en="it is no JSON array of objects")
    columns = tuple(dict.fromkeys(str(name) for row in found for name in row))
    return Piece(found, columns, whole_header=False, size=size)


def parsed(content: bytes, /) -> Any:
    """Return a JSON document. Raises SourceUnreadableError."""
    return _json(content)


def _json(content: bytes) -> Any:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise unreadable(zh=f"JSON 有误（{error}）", en=f"the JSON is broken ({error})") from None


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable(zh="编码既不是 UTF-8 也不是 GB 18030", en="it is neither in UTF-8 nor in GB 18030")


def _book(content: bytes) -> Piece:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        table = book.get_sheet_by_index(0).to_python()
    except (CalamineError, IndexError) as error:
        raise unreadable(zh=f"无法打开工作簿（{error}）", en=f"the workbook cannot be opened ({error})") from None
    filled = [[plain(cell) for cell in row] for row in table if any(cell != "" for cell in row)]
    return _table(filled, size=len(content))


def _table(table: list[list[Any]], *, size: int) -> Piece:
    if not table:
        return Piece([], (), size=size)
    head = [str(name).strip() for name in table[0]]
    for place, name in enumerate(head):
        if name in head[:place]:
            raise ColumnsRepeatedError(column=name)
    for number, row in enumerate(table[1:], start=2):
        if len(row) > len(head):
            raise unreadable(
                zh=f"第 {number} 行有 {len(row)} 个单元格，表头只有 {len(head)} 个",
                en=f"row {number} has {len(row)} cells and the head {len(head)}",
            )
    return Piece([dict(zip(head, row, strict=False)) for row in table[1:]], tuple(head), size=size)
