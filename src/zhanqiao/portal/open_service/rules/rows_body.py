"""The rows of a request to write, out of its bytes."""

from __future__ import annotations

import re
from typing import Any

import orjson

from zhanqiao.portal.open_service.rules.media import JSON, NDJSON
from zhanqiao.portal.open_service.rules.problems import BodyTypeError, IdempotencyKeyError, RowsBodyError

VISIBLE = re.compile(r"[!-~]{1,255}")
WAIT = re.compile(r"(?:^|[,;\s])wait=(\d{1,4})(?:$|[,;\s])")
LONGEST_WAIT = 20  # seconds: a waiting request holds a thread


def rows_in(*, body: bytes, content_type: str) -> list[Any]:
    """Return the rows of a body: a JSON array, ``{"rows": […]}``, or NDJSON. Raises RowsBodyError, BodyTypeError."""
    media = media_of(content_type=content_type)
    if media == NDJSON:
        return [_line(line, number) for number, line in enumerate(body.splitlines(), start=1) if line.strip()]
    if media != JSON:
        raise BodyTypeError(given=media[:80] or "—", allowed=f"{JSON}, {NDJSON}")
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RowsBodyError(line=error.lineno) from None
    if isinstance(found, dict) and set(found) == {"rows"}:
        found = found["rows"]
    if not isinstance(found, list):
        raise RowsBodyError(line=1)
    return found


def media_of(*, content_type: str) -> str:
    """Return the media type without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def idempotency_key(*, header: str) -> str:
    """Return the key as sent, quotes of a structured field taken off; empty when there is none. Raises IdempotencyKeyError."""
    key = header[1:-1] if len(header) > 1 and header[0] == header[-1] == '"' else header
    if header and not VISIBLE.fullmatch(key):
        raise IdempotencyKeyError
    return key


def seconds_to_wait(*, prefer: str) -> int:
    """Return how long the caller would wait for the outcome (RFC 7240), 0 for not at all."""
    found = WAIT.search(prefer)
    return min(int(found[1]), LONGEST_WAIT) if found else 0


def _line(line: bytes, number: int) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        raise RowsBodyError(line=number) from None
