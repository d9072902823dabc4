"""From a kept answer to the status, headers and bytes of a reply; used with and without Django."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from zhanqiao.portal.open_service.engine.answers import Answer
from zhanqiao.portal.open_service.rules.conditional import gzipped, holds
from zhanqiao.portal.open_service.rules.negotiation import accepts_gzip

EXPOSED = (
    "ETag, Link, Content-Disposition, Content-Range, Accept-Ranges, Content-Language, "
    "Repr-Digest, X-Checksum-SHA256, X-Checksum-SM3, X-Tile-Limits, Location, Upload-Offset, Upload-Length, Tus-Resumable, X-Request-ID"
)
OPEN = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", EXPOSED),
    ("X-Content-Type-Options", "nosniff"),
)
PUBLIC = "public, max-age=0, must-revalidate"  # ask again each time: a withdrawal counts at once
PRIVATE = "private, no-cache"


class Reply(NamedTuple):
    """What goes out: HTTP status, headers in order, and the bytes (none for 304)."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes


def reply(
    *,
    answer: Answer,
    if_none_match: str,
    accept_encoding: str,
    public: bool = True,
    pack: Callable[[Answer], Answer] = Answer.with_packed,
) -> Reply:
    """Return the reply to a GET: 304 when the caller has the answer, gzip when it helps and is accepted.

    ``pack`` gives the answer with its gzip coding.
    """
    packed = answer.packable and accepts_gzip(accept_encoding)
    headers = [
        ("ETag", gzipped(answer.tag) if packed else answer.tag),
        ("Cache-Control", PUBLIC if public else PRIVATE),
        ("Vary", "Accept-Encoding, Accept-Language" if answer.worded else "Accept-Encoding"),
        *OPEN,
    ]
    if holds(header=if_none_match, tag=answer.tag):
        return Reply(status=304, headers=headers, content=b"")
    content = pack(answer).packed or b"" if packed else answer.content
    headers += [("Content-Type", answer.content_type), ("Content-Length", str(len(content))), *answer.headers]
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    return Reply(status=200, headers=headers, content=content)
