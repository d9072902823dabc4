"""The outermost WSGI application, called without a server."""

from __future__ import annotations

import io
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import RequestFactory

from tests import seeding

Reply = tuple[str, dict[str, str], bytes]
Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # the site, imported next, warns when it is missing
data_api_wsgi = import_module("zhanqiao.config.data_api_wsgi")


def published_parks() -> str:
    """Publish the parks of the guide; return the table's id."""
    seeding.register_department()
    return seeding.published(name="parks", title="青岛公园景点", content=seeding.PARKS)["table"]


def call(path: str, query: str = "", **environ: Any) -> Reply:
    """Return the answer, without the number that differs with each request."""
    replies: list[tuple[str, list[tuple[str, str]]]] = []
    request = RequestFactory().get(path).environ | {"QUERY_STRING": query, "wsgi.input": io.BytesIO(), **environ}
    content = b"".join(
        data_api_wsgi.application(request, lambda status, headers, *_: replies.append((status, headers)))
    )
    ((status, headers),) = replies
    return status, {name: text for name, text in headers if name != "X-Request-ID"}, content
