"""Rows of a file, part by part, each part with its place in the file: a part can be read again, and reading resumed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

Row = dict[str, Any]
PART_BYTES = 8 << 20
BOM = b"\xef\xbb\xbf"
PARQUET_ENDING = ".parquet"
NDJSON_ENDINGS = frozenset({".ndjson", ".jsonl"})
TRUE, FALSE = frozenset({"true", "1", "是"}), frozenset({"false", "0", "否"})


class SourceError(ZhanqiaoError):
    """A file of rows cannot be read; what was confirmed before stays in the journal."""

    status = 422
    code = "push-source"
    sentence = Text(
        zh="{path} 第 {place} 字节处无法读取：应为{expected_zh}。已确认的部分不受影响。",
        en="{path} cannot be read at byte {place}: expected {expected_en}. What was confirmed stays so.",
    )


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a file: from byte ``start`` to byte ``end``, as NDJSON to send. ``highest`` is the last watermark in it.

    Of a Parquet file ``start`` and ``end`` are numbers of rows.
    """

    start: int
    end: int
    rows: int
    content: bytes
    highest: Any = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file of rows. ``types`` are those of the table's columns, which the texts of a CSV become values by.

    ``watermark`` is a column; only rows past ``since`` are taken.
    """

    path: Path
    types: Mapping[str, str]
    encoding: str = "utf-8"
    watermark: str = ""
    since: Any = None

    def parts(self, *, start: int, rows: int) -> Iterator[Part]:
        """Return parts of up to ``rows`` rows from byte ``start`` on (0: from the beginning). Raises SourceError."""
        if self.path.suffix.lower() == PARQUET_ENDING:
            yield from _parts(_parquet(self, start), self, start=start, most=rows)
            return
        with self.path.open("rb") as file:
            yield from _parts(self._rows(file, start), self, start=start, most=rows)

    def _rows(self, file: BinaryIO, start: int) -> Iterator[tuple[int, Row]]:
        read = _ndjson if self.path.suffix.lower() in NDJSON_ENDINGS else _csv
        yield from read(self, file, start)


def _parts(found: Iterator[tuple[int, Row]], source: Source, *, start: int, most: int) -> Iterator[Part]:
    lines: list[bytes] = []
    size, end, highest = 0, start, None
    for end, row in found:
        mark = _mark(row.get(source.watermark), source.types.get(source.watermark, "")) if source.watermark else None
        if source.watermark and (mark is None or (source.since is not None and mark <= source.since)):
            continue
        highest = mark if highest is None or (mark is not None and mark > highest) else highest
        lines.append(orjson.dumps(row, default=str))  # decimals, as texts: a number of JSON would lose digits
        size += len(lines[-1]) + 1
        if len(lines) >= most or size >= PART_BYTES:
            yield Part(start, end, len(lines), b"\n".join(lines) + b"\n", highest)
            lines, size, start, highest = [], 0, end, None
    if lines:
        yield Part(start, end, len(lines), b"\n".join(lines) + b"\n", highest)


def _mark(value: Any, kind: str) -> Any:
    """Return what tells later rows from earlier ones: a number, or a text such as a moment in ISO 8601."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, Decimal) or kind == "decimal":
        return float(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _ndjson(source: Source, file: BinaryIO, start: int) -> Iterator[tuple[int, Row]]:
    file.seek(start)
    place = start
    for line in file:
        if not line.endswith(b"\n"):
            line_is_whole = _value(line) is not None
            if not line_is_whole:
                return  # still being written: it comes with the next push
        place += len(line)
        if not line.strip():
            continue
        row = _value(line)
        if not isinstance(row, dict):
            raise _fault(source, place - len(line), Text("每行一个 JSON 对象", "a JSON object a line"))
        yield place, row


def _value(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def _parquet(source: Source, start: int) -> Iterator[tuple[int, Row]]:
    # Late: pyarrow takes 0.3 s and 40 MB, which other files do without.
    from zhanqiao.data_center.storage.engine.parquet import rows_from

    try:
        yield from rows_from(path=source.path, start=start)
    except ValueError:
        raise _fault(source, start, Text("Parquet 文件", "a Parquet file")) from None


def _csv(source: Source, file: BinaryIO, start: int) -> Iterator[tuple[int, Row]]:
    lines = _Lines(file, source)
    names = next(csv.reader(lines), [])
    if start > lines.place:
        lines.seek(start)
    readers = [READERS.get(source.types.get(name, ""), _text) for name in names]
    for values in csv.reader(lines):
        if not values:
            continue
        if len(values) != len(names):
            raise _fault(source, lines.place, Text(f"{len(names)} 列", f"{len(names)} columns"))
        try:
            row = {name: read(text) for name, read, text in zip(names, readers, values, strict=True)}
        except ValueError:
            raise _fault(source, lines.place, Text("与数据表列类型相符的值", "values of the columns' types")) from None
        yield lines.place, row


class _Lines:
    """Lines of a file as text; ``place`` is the byte after the last one that was taken."""

    def __init__(self, file: BinaryIO, source: Source) -> None:
        self._file, self._source, self.place = file, source, 0

    def seek(self, place: int) -> None:
        self.place = self._file.seek(place)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline()
        if not line:
            raise StopIteration
        first, self.place = self.place == 0, self.place + len(line)
        try:
            return (line.removeprefix(BOM) if first else line).decode(self._source.encoding)
        except UnicodeDecodeError:
            encoding = self._source.encoding
            raise _fault(self._source, self.place, Text(f"{encoding} 编码", f"the encoding {encoding}")) from None


def _fault(source: Source, place: int, expected: Text) -> SourceError:
    return SourceError(path=source.path.name, place=place, expected_zh=expected.zh, expected_en=expected.en)


def _text(text: str) -> str | None:
    return text or None


def _integer(text: str) -> int | None:
    return int(text.strip()) if text.strip() else None


def _number(text: str) -> float | None:
    return float(text.strip()) if text.strip() else None


def _decimal(text: str) -> str | None:
    """Return the digits as they stand: a number of JSON would lose some."""
    try:
        return str(Decimal(text.strip())) if text.strip() else None
    except InvalidOperation:
        raise ValueError(text) from None


def _boolean(text: str) -> bool | None:
    word = text.strip().lower()
    if word in TRUE or word in FALSE:
        return word in TRUE
    if word:
        raise ValueError(text)
    return None


def _json(text: str) -> Any:
    return orjson.loads(text) if text.strip() else None


READERS: dict[str, Callable[[str], Any]] = {
    "integer": _integer,
    "number": _number,
    "decimal": _decimal,
    "boolean": _boolean,
    "geometry": _json,
    "json": _json,
}
