"""Parts of a file (RFC 9110 §14): one range of bytes, else the whole."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

ONE_RANGE = re.compile(r"^bytes=\s*(\d*)\s*-\s*(\d*)\s*$")


class RangeNotSatisfiableError(ZhanqiaoError):
    """The part asked for lies outside the file."""

    status = 416
    code = "range-not-satisfiable"
    sentence = Text(
        zh="请求的字节范围超出文件（共 {size} 字节）。请改用 0 到 {last} 之间的范围，或不带 Range 头取整个文件。",
        en="The byte range lies outside the file of {size} bytes. Ask within 0 to {last}, or leave out the Range header.",
    )


class Span(NamedTuple):
    """A part of a file: offset of its first byte and number of bytes."""

    start: int
    length: int


def span_of(*, header: str, size: int) -> Span | None:
    """Return the part that a ``Range`` header asks of a file of ``size`` bytes, None for the whole.

    A header of another unit, of a wrong form or with several ranges is passed over, as RFC 9110
    allows. Raises RangeNotSatisfiableError when no byte of the range exists.
    """
    match = ONE_RANGE.match(header)
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if first and last and int(last) < int(first):
        return None
    if start >= size or (not first and int(last) == 0):
        raise RangeNotSatisfiableError(size=size, last=max(0, size - 1))
    return Span(start=start, length=end - start + 1)


def still_the_same(*, if_range: str, tag: str, last_modified: str) -> bool:
    """Say whether ``If-Range`` allows a part: it names this very version, or is absent."""
    return if_range in ("", tag, last_modified)
