"""Rows of an HTTP interface, page by page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from zhanqiao.core_services.connectors.engine.parsing import delimited, parsed, records
from zhanqiao.core_services.connectors.engine.pieces import Piece, unreadable
from zhanqiao.core_services.connectors.rules import watermarks
from zhanqiao.core_services.connectors.rules.settings import HttpSettings, Paging

MOST_PAGES = 100_000
NEXT = re.compile(r'<([^>]*)>[^,]*;\s*rel="?next"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: the body, and the ``Link`` header."""

    content: bytes
    link: str = ""


Ask = Callable[[str], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What to read. ``once``: rows with the kept value of the watermark ``column`` are finished with."""

    settings: HttpSettings
    ask: Ask
    column: str = ""
    once: bool = False


def pieces(*, reading: Reading, position: dict[str, Any]) -> Iterator[Piece]:
    """Read page by page on from ``position``: {mark, at, top}, where ``at`` is the page a run was killed before.

    The watermark moves when the last page was taken, because pages need not come in its order.
    Raises what ``ask`` does, SourceUnreadableError, WatermarkError.
    """
    settings, at = reading.settings, position.get("at")
    mark, top = position.get("mark"), position.get("top") or position.get("mark")
    before = b""
    for _ in range(MOST_PAGES):
        answer = reading.ask(_address(settings, at, mark))
        found, document = _read(settings, answer)
        digest = sha256(answer.content).digest()
        following = _following(settings, at, answer, document, found=len(found.rows))
        if following is not None and digest == before:
            raise unreadable(
                zh="后一页与前一页完全相同，分页设置不对",
                en="a page is the same as the one before it: the paging is set wrongly",
            )
        before = digest
        rows, top = _new(reading, found.rows, mark, top)
        end = {"mark": top} if top else {}
        onward = {**({"mark": mark} if mark else {}), **({"top": top} if top else {}), "at": following}
        yield Piece(rows, found.columns, end if following is None else onward, found.whole_header, len(answer.content))
        if following is None:
            return
        at = following
    raise unreadable(zh=f"超过 {MOST_PAGES} 页", en=f"there are more than {MOST_PAGES} pages")


def _read(settings: HttpSettings, answer: Answer) -> tuple[Piece, Any]:
    if settings.form == "csv":
        return delimited(content=answer.content), None
    document = parsed(answer.content)
    found = _dug(document, settings.records)
    if found is None and settings.records:
        raise unreadable(zh=f"回答中没有“{settings.records}”", en=f"the answer has no '{settings.records}'")
    return records(found, size=len(answer.content)), document


def _dug(document: Any, path: str) -> Any:
    for name in path.split(".") if path else ():
        document = document.get(name) if isinstance(document, dict) else None
    return document


def _address(settings: HttpSettings, at: Any, mark: dict[str, Any] | None) -> str:
    if settings.paging == Paging.LINK and at:
        return str(at)
    more: dict[str, str] = {}
    if settings.paging == Paging.PAGE:
        more[settings.page_parameter] = str(settings.first if at is None else at)
    if settings.paging == Paging.OFFSET:
        more[settings.page_parameter] = str(at or 0)
    if settings.paging == Paging.CURSOR and at:
        more[settings.cursor_parameter] = str(at)
    if settings.size_parameter:
        more[settings.size_parameter] = str(settings.size)
    if settings.since_parameter and mark:
        more[settings.since_parameter] = str(mark["value"])
    parts = urlsplit(settings.url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in more]
    return parts._replace(query=urlencode([*query, *more.items()])).geturl()


def _following(settings: HttpSettings, at: Any, answer: Answer, document: Any, *, found: int) -> Any:
    """Return where the next page is, None after the last. A short page is not yet the last: interfaces cap their pages."""
    if settings.paging == Paging.CURSOR:
        return _dug(document, settings.cursor) or None
    if settings.paging == Paging.LINK:
        named = NEXT.search(answer.link)
        return urljoin(str(at or settings.url), named.group(1)) if named else None
    if settings.paging == Paging.NONE or not found:
        return None
    return (at or 0) + found if settings.paging == Paging.OFFSET else (settings.first if at is None else at) + 1


def _new(
    reading: Reading, rows: list[dict[str, Any]], mark: dict[str, Any] | None, top: dict[str, Any] | None
) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Leave out what was read in earlier runs, and find how far these rows reach."""
    column = reading.column
    if not column:
        return rows, None
    known = watermarks.read(mark) if mark else None
    taken, highest = [], watermarks.read(top) if top else None
    for row in rows:
        value = row.get(column)
        if value is None or isinstance(value, bool | dict | list):
            why = watermarks.TYPE
            raise watermarks.WatermarkError(column=column, why_zh=why.zh, why_en=why.en)
        if known is None or value > known or (value == known and not reading.once):
            taken.append(row)
        highest = value if highest is None or value > highest else highest
    return taken, watermarks.kept(value=highest, column=column) if highest is not None else None
