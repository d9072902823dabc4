"""SODA 2.1: each call is translated, asked of the same doors as API v1, and worded as SODA words it."""

from __future__ import annotations

import json

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.edges import read, worded
from zhanqiao.portal.open_service.engine.replies import OPEN
from zhanqiao.portal.open_service.queries import soda as asking
from zhanqiao.portal.open_service.rules import soda
from zhanqiao.portal.open_service.rules.conditional import entity_tag
from zhanqiao.portal.open_service.rules.media import JSON


def _refused(_request: HttpRequest, error: ZhanqiaoError) -> HttpResponse:
    body = {"code": error.code, "error": True, "message": f"{error.text.en} {error.text.zh}", "data": error.facts}
    response = HttpResponse(orjson.dumps(body, default=str), content_type=JSON, status=error.status)
    for header, value in (*OPEN, ("Cache-Control", "no-store")):
        response.headers[header] = value
    return response


_served = worded(ask=read, refuse=_refused)


@_served
@access(Action.see_rows)
def resource(request: HttpRequest, *, table: str, format: str) -> HttpResponseBase:  # noqa: A002 - the word of the address
    """Return rows in a format."""
    if format not in soda.FORMATS:
        raise soda.SodaFormatError(name=format, known=", ".join(soda.FORMATS))
    card = card_of_request(request)
    found = queries.readable(table_id=table, card=card, as_of=None)
    params, filters = soda.native_params(given=request.GET.dict())
    query = asking.soda_query(table=found, params=params, filters=filters)
    tag = entity_tag("soda", found.release_id, query.normalised(), format)
    if format != "json":
        return rendering.stream(
            request,
            tag=tag,
            public=card.is_anonymous,
            content_type=soda.MEDIA_TYPES[format],
            name=f"{queries.file_stem(table=found)}.{format}",
            make=lambda: queries.exported(card=found, query=query, format=format, bom=False),
        )
    rows = asking.soda_rows(table=found, query=query)
    response = rendering.tagged(request, content=orjson.dumps(rows.objects), tag=tag, public=card.is_anonymous)
    response.headers["X-SODA2-Fields"] = _ascii(rows.names)
    response.headers["X-SODA2-Types"] = _ascii(rows.types)
    return response


@_served
@access(Action.see_dataset)
def described(request: HttpRequest, *, table: str) -> HttpResponseBase:
    """Describe a table as a view."""
    card = card_of_request(request)
    return rendering.document(request, asking.soda_view(table_id=table, card=card), public=card.is_anonymous)


def _ascii(texts: list[str]) -> str:
    """Return a list as JSON that a header can carry."""
    return json.dumps(texts)
