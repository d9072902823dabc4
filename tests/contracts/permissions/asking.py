"""Asking the whole site in this process, by the application that a server calls."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

FORGERY_TOKEN = "a" * 32
WRITTEN = "%&=+$*,:;/?@'\"()[]{}"  # what may stand in a query as it is
SEARCHED = 1 << 24  # bytes of an answer


class Answer(NamedTuple):
    """What came back: the status, the headers, the bytes as they were sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header, empty when it was not sent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def text(self) -> str:
        """Everything that can be read in it, headers and cookies included: unpacked, in one case, without its own number."""
        told = "\n".join(f"{name}: {unquote(value)}" for name, value in self.headers if name.lower() != "x-request-id")
        return f"{told}\n{unpacked(self.body).decode('utf-8', 'replace')}".lower()


def ask(
    address: str,
    *,
    method: str = "GET",
    body: bytes = b"",
    content_type: str = "",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Send one request through the outermost application and return the whole answer."""
    parts = urlsplit(address)
    sent = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()}
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),
        "QUERY_STRING": quote(parts.query, safe=WRITTEN),
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": content_type,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **sent,
    }
    told: list[Any] = []
    content = _content(_application()(environ, lambda status, given, _=None: told.extend((status, given))))
    return Answer(int(told[0].split()[0]), tuple(told[1]), content)


def unpacked(content: bytes) -> bytes:
    """Return gzip and zip archives (spreadsheets) in the clear, other bytes as they are."""
    if content[:2] == b"\x1f\x8b":
        return gzip.decompress(content)
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join([*(name.encode() for name in archive.namelist()), *map(archive.read, archive.namelist())])
    return content[:SEARCHED]


@cache
def _application() -> Any:
    # Late: WhiteNoise looks for the folder of static files, which the tests' first fixture makes.
    from zhanqiao.config.data_api_wsgi import application

    return application


def _content(blocks: Iterable[bytes]) -> bytes:
    try:
        return b"".join(blocks)
    finally:
        close = getattr(blocks, "close", None)
        if close:
            close()
