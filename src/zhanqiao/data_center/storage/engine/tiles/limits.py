"""What a tile could not hold, in both languages, as answers of pages say it: a code and sentences.

In the tile they stand in a layer of their own, ``limits``, so that a map can show them without reading headers.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from zhanqiao.data_center.storage.engine.tiles.properties import LONGEST, MOST_PROPERTIES
from zhanqiao.kit.texts import Text

Limit = dict[str, Any]
LAYER = "limits"


def counted(*, rows: int, most: int) -> Limit:
    """Say that rows were counted by cells."""
    return {"code": "tile-counted", "rows": rows, **_COUNTED.filled(rows=rows, most=most).as_dict()}


def sampled(*, rows: int, drawn: int) -> Limit:
    """Say that a fair sample of the rows was drawn."""
    return {"code": "tile-sampled", "rows": rows, "drawn": drawn, **_SAMPLED.filled(rows=rows, drawn=drawn).as_dict()}


def largest(*, rows: int, drawn: int) -> Limit:
    """Say that only the largest shapes were drawn."""
    return {"code": "tile-largest", "rows": rows, "drawn": drawn, **_LARGEST.filled(rows=rows, drawn=drawn).as_dict()}


def tiny(*, left_out: int) -> Limit:
    """Say that shapes too small to be seen were left out."""
    return {"code": "tile-tiny", "left_out": left_out, **_TINY.filled(left_out=left_out).as_dict()}


def fewer_columns(*, left_out: int) -> Limit:
    """Say that columns were left out."""
    return {
        "code": "tile-columns",
        "left_out": left_out,
        **_COLUMNS.filled(left_out=left_out, most=MOST_PROPERTIES).as_dict(),
    }


def shorter_texts() -> Limit:
    """Say that texts were cut."""
    return {"code": "tile-texts", **_TEXTS.filled(longest=LONGEST).as_dict()}


def limits_layer(*, limits: tuple[Limit, ...], extent: int) -> bytes:
    """Return the layer that tells the limits, one point each in the middle of the tile; nothing without any."""
    told = tuple((each["code"], each["zh"], each["en"]) for each in limits)
    return _layer(told, extent) if told else b""


@lru_cache(maxsize=256)
def _layer(told: tuple[tuple[str, str, str], ...], extent: int) -> bytes:
    names = ("code", "zh", "en")
    content = _text(1, LAYER)
    middle = bytes((9, *_varint(extent), *_varint(extent)))  # one MoveTo; a coordinate is its double (zigzag)
    for number in range(len(told)):
        tags = b"".join(_varint(part) for key in range(3) for part in (key, number * 3 + key))
        content += _block(2, _block(2, tags) + b"\x18\x01" + _block(4, middle))
    content += b"".join(_text(3, name) for name in names)
    content += b"".join(_block(4, _text(1, value)) for each in told for value in each)
    content += b"\x28" + _varint(extent) + b"\x78\x02"
    return _block(3, content)


def _block(field: int, content: bytes) -> bytes:
    return bytes((field << 3 | 2,)) + _varint(len(content)) + content


def _text(field: int, text: str) -> bytes:
    return _block(field, text.encode())


def _varint(number: int) -> bytes:
    """Return a number as Protocol Buffers write it: seven bits a byte, the lowest first."""
    parts = []
    while number > 0x7F:  # noqa: PLR2004 - seven bits
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*parts, number))


_COUNTED = Text(
    zh="此瓦片有 {rows} 行，多于 {most} 行，按网格计数显示；放大可见每一行。",
    en="This tile has {rows} rows, more than {most}; they are counted by cells. Zoom in to see each.",
)
_SAMPLED = Text(
    zh="此瓦片有 {rows} 行，均匀抽取 {drawn} 行显示；放大可见全部。",
    en="This tile has {rows} rows; a fair sample of {drawn} is drawn. Zoom in to see all.",
)
_LARGEST = Text(
    zh="此瓦片有 {rows} 个图形，只画最大的 {drawn} 个；放大可见全部。",
    en="This tile has {rows} shapes; the largest {drawn} are drawn. Zoom in to see all.",
)
_TINY = Text(
    zh="{left_out} 个图形在此级别小于四分之一像素，没有画出。",
    en="{left_out} shapes are smaller than a quarter of a pixel at this zoom and not drawn.",
)
_COLUMNS = Text(
    zh="属性只含前 {most} 列，另有 {left_out} 列未列出；请用 select 选择列。",
    en="Properties hold the first {most} columns; {left_out} more are left out. Choose columns by select.",
)
_TEXTS = Text(
    zh="超过 {longest} 字的文本已截断；取行接口给出全文。",
    en="Texts longer than {longest} characters are cut; the rows have them whole.",
)
