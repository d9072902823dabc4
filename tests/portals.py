"""Another city's portal on loopback: documents by path, changed at will, every request counted."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

MEDIA_TYPES = {
    "ttl": "text/turtle",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "json": "application/json",
    "xml": "application/xml",
    "nt": "application/n-triples",
    "csv": "text/csv",
}


@dataclass
class Answer:
    """What a path answers; ``headers`` may say anything."""

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Portal:
    """The running portal. ``asked`` are the paths with queries in the order in which they came."""

    url: str
    answers: dict[str, Answer | Callable[[str], Answer]]
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Return host and port, as the setting names them."""
        return urlsplit(self.url).netloc

    def put(self, path: str, content: str | bytes, **headers: str) -> None:
        content = content.encode() if isinstance(content, str) else content
        kind = {"Content-Type": MEDIA_TYPES.get(path.rpartition(".")[2], "application/octet-stream")}
        self.answers[path] = Answer(content, headers=kind | headers)

    def sitemap(self, *paths: str) -> None:
        rows = "".join(f"<url><loc>{self.url}{path}</loc></url>" for path in paths)
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        self.put("/sitemap.xml", f'<?xml version="1.0"?><urlset xmlns="{space}">{rows}</urlset>')


@contextmanager
def portal() -> Iterator[Portal]:
    """Serve a portal that has nothing yet."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            served.asked.append(self.path)
            served.headers.append(dict(self.headers))
            found: Any = served.answers.get(path, Answer(b"not here", 404))
            answer: Answer = found(self.path) if callable(found) else found
            etag = '"' + hashlib.sha256(answer.content).hexdigest()[:16] + '"'
            unchanged = answer.status == 200 and self.headers.get("If-None-Match") == etag
            self.send_response(304 if unchanged else answer.status)
            self.send_header("ETag", etag)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if not unchanged:
                self.wfile.write(answer.content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Portal(url=f"http://127.0.0.1:{server.server_port}", answers={})
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
