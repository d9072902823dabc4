"""Names and addresses to divisions, and places to districts."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import public
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve
from zhanqiao.portal.open_service.rules.geocoding import place_in, texts_in

REASON = "divisions and their outlines are read from tables that anybody may read"


@serve("geocode")
@public(reason=REASON)
def geocode(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Lead one text to its division."""
    return rendering.document(request, queries.geocode_document(text=call.text("q") or ""), public=True)


@serve("geocode-batch")
@public(reason=REASON)
def geocode_batch(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Lead many texts to their divisions."""
    return rendering.document(request, queries.geocode_documents(texts=texts_in(body=call.body)), public=False)


@serve("geocode-reverse")
@public(reason=REASON)
def reverse(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Say in which district a place lies."""
    longitude, latitude = place_in(lon=call.text("lon") or "", lat=call.text("lat") or "")
    found = queries.reverse_document(longitude=longitude, latitude=latitude, crs=call.text("crs") or "wgs84")
    return rendering.document(request, found, public=True)
