"""The API about itself: its index, its OpenAPI document, and addresses that do not exist."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import public
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, refuse, serve
from zhanqiao.portal.open_service.rules.index import index_document
from zhanqiao.portal.open_service.rules.openapi import document
from zhanqiao.portal.open_service.rules.problems import NoSuchEndpointError


@serve("index")
@public(reason="the API's table of contents")
def index(request: HttpRequest, call: Call) -> HttpResponseBase:
    """List what the API offers."""
    found = index_document(language=call.language)
    return rendering.document(request, {"data": found}, public=True, language=call.language)


@serve("openapi")
@public(reason="the API's own description")
def openapi(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Return the OpenAPI document in the caller's language."""
    return rendering.document(request, document(language=call.language), public=True, language=call.language)


@public(reason="says that an address does not exist")
def elsewhere(request: HttpRequest, path: str) -> HttpResponseBase:
    """Lead an address with a trailing slash to the one without; refuse every other."""
    if path.endswith("/") and request.method in ("GET", "HEAD"):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(request.path.rstrip("/") + (f"?{query}" if query else ""))
    return refuse(request, error=NoSuchEndpointError(path=request.path))
