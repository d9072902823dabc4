"""The cursor of a page of hits: opaque to those who carry it, a place and the last hit to us."""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple

import orjson

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class SearchQuestionError(ZhanqiaoError):
    """A parameter of a search makes no sense; nothing was searched for."""

    status = 400
    code = "search-parameter-invalid"
    sentence = Text(
        zh="检索参数 {parameter} 无效，应为：{expected}。没有执行检索，请改正后重试。",
        en="The search parameter {parameter} is invalid, expected: {expected}. Nothing was searched; correct it and try again.",
    )


class Place(NamedTuple):
    """Where a page begins, and the dataset it follows (empty: none known)."""

    offset: int
    last_id: str


def written(*, offset: int, last_id: str) -> str:
    """Return the cursor of a place."""
    return base64.urlsafe_b64encode(orjson.dumps([offset, last_id])).decode("ascii").rstrip("=")


def read(cursor: str) -> Place:
    """Read a cursor back. Raises SearchQuestionError for what is none."""
    try:
        offset, last_id = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, binascii.Error):
        raise SearchQuestionError(parameter="after", expected="page.next") from None
    if not isinstance(offset, int) or isinstance(offset, bool) or offset < 0 or not isinstance(last_id, str):
        raise SearchQuestionError(parameter="after", expected="page.next")
    return Place(offset=offset, last_id=last_id)
