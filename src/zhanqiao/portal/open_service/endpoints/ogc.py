"""OGC API - Features: each call is translated, asked of the same doors as API v1, and worded as the standards word it."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.ogc_serving import sent, served
from zhanqiao.portal.open_service.endpoints.outward import root
from zhanqiao.portal.open_service.engine.answers import Answer
from zhanqiao.portal.open_service.queries import ogc as asking
from zhanqiao.portal.open_service.rules.conditional import entity_tag
from zhanqiao.portal.open_service.rules.ogc import documents
from zhanqiao.portal.open_service.rules.ogc.conformance import GEOJSON, OPENAPI, SCHEMA
from zhanqiao.portal.open_service.rules.ogc.openapi import document
from zhanqiao.portal.open_service.rules.ogc.parameters import checked


@served
@access(Action.see_dataset)
def landing(request: HttpRequest) -> HttpResponseBase:
    """Show the landing page."""
    checked(given=dict(request.GET.lists()))
    return sent(request, asking.landing(root=root(request)), public=True)


@served
@access(Action.see_dataset)
def api(request: HttpRequest) -> HttpResponseBase:
    """Describe the interface in OpenAPI."""
    checked(given=dict(request.GET.lists()))
    return sent(request, document(root=root(request)), public=True, content_type=OPENAPI)


@served
@access(Action.see_dataset)
def conformance(request: HttpRequest) -> HttpResponseBase:
    """Tell what is conformed to."""
    checked(given=dict(request.GET.lists()))
    return sent(request, documents.conformance(), public=True)


@served
@access(Action.see_dataset)
def collections(request: HttpRequest) -> HttpResponseBase:
    """List the tables that have a place and may be read."""
    checked(given=dict(request.GET.lists()))
    card = card_of_request(request)
    return sent(request, asking.collections(card=card, root=root(request)), public=card.is_anonymous)


@served
@access(Action.see_rows)
def collection(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """Describe one collection."""
    checked(given=dict(request.GET.lists()))
    card = card_of_request(request)
    return sent(request, asking.collection(name=name, card=card, root=root(request)), public=card.is_anonymous)


@served
@access(Action.see_rows)
def described(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """Give the schema of a collection's features, which is also what can be filtered by."""
    checked(given=dict(request.GET.lists()))
    card = card_of_request(request)
    found = asking.described(name=name, card=card, address=f"{root(request)}{request.path}")
    return sent(request, found, public=card.is_anonymous, content_type=SCHEMA)


@served
@access(Action.see_rows)
def items(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """Return a page of features."""
    card, at = card_of_request(request), root(request)
    asked = asking.question(name=name, card=card, given=dict(request.GET.lists()))
    tag = entity_tag("ogc", at, asked.table.id, asked.table.release_id, request.META["QUERY_STRING"])

    def made() -> Answer:
        content = rendering.json_bytes(asking.page(asked=asked, root=at))
        headers = (("Content-Crs", f"<{asked.selection.system.uri}>"),)
        return Answer(tag=tag, content=content, content_type=GEOJSON, headers=headers)

    public = card.is_anonymous
    return rendering.kept_answer(request, tag=tag, public=public, content_type=GEOJSON, make=made, names_host=True)


@served
@access(Action.see_rows)
def item(request: HttpRequest, *, name: str, number: str) -> HttpResponseBase:
    """Return one feature."""
    card = card_of_request(request)
    asked, found = asking.feature(
        name=name, number=number, card=card, given=dict(request.GET.lists()), root=root(request)
    )
    response = sent(request, found, public=card.is_anonymous, content_type=GEOJSON)
    response.headers["Content-Crs"] = f"<{asked.selection.system.uri}>"
    return response
