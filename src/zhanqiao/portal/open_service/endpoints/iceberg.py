"""The Iceberg REST catalogue, read-only: published tables for any engine that reads Iceberg."""

from __future__ import annotations

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.edges import read, worded
from zhanqiao.portal.open_service.engine.replies import OPEN
from zhanqiao.portal.open_service.queries import iceberg as asking
from zhanqiao.portal.open_service.rules import iceberg
from zhanqiao.portal.open_service.rules.media import ANY_BYTES, JSON


def _refused(_request: HttpRequest, error: ZhanqiaoError) -> HttpResponse:
    response = HttpResponse(orjson.dumps(iceberg.error_document(error)), content_type=JSON, status=error.status)
    for header, text in (*OPEN, ("Cache-Control", "no-store")):
        response.headers[header] = text
    return response


_served = worded(ask=read, refuse=_refused)


@_served
@access(Action.see_dataset)
def config(request: HttpRequest) -> HttpResponseBase:
    """Tell a client what this catalogue can."""
    return rendering.document(request, iceberg.config(), public=True)


@_served
@access(Action.see_dataset)
def namespaces(request: HttpRequest) -> HttpResponseBase:
    """List the datasets that may be read; they have no children."""
    card = card_of_request(request)
    found = [] if request.GET.get("parent") else asking.namespaces(card=card)
    return rendering.document(request, {"namespaces": found}, public=card.is_anonymous)


@_served
@access(Action.see_dataset)
def namespace(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """Describe a dataset."""
    card = card_of_request(request)
    found = asking.namespace(name=name, card=card)
    properties = {"title": found.title.zh, "title_en": found.title.en, "comment": found.abstract.zh}
    return rendering.document(request, {"namespace": [name], "properties": properties}, public=card.is_anonymous)


@_served
@access(Action.see_rows)
def tables(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """List the tables of a dataset."""
    card = card_of_request(request)
    found = asking.table_names(name=name, card=card)
    return rendering.document(request, {"identifiers": found}, public=card.is_anonymous)


@_served
@access(Action.download)
def table(request: HttpRequest, *, name: str, table: str) -> HttpResponseBase:
    """Return the metadata of a table."""
    card = card_of_request(request)
    site = str(value("SITE_URL")).rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    found = asking.table_loaded(name=name, table=table, card=card, site=site)
    return rendering.document(request, found, public=card.is_anonymous)


@_served
@access(Action.download)
def file(request: HttpRequest, *, table: str, release: str, file: str) -> HttpResponseBase:
    """Send a file of a release, whole or in ranges."""
    card = card_of_request(request)
    found = asking.table_file(table_id=table, release=release, file=file, card=card)
    return rendering.file(request, download=found, public=card.is_anonymous, content_type=ANY_BYTES)


@_served
@access(Action.see_dataset)
def elsewhere(request: HttpRequest, *, path: str) -> HttpResponseBase:
    """Say that nothing is here."""
    del request
    raise iceberg.NoSuchIcebergError(what=path)
