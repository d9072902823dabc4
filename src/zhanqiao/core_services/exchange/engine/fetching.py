"""Fetching documents over HTTP: to an address that was looked at, within limits of time and size that are always kept."""

from __future__ import annotations

import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, NoReturn
from urllib.parse import quote, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from zhanqiao.core_services.exchange.engine import guard
from zhanqiao.core_services.exchange.engine.guard import Target
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

BLOCK = 1 << 16
CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 5
AGAIN = frozenset({429, 500, 502, 503, 504})
TRIES = 3
LONGEST_PAUSE = 60.0
NOT_MODIFIED = 304
OK = 200
URL_SAFE = "/?#[]@!$&'()*+,;=:%~-._"
HEADERS = {
    "User-Agent": "Zhanqiao-harvest/1 (open data catalogue)",
    "Accept": "application/rdf+xml, text/turtle, application/ld+json, application/json;q=0.9, application/xml;q=0.8, */*;q=0.5",
    "Accept-Encoding": "gzip",
}


class FetchError(ZhanqiaoError):
    """A document could not be fetched; what was harvested before it was kept."""

    status = 502
    code = "harvest-fetch-failed"
    sentence = Text(zh="读取 {url} 失败：{reason_zh}。", en="{url} could not be read: {reason_en}.")


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` for one document with its redirects, ``size`` of it unpacked, ``allowed`` internal addresses."""

    size: int
    seconds: float
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it came. ``is_unchanged``: the source says it is what it was; then there is no content."""

    url: str
    content: bytes = b""
    media_type: str = ""
    is_unchanged: bool = False
    link: str = ""
    validators: Mapping[str, str] = field(default_factory=dict)


def fetch(
    *,
    url: str,
    limits: Limits,
    validators: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    tries: int = TRIES,
    sleep: Callable[[float], Any] = time.sleep,
) -> Fetched:
    """Return a document, trying again with growing pauses where that may help, ``tries`` times in all.

    ``validators`` are what an earlier answer gave (ETag, Last-Modified); ``headers`` say more to the address itself, and
    nothing to another origin it redirects to. Raises FetchError, AddressRefusedError.
    """
    more = headers or {}
    for attempt in range(1, tries):
        try:
            return _followed(url, limits, validators or {}, more)
        except _TryAgainError as error:
            sleep(min(error.pause or 2.0 ** (attempt - 1), LONGEST_PAUSE))
    try:
        return _followed(url, limits, validators or {}, more)
    except _TryAgainError as error:
        raise FetchError(url=url, reason_zh=error.reason.zh, reason_en=error.reason.en) from None


class _TryAgainError(Exception):
    def __init__(self, reason: Text, pause: float = 0.0) -> None:
        self.reason, self.pause = reason, pause


def _followed(url: str, limits: Limits, validators: Mapping[str, str], more: Mapping[str, str]) -> Fetched:
    """Follow redirects; each new address is looked at like the first.

    Only what the operator named may lead to an internal address: a public site cannot send us there.
    """
    deadline = time.monotonic() + limits.seconds
    aim = guard.target(url=wire_form(url), allowed=limits.allowed)
    allowed = limits.allowed if is_named(aim, limits.allowed) else ()
    origin = (aim.scheme, aim.host, aim.port)
    for _ in range(MOST_REDIRECTS + 1):
        told = more if (aim.scheme, aim.host, aim.port) == origin else {}
        found = _asked(aim, limits, validators, told, deadline)
        if isinstance(found, Fetched):
            return found
        onward = wire_form(urljoin(aim.url, found))
        if aim.scheme == "https" and urlsplit(onward).scheme == "http":
            _fail(url, Text(f"从 https 转到了 http（{onward}）", f"it redirects from https to http ({onward})"))
        aim = guard.target(url=onward, allowed=allowed)
    raise _failure(url, Text(f"转向超过 {MOST_REDIRECTS} 次", f"it redirects more than {MOST_REDIRECTS} times"))


def is_named(aim: Target, allowed: tuple[str, ...], /) -> bool:
    """Say whether an address is one that the operator named: only such a one may lead to internal addresses."""
    return guard.permits(allowed, host=aim.host, port=aim.port, ip=ip_address(aim.ip))


def _asked(
    aim: Target, limits: Limits, validators: Mapping[str, str], more: Mapping[str, str], deadline: float
) -> Fetched | str:
    """Ask once. Return the document, or where it has gone."""
    conditions = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
    headers = {
        **HEADERS,
        "Host": host_of(aim),
        **{conditions[name]: told for name, told in validators.items() if name in conditions},
        **more,
    }
    with connected(aim, deadline) as pool:
        try:
            response = pool.urlopen(
                "GET", aim.path, headers=headers, redirect=False, retries=False,
                preload_content=False, decode_content=False, assert_same_host=False,
            )  # fmt: skip
            return _answer(aim, response, limits, deadline)
        except (HTTPError, OSError) as error:
            reason = Text(
                f"连接失败或超时（{type(error).__name__}）", f"no connection, or not in time ({type(error).__name__})"
            )
            raise _TryAgainError(reason) from None


def _answer(aim: Target, response: urllib3.BaseHTTPResponse, limits: Limits, deadline: float) -> Fetched | str:
    if response.status in REDIRECTS and response.headers.get("Location"):
        return response.headers["Location"]
    if response.status == NOT_MODIFIED:
        return Fetched(url=aim.url, is_unchanged=True)
    said = Text(f"来源回答 HTTP {response.status}", f"the source answered HTTP {response.status}")
    if response.status in AGAIN:
        told = response.headers.get("Retry-After", "")
        raise _TryAgainError(said, float(told) if told.isdigit() else 0.0)
    if response.status != OK:
        _fail(aim.url, said)
    kept = {"etag": response.headers.get("ETag", ""), "last_modified": response.headers.get("Last-Modified", "")}
    return Fetched(
        url=aim.url,
        content=_body(aim, response, limits, deadline),
        media_type=response.headers.get("Content-Type", "").partition(";")[0].strip(),
        link=", ".join(response.headers.getlist("Link")),
        validators={name: told[:200] for name, told in kept.items() if told},
    )


def _body(aim: Target, response: urllib3.BaseHTTPResponse, limits: Limits, deadline: float) -> bytes:
    """Read the body, unpacked as it comes: neither it nor what it unpacks to can pass the limit."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in {"", "identity", "gzip", "x-gzip"}:
        _fail(aim.url, Text(f"未请求的压缩方式 {coding}", f"it is packed by {coding}, which was not asked for"))
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if "gzip" in coding else None
    parts, size = [], 0
    for block in response.stream(BLOCK, decode_content=False):
        if time.monotonic() > deadline:
            _fail(aim.url, Text(f"超过 {limits.seconds:.0f} 秒", f"it took more than {limits.seconds:.0f} seconds"))
        part = unpack.decompress(block, limits.size - size + 1) if unpack else block
        size += len(part)
        parts.append(part)
        if size > limits.size:
            words = Text(
                f"超过 {limits.size} 字节（ZHANQIAO_HARVEST_BYTES）",
                f"it is larger than {limits.size} bytes (ZHANQIAO_HARVEST_BYTES)",
            )
            _fail(aim.url, words)
    if unpack and not unpack.eof:
        _fail(aim.url, Text("压缩内容不完整", "what was packed did not come to its end"))
    return b"".join(parts)


@contextmanager
def connected(aim: Target, /, deadline: float) -> Iterator[urllib3.HTTPConnectionPool]:
    """Give connections to the address that was looked at, cut at the deadline."""
    with _pool(aim) as pool, _watched(pool, deadline):
        yield pool


@contextmanager
def _pool(aim: Target) -> Iterator[urllib3.HTTPConnectionPool]:
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    if aim.scheme == "http":
        pool = urllib3.HTTPConnectionPool(aim.ip, aim.port, timeout=timeout, maxsize=1)
    else:
        # The certificate must be that of the name, though the connection goes to the address.
        pool = urllib3.HTTPSConnectionPool(
            aim.ip, aim.port, timeout=timeout, maxsize=1, server_hostname=aim.host, assert_hostname=aim.host
        )
    try:
        yield pool
    finally:
        pool.close()


@contextmanager
def _watched(pool: urllib3.HTTPConnectionPool, deadline: float) -> Iterator[None]:
    """Cut the connection at the deadline, also from a server that lets one byte fall now and then."""
    made: list[Any] = []
    kind: Any = pool.ConnectionCls

    class Watched(kind):  # type: ignore[misc]  # its base is the pool's own, known at run-time only
        def connect(self) -> None:
            super().connect()
            made.append(self.sock)

    pool.ConnectionCls = Watched
    timer = threading.Timer(max(deadline - time.monotonic(), 0.0), _cut, (made,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut(connections: list[Any]) -> None:
    for one in connections:
        with suppress(OSError):  # it is closed already
            one.shutdown(socket.SHUT_RDWR)


def host_of(aim: Target, /) -> str:
    """Return the ``Host`` header of a request to the address."""
    host = f"[{aim.host}]" if ":" in aim.host else aim.host
    return host if aim.port == guard.PORTS[aim.scheme] else f"{host}:{aim.port}"


def wire_form(url: str, /) -> str:
    """Return the address as it goes over the wire: other characters percent-encoded, the host in IDNA."""
    parts = urlsplit(url)
    try:
        host = (parts.hostname or "").encode("idna").decode()
    except (UnicodeError, ValueError):
        host = parts.hostname or ""
    netloc = parts.netloc.replace(parts.hostname or "\0", host) if parts.netloc.isascii() is False else parts.netloc
    return parts._replace(
        netloc=netloc, path=quote(parts.path, URL_SAFE), query=quote(parts.query, URL_SAFE), fragment=""
    ).geturl()


def _fail(url: str, reason: Text) -> NoReturn:
    raise _failure(url, reason)


def _failure(url: str, reason: Text) -> FetchError:
    return FetchError(url=url, reason_zh=reason.zh, reason_en=reason.en)
