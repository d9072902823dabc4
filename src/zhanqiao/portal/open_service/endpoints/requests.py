"""Requests for data that are not open yet, and results of applications."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import public
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve
from zhanqiao.portal.open_service.queries import requested

DEFAULT = 20
REASON = "what was asked for and answered is public, without the persons"


@serve("requests")
@public(reason=REASON)
def requests(request: HttpRequest, call: Call) -> HttpResponseBase:
    """List requests."""
    found = requested.request_list(
        words=call.text("q") or "",
        sort=call.text("sort") or "votes",
        state=call.text("state"),
        limit=call.number("limit", otherwise=DEFAULT),
        offset=call.number("offset", otherwise=0),
    )
    return rendering.document(request, found, public=True)


@serve("request")
@public(reason=REASON)
def one(request: HttpRequest, _: Call, *, opening: str) -> HttpResponseBase:
    """Show one request."""
    return rendering.document(request, requested.request_document(request_id=opening), public=True)


@serve("request-results")
@public(reason=REASON)
def results(request: HttpRequest, call: Call) -> HttpResponseBase:
    """List decided applications."""
    found = requested.result_list(
        limit=call.number("limit", otherwise=DEFAULT), offset=call.number("offset", otherwise=0)
    )
    return rendering.document(request, found, public=True)
