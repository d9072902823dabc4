"""Parameters that are no expressions: whole numbers, choices, words, extents."""

from __future__ import annotations

import math
from collections.abc import Mapping

from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.query.errors import NoPlaceError, QueryError
from zhanqiao.data_center.storage.engine.query.layout import Layout
from zhanqiao.data_center.storage.engine.query.nodes import Box
from zhanqiao.data_center.storage.engine.query.regions import RELATIONS, Region, read_region
from zhanqiao.kit.texts import Text

COUNTS = ("exact", "approx", "none")
FLAGS = ("true", "false")
MAX_WORDS = 10
MAX_NUMBER = 10**15
Params = Mapping[str, str]


def plain_text(params: Params, name: str, /) -> str | None:
    """Return the text of a parameter without spaces around it, None when it was not given."""
    text = params.get(name)
    return text if text is None else text.strip()


def whole_number(params: Params, name: str, /) -> int | None:
    """Return a number from 0 up, None when it was not given. Raises QueryError."""
    text = plain_text(params, name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < len(str(MAX_NUMBER))):
        raise QueryError(parameter=name, reason=_WHOLE.filled(text=text), position=0, token=text)
    return int(text)


def search_words(params: Params, /, *, layout: Layout) -> tuple[str, ...]:
    """Return the words of ``q``. Raises QueryError."""
    words = tuple(params.get("q", "").split())
    if len(words) > MAX_WORDS:
        raise QueryError(parameter="q", reason=_WORDS.filled(limit=MAX_WORDS), token=words[MAX_WORDS])
    if words and not any(each.type is LogicalType.TEXT for each in layout.fields):
        raise QueryError(parameter="q", reason=_NO_TEXT, token=words[0])
    return words


def extent(params: Params, /, *, layout: Layout) -> Box | None:
    """Return ``bbox``. Raises QueryError, NoPlaceError."""
    text = plain_text(params, "bbox")
    if text is None:
        return None
    if layout.place is None:
        raise NoPlaceError
    return read_box(text)


def regions(params: Params, /, *, layout: Layout) -> tuple[Region, ...]:
    """Return the polygons of ``within`` and ``intersects``. Raises QueryError, NoPlaceError."""
    return tuple(read_region(params[name], relation=name, layout=layout) for name in RELATIONS if name in params)


def read_box(text: str, /) -> Box:
    """Return west, south, east, north from ``"120.1,36.0,120.5,36.3"``; QueryError when it is not an extent."""
    try:
        west, south, east, north = (float(each) for each in text.split(","))
    except ValueError:
        raise QueryError(parameter="bbox", reason=_BOX.filled(text=text), position=0, token=text) from None
    if not all(math.isfinite(each) for each in (west, south, east, north)) or west > east or south > north:
        raise QueryError(parameter="bbox", reason=_BOX.filled(text=text), position=0, token=text)
    return west, south, east, north


def counting(params: Params, /) -> str | None:
    """Return ``count``. Raises QueryError."""
    return _chosen(params, "count", COUNTS, _COUNT)


def is_distinct(params: Params, /) -> bool:
    """Return ``distinct``. Raises QueryError."""
    return _chosen(params, "distinct", FLAGS, _FLAG) == "true"


def _chosen(params: Params, name: str, choices: tuple[str, ...], reason: Text) -> str | None:
    text = plain_text(params, name)
    if text is not None and text not in choices:
        said = reason.filled(text=text)
        raise QueryError(parameter=name, reason=said, position=0, token=text, expected=choices)
    return text


_WHOLE = Text(zh="“{text}”不是非负整数。", en="'{text}' is not a whole number from 0 up.")
_WORDS = Text(zh="最多 {limit} 个词。", en="at most {limit} words.")
_NO_TEXT = Text(zh="该表没有文本列，不能按词查找。", en="this table has no text column to look in.")
_COUNT = Text(zh="“{text}”无效；应为 exact、approx 或 none。", en="'{text}' is none of exact, approx, none.")
_FLAG = Text(zh="distinct 应为 true 或 false。", en="distinct is true or false.")
_BOX = Text(
    zh="“{text}”不是范围；应为 西,南,东,北（度），例如 120.1,36.0,120.5,36.3。",
    en="'{text}' is not an extent; expected west,south,east,north in degrees, such as 120.1,36.0,120.5,36.3.",
)
