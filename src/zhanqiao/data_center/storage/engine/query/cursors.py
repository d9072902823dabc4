"""Stateless cursors: where the next page of a question begins, in which release."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from zhanqiao.data_center.storage.engine.query.errors import CursorExpiredError, QueryError
from zhanqiao.data_center.storage.engine.query.model import Query
from zhanqiao.kit.texts import Text

SEPARATOR = ":"
PARTS = 3


@dataclass(frozen=True, slots=True)
class Cursor:
    """The release, the digest of the question, and the position where the next page begins.

    The position is a row number for answers in source order, and a count of answers for sorted or grouped ones.
    """

    release_id: str
    question: str
    position: int

    def encoded(self) -> str:
        """Return the text that a caller hands back in ``after``."""
        text = SEPARATOR.join((self.release_id, self.question, str(self.position)))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def cursor_release(*, after: str) -> str:
    """Return the release a cursor belongs to, so that paging may go on in it after a newer one appeared."""
    return _decoded(after).release_id


def position_of(*, query: Query, release_id: str) -> int | None:
    """Return the position that ``after`` names, None without one.

    Raises QueryError when it is not a cursor or belongs to another question, CursorExpiredError (410) when it belongs
    to another release.
    """
    if query.after is None:
        return None
    cursor = _decoded(query.after)
    if cursor.question != question_digest(query):
        raise QueryError(parameter="after", reason=_OTHER_QUESTION, position=0, token=query.after)
    if cursor.release_id != release_id:
        raise CursorExpiredError(release=cursor.release_id)
    return cursor.position


def question_digest(query: Query) -> str:
    """Return a short digest of what is asked, without the page."""
    return hashlib.blake2b(query.question().encode(), digest_size=6).hexdigest()


def _decoded(after: str) -> Cursor:
    try:
        text = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode()
        release_id, question, position = text.split(SEPARATOR)
        return Cursor(release_id, question, int(position))
    except (binascii.Error, UnicodeError, ValueError):
        raise QueryError(parameter="after", reason=_NOT_A_CURSOR, position=0, token=after) from None


_NOT_A_CURSOR = Text(
    zh="不是有效的翻页标记；请原样使用上一页返回的 next。",
    en="not a cursor; use the 'next' of the page before as it is.",
)
_OTHER_QUESTION = Text(
    zh="该翻页标记属于另一个查询；翻页时其他参数不能变。",
    en="the cursor belongs to another question; keep the other parameters.",
)
