"""What a writing is, and the words that writings share."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.endpoint import PLACE
from zhanqiao.portal.open_service.rules.parameters import Parameter
from zhanqiao.portal.open_service.rules.shapes import Schema


@dataclass(frozen=True, slots=True)
class Writing:
    """One way to change something: a method of an address.

    ``body`` maps the media types it takes to their schemas; ``answers`` maps statuses to the schemas of what comes back
    (empty: nothing does). ``offers`` are headers that
    OPTIONS answers with. ``signed``: by a department node, instead of an access key.
    """

    name: str
    method: str
    path: str
    title: Text
    about: Text
    places: tuple[Parameter, ...]
    parameters: tuple[Parameter, ...] = ()
    headers: tuple[Parameter, ...] = ()
    body: tuple[tuple[str, Schema], ...] = ()
    answers: tuple[tuple[int, str], ...] = ()
    refusals: tuple[int, ...] = ()
    offers: tuple[tuple[str, str], ...] = ()
    signed: bool = False

    @property
    def route(self) -> str:
        """The path as Django writes it, relative to the API's root."""
        return PLACE.sub(r"<str:\1>", self.path).lstrip("/")


WRITING = Text("写入", "Writing")
KEYED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
IDEMPOTENCY_KEY = Parameter(
    "Idempotency-Key",
    Text(
        "由调用方选定的键（至多 255 个字符）；同一键、同一内容无论提交多少次只写入一次",
        "A key of the caller's choice, up to 255 characters; the same rows under the same key are taken once, however often sent",
    ),
    example="2026-11-27T08:00-batch-17",
)
PREFER = Parameter(
    "Prefer",
    Text(
        "wait=秒数（至多 20）：等到数据已在新版本中再应答（RFC 7240）",
        "wait=seconds (up to 20): answer when the rows are in a release (RFC 7240)",
    ),
    example="wait=10",
)
