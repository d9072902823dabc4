"""From what the doors return to HTTP responses: kept JSON, streams, files with ranges."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable, Iterator
from mimetypes import guess_type
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

import orjson
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date

from zhanqiao.portal.open_service.engine.answers import Answer
from zhanqiao.portal.open_service.engine.packing import zstd
from zhanqiao.portal.open_service.engine.replies import OPEN, PRIVATE, PUBLIC, reply
from zhanqiao.portal.open_service.queries import ANSWERS, Download
from zhanqiao.portal.open_service.rules.conditional import holds, tag_of_content, zstd_coded
from zhanqiao.portal.open_service.rules.media import ANY_BYTES, EXPORT_TYPES, JSON
from zhanqiao.portal.open_service.rules.negotiation import accepts_zstd
from zhanqiao.portal.open_service.rules.ranges import Span, span_of, still_the_same

BLOCK = 1 << 18
LONGEST_LINK = 2_000  # characters of a header
PASSING = frozenset({"cluster-away", "cluster-failed"})
KEPT = "kept_tag"  # attribute of a response that the lean entry may remember by its address


def json_bytes(value: Any, /) -> bytes:
    """Return ``value`` as JSON; what JSON does not know is written as text."""
    return orjson.dumps(value, default=str)


def document(request: HttpRequest, value: Any, /, *, public: bool, language: str = "") -> HttpResponse:
    """Render metadata: the entity tag is that of the bytes; ``language`` is named when the words depend on it."""
    content = json_bytes(value)
    headers = (("Content-Language", language),) if language else ()
    answer = Answer(
        tag=tag_of_content(content), content=content, content_type=JSON, headers=headers, worded=bool(language)
    )
    return _respond(request, answer=answer, public=public)


def described(request: HttpRequest, content: bytes, /, *, content_type: str, public: bool = True) -> HttpResponse:
    """Render metadata in any form: the entity tag is that of the bytes."""
    answer = Answer(tag=tag_of_content(content), content=content, content_type=content_type)
    return _respond(request, answer=answer, public=public)


def tagged(request: HttpRequest, /, *, content: bytes, tag: str, public: bool) -> HttpResponse:
    """Render JSON that is known by its tag, without keeping it."""
    return _respond(request, answer=Answer(tag=tag, content=content, content_type=JSON), public=public)


def kept(request: HttpRequest, *, tag: str, public: bool, make: Callable[[], Any]) -> HttpResponse:
    """Render what never changes under its ``tag``: from memory, or 304, or made now and kept."""
    if_none_match = request.headers.get("If-None-Match", "")
    answer = ANSWERS.get(key=tag)
    if answer is None and holds(header=if_none_match, tag=tag):
        return _respond(request, answer=Answer(tag=tag, content=b"", content_type=JSON), public=public)
    if answer is None:
        value = make()
        answer = Answer(tag=tag, content=json_bytes(value), content_type=JSON, headers=_links(value))
        if _passes(value):
            return _respond(request, answer=answer, public=public)
        ANSWERS.put(answer=answer)
    response = _respond(request, answer=answer, public=public)
    if public:
        setattr(response, KEPT, tag)
    return response


def kept_answer(
    request: HttpRequest,
    *,
    tag: str,
    public: bool,
    content_type: str,
    make: Callable[[], Answer],
    names_host: bool = False,
) -> HttpResponse:
    """Render bytes that never change under their ``tag``: from memory, or 304, or made now and kept.

    An answer that ``names_host`` (in its links) is not remembered by its address, which says nothing of the host.
    """
    answer = ANSWERS.get(key=tag)
    if answer is None and holds(header=request.headers.get("If-None-Match", ""), tag=tag):
        return _respond(request, answer=Answer(tag=tag, content=b"", content_type=content_type), public=public)
    if answer is None:
        answer = make()
        ANSWERS.put(answer=answer)
    response = _respond(request, answer=answer, public=public)
    if public and not names_host:
        setattr(response, KEPT, tag)
    return response


def stream(
    request: HttpRequest,
    *,
    tag: str,
    public: bool,
    content_type: str,
    name: str,
    make: Callable[[], Iterator[bytes]],
    packable: bool = False,
) -> HttpResponseBase:
    """Render an export: nothing is computed for HEAD or when the caller has it already.

    One that is ``packable`` travels in Zstandard's coding to whoever names it in ``Accept-Encoding``.
    """
    coded = packable and accepts_zstd(request.headers.get("Accept-Encoding", ""))
    unchanged = holds(header=request.headers.get("If-None-Match", ""), tag=tag)
    response: HttpResponseBase
    if unchanged or request.method == "HEAD":
        response = HttpResponse(status=304 if unchanged else 200, content_type=content_type)
    else:
        blocks = make()
        response = StreamingHttpResponse(zstd(blocks) if coded else blocks, content_type=content_type)
    response.headers["Accept-Ranges"] = "none"
    if packable:
        response.headers["Vary"] = "Accept-Encoding"
    if coded:
        response.headers["Content-Encoding"] = "zstd"
    return _dressed(response, tag=zstd_coded(tag) if coded else tag, public=public, name=name)


def travels_packed(request: HttpRequest, /) -> bool:
    """Say whether a prepared text goes out packed: to whoever reads Zstandard and wants the whole."""
    return "Range" not in request.headers and accepts_zstd(request.headers.get("Accept-Encoding", ""))


def file_blocks(*, download: Download) -> Iterator[bytes]:
    """Yield the bytes of a file, to be packed on their way."""
    with download.path.open("rb") as opened:
        opened.seek(download.skip)
        while block := opened.read(BLOCK):
            yield block


def file(
    request: HttpRequest,
    *,
    download: Download,
    public: bool,
    content_type: str | None = None,
    varies: bool = False,
) -> HttpResponseBase:
    """Render a file, whole or one range of it, with its checksums where they are known.

    ``varies`` says that others get it packed.
    """
    status = download.path.stat()
    modified = http_date(status.st_mtime)
    response = _file_body(request, download=download, size=status.st_size - download.skip, modified=modified)
    response.headers["Content-Type"] = content_type or _type_of(download.name)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Last-Modified"] = modified
    if varies:
        response.headers["Vary"] = "Accept-Encoding"
    if download.sha256:
        response.headers["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(download.sha256)).decode()}:"
        response.headers["X-Checksum-SHA256"] = download.sha256
        response.headers["X-Checksum-SM3"] = download.sm3
    return _dressed(response, tag=download.tag, public=public, name=download.name)


def _type_of(name: str) -> str:
    """Return the media type of a file by its ending; few machines know Parquet's."""
    return EXPORT_TYPES["parquet"] if name.endswith(".parquet") else guess_type(name)[0] or ANY_BYTES


def attachment(name: str, /) -> str:
    """Return the Content-Disposition of a download, with a plain name beside the true one (RFC 6266)."""
    suffix = Path(name).suffix
    plain = name if name.isascii() else f"data{suffix if suffix.isascii() else ''}"
    plain = plain.replace("\\", "_").replace('"', "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


class Part(io.RawIOBase):
    """A part of an open file, read as a file of its own."""

    def __init__(self, *, source: BinaryIO, start: int, length: int) -> None:
        """Begin at the part's first byte."""
        source.seek(start)
        self._source, self._left = source, length

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes of the part, none at its end."""
        wanted = self._left if size < 0 else min(size, self._left)
        content = self._source.read(wanted)
        self._left -= len(content)
        return content

    def close(self) -> None:
        """Close the file."""
        self._source.close()
        super().close()


class Blocks(FileResponse):
    """A file sent in blocks large enough that the disk is the limit."""

    block_size = BLOCK


def _passes(value: Any) -> bool:
    """Say whether an answer speaks of something that passes, such as a cluster that is away, and must not be kept."""
    return any(limit["code"] in PASSING for limit in value.get("limits", ()))


def _links(value: Any) -> tuple[tuple[str, str], ...]:
    following = value.get("page", {}).get("next_url")
    # A long polygon makes a long address: it stays in the body, for proxies refuse long headers.
    short = following and len(following) <= LONGEST_LINK
    return (("Link", f'<{following}>; rel="next"'),) if short else ()


def _respond(request: HttpRequest, *, answer: Answer, public: bool) -> HttpResponse:
    made = reply(
        answer=answer,
        if_none_match=request.headers.get("If-None-Match", ""),
        accept_encoding=request.headers.get("Accept-Encoding", ""),
        public=public,
        pack=ANSWERS.packed,
    )
    response = HttpResponse(made.content, status=made.status)
    if made.status == 304:  # noqa: PLR2004 - Not Modified
        del response.headers["Content-Type"]
    for header, value in made.headers:
        response.headers[header] = value
    return response


def _file_body(request: HttpRequest, *, download: Download, size: int, modified: str) -> HttpResponseBase:
    if holds(header=request.headers.get("If-None-Match", ""), tag=download.tag):
        return HttpResponse(status=304)
    span = None
    if still_the_same(if_range=request.headers.get("If-Range", ""), tag=download.tag, last_modified=modified):
        span = span_of(header=request.headers.get("Range", ""), size=size)
    sent = span or Span(start=0, length=size)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(status=206 if span else 200)
    else:
        part = Part(source=download.path.open("rb"), start=download.skip + sent.start, length=sent.length)
        response = Blocks(part, status=206 if span else 200)
    response.headers["Content-Length"] = str(sent.length)
    if span:
        response.headers["Content-Range"] = f"bytes {span.start}-{span.start + span.length - 1}/{size}"
    return response


def _dressed(response: HttpResponseBase, *, tag: str, public: bool, name: str) -> HttpResponseBase:
    for header, value in (*OPEN, ("ETag", tag), ("Cache-Control", PUBLIC if public else PRIVATE)):
        response.headers[header] = value
    response.headers["Content-Disposition"] = attachment(name)
    return response
