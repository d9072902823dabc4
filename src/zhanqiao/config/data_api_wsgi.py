"""The outermost WSGI application: a lean way to the data API, the whole site for everything else.

Under ``/api/v1`` and its dialects an anonymous GET is first looked for among the kept answers (bytes or 304, no Django
at all); otherwise the endpoint runs without the site's middleware: it needs no sessions, forms or locale,
and reads a session cookie itself when there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from http.client import responses as phrases
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import close_old_connections
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve

# its import sets Django up, which the imports below need: it must stay before them
from zhanqiao.config.wsgi import application as site

# needs Django as well, so it stands after the line above whatever the alphabet says
from zhanqiao.config.measured import Told, measured  # isort: skip
from zhanqiao.portal.open_service.queries import kept_reply, present, remember
from zhanqiao.portal.open_service.rules.registry import BASE

ROOT = f"{BASE}/"
LEAN = (ROOT, "/api/3/action/", "/api/action/", "/api/views/", "/datastore/dump/", "/odata/", "/ogc/", "/resource/")
TABLE = re.compile(rf"{ROOT}tables/(?P<table>[^/]+)/(?P<what>rows|aggregate|facets)\Z")
KEPT = "kept_tag"
Environ = dict[str, Any]


class DataApi(WSGIHandler):
    """Django without middleware. Notes which kept answer an address led to."""

    def load_middleware(self, *_: Any, **__: Any) -> None:
        """Set up an empty chain: errors become responses, nothing else happens around an endpoint."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        endpoint = self._get_response  # type: ignore[attr-defined]  # - Django's stubs leave out the private method
        self._middleware_chain = convert_exception_to_response(endpoint)

    def answer(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer; a reply that is one piece of bytes goes out as one."""
        since = present()
        read = _read(environ, start_response)
        response = read or self(environ, start_response)
        tag = getattr(response, KEPT, None)
        if tag and _is_anonymous_get(environ):
            remember(address=_address(environ), tag=tag, since=since)
        if not isinstance(response, HttpResponse):
            return response
        content = [] if environ["REQUEST_METHOD"] == "HEAD" else [response.content]
        if response is not read:  # which has been tidied up after
            response.close()
        return content


def _read(environ: Environ, start_response: Any) -> HttpResponseBase | None:
    """Answer a question to a table without the machinery around views, which costs a fifth of a short answer."""
    found = TABLE.match(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "GET" else None
    if found is None:
        return None
    response = _view(found["what"])(WSGIRequest(environ), table=found["table"])
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    close_old_connections()
    return response


@cache
def _view(what: str) -> Callable[..., HttpResponseBase]:
    view: Callable[..., HttpResponseBase] = resolve(f"{ROOT}tables/-/{what}").func
    return view


api = DataApi()


def answered(environ: Environ, start_response: Told) -> Iterable[bytes]:
    """Serve one request."""
    path = environ["PATH_INFO"]
    if path == BASE:
        environ["PATH_INFO"] = ROOT
    elif not path.startswith(LEAN):
        return site(environ, start_response)
    if _is_anonymous_get(environ):
        found = kept_reply(
            address=_address(environ),
            if_none_match=environ.get("HTTP_IF_NONE_MATCH", ""),
            accept_encoding=environ.get("HTTP_ACCEPT_ENCODING", ""),
        )
        if found:
            start_response.kept = True
            start_response(f"{found.status} {phrases[found.status]}", found.headers)
            return [found.content]
    return api.answer(environ, start_response)


def _is_anonymous_get(environ: Environ) -> bool:
    cookies = environ.get("HTTP_COOKIE", "")
    return environ["REQUEST_METHOD"] == "GET" and settings.SESSION_COOKIE_NAME not in cookies


def _address(environ: Environ) -> str:
    return f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}"


application = measured(answered)
