"""OGC API - Records: landing page, conformance, the one collection, its records."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.problem_documents import MEDIA_TYPE, problem_document
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.edges import read, worded
from zhanqiao.portal.open_service.endpoints.outward import root
from zhanqiao.portal.open_service.queries import records as asking
from zhanqiao.portal.open_service.rules.media import JSON
from zhanqiao.portal.open_service.rules.negotiation import language_of
from zhanqiao.portal.open_service.rules.records import COLLECTION, GEOJSON, checked

FORM = frozenset({"f"})


def _refused(request: HttpRequest, error: ZhanqiaoError) -> HttpResponse:
    language = language_of(request.headers.get("Accept-Language", ""))
    document = problem_document(error=error, language=language, instance=request.path)
    return HttpResponse(rendering.json_bytes(document), content_type=MEDIA_TYPE, status=error.status)


_served = worded(ask=read, refuse=_refused)


@_served
@access(Action.see_dataset)
def landing(request: HttpRequest) -> HttpResponseBase:
    """Show the landing page."""
    checked(given=dict(request.GET.lists()), allowed=FORM)
    return _sent(request, asking.landing(root=root(request)))


@_served
@access(Action.see_dataset)
def conformance(request: HttpRequest) -> HttpResponseBase:
    """Tell what is conformed to."""
    checked(given=dict(request.GET.lists()), allowed=FORM)
    return _sent(request, asking.conformance())


@_served
@access(Action.see_dataset)
def collections(request: HttpRequest) -> HttpResponseBase:
    """List the one collection."""
    checked(given=dict(request.GET.lists()), allowed=FORM)
    return _sent(request, asking.collections(root=root(request)))


@_served
@access(Action.see_dataset)
def collection(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """Describe the collection."""
    checked(given=dict(request.GET.lists()), allowed=FORM)
    _require(name)
    return _sent(request, asking.collection(root=root(request)))


@_served
@access(Action.see_dataset)
def items(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """Show a page of records."""
    given = checked(given=dict(request.GET.lists()))
    _require(name)
    return _sent(request, asking.items(given=given, root=root(request)), content_type=GEOJSON)


@_served
@access(Action.see_dataset)
def item(request: HttpRequest, *, name: str, record: str) -> HttpResponseBase:
    """Show one record."""
    checked(given=dict(request.GET.lists()), allowed=FORM)
    _require(name)
    return _sent(request, asking.item(name=record, root=root(request)), content_type=GEOJSON)


def _require(name: str) -> None:
    if name != COLLECTION:
        raise NotFoundError(what=name)


def _sent(request: HttpRequest, document: object, *, content_type: str = JSON) -> HttpResponseBase:
    return rendering.described(request, rendering.json_bytes(document), content_type=content_type)
