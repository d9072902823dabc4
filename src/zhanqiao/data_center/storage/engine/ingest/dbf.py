"""dBASE III tables, the attributes of a Shapefile, with Chinese names and values in their own encoding."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from zhanqiao.data_center.storage.engine.ingest import encodings, gb18030

_HEADER = struct.Struct("<4xIHH20x")
_FIELD = struct.Struct("<11sc4xBB14x")
# Language driver byte 29 of the header (dBASE): the two Chinese ones.
_DRIVERS = {0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5hkscs", 0x78: "big5hkscs", 0x03: "cp1252", 0x57: "cp1252"}
_CPG = {"936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "950": "big5hkscs", "utf8": "utf-8", "65001": "utf-8"}


@dataclass(frozen=True, slots=True)
class _Part:
    name: bytes
    kind: str
    length: int


class DbfTable:
    """An open .dbf: ``names`` and :meth:`rows`. Raises ValueError when it is no dBASE table."""

    def __init__(self, *, path: Path, declared: str | None) -> None:
        """Read the header; ``declared`` is the text of the ``.cpg`` file."""
        self.path = path
        with path.open("rb") as file:
            self._parts, self._count, self._start, self._length = _read_header(file)
            file.seek(29)
            self.encoding, self.guessed = _encoding(declared, file.read(1), path)
        self.names = [self._decoded(part.name) for part in self._parts]

    def rows(self) -> Iterator[list[str | None]]:
        """Yield every record, deleted ones as well, as the shapes count them too."""
        with self.path.open("rb") as file:
            file.seek(self._start)
            for _ in range(self._count):
                record = file.read(self._length)
                if len(record) < self._length:
                    return
                yield self._row(record)

    def _row(self, record: bytes) -> list[str | None]:
        place, cells = 1, []
        for part in self._parts:
            cells.append(self._cell(record[place : place + part.length], part.kind))
            place += part.length
        return cells

    def _cell(self, raw: bytes, kind: str) -> str | None:
        text = self._decoded(raw.rstrip(b"\x00 ")).strip("\x00 ")
        if kind == "D" and len(text) == 8:  # noqa: PLR2004 - YYYYMMDD
            return f"{text[:4]}-{text[4:6]}-{text[6:]}"
        if kind == "L":
            return {"T": "true", "Y": "true", "F": "false", "N": "false"}.get(text.upper())
        if kind in "NF" and text.strip("*") == "":
            return None
        return text or None

    def _decoded(self, raw: bytes) -> str:
        raw = raw.split(b"\x00", 1)[0] if b"\x00" in raw else raw
        text = raw.decode(self.encoding, errors="replace")
        return gb18030.modernised(text=text) if self.encoding == "gb18030" else text


def _read_header(file: BinaryIO) -> tuple[list[_Part], int, int, int]:
    head = file.read(_HEADER.size)
    if len(head) < _HEADER.size:
        raise ValueError("dBASE header is too short")
    count, start, length = _HEADER.unpack(head)
    parts = []
    while (raw := file.read(_FIELD.size)) and len(raw) == _FIELD.size and raw[:1] != b"\r" and file.tell() <= start:
        name, kind, size, decimals = _FIELD.unpack(raw)
        parts.append(
            _Part(name.split(b"\x00", 1)[0], kind.decode("latin-1"), size + (decimals << 8 if kind == b"C" else 0))
        )
    if not parts or length < 1 + sum(part.length for part in parts):
        raise ValueError("dBASE field list does not fit the record length")
    return parts, count, start, length


def _encoding(declared: str | None, driver: bytes, path: Path) -> tuple[str, bool]:
    """Return the codec: the ``.cpg`` file, the driver byte, or the content."""
    if declared:
        word = declared.strip().casefold().replace("-", "").removeprefix("ansi").removeprefix("cp").strip()
        with suppress(LookupError):  # a word nobody knows: what follows decides, and the report names the encoding
            return _CPG.get(word) or codecs.lookup(declared.strip()).name, False
    if driver and driver[0] in _DRIVERS:
        return _DRIVERS[driver[0]], False
    with path.open("rb") as file:
        _, decoding = encodings.decoded(content=file.read(1 << 20).replace(b"\x00", b" "))
    return decoding.codec, True
