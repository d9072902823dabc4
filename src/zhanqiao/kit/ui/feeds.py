"""How a feed is sent: to everybody's readers, and not again to who has it already."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

ATOM = "application/atom+xml; charset=utf-8"
TAG = 32  # digits


def atom(request: HttpRequest, content: str, /) -> HttpResponse:
    """Send a feed (Atom, RFC 4287), or 304 to who has it already."""
    response = HttpResponse(content, content_type=ATOM)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    tag = quote_etag(sha256(response.content).hexdigest()[:TAG])
    response.headers["ETag"] = tag
    found = get_conditional_response(request, etag=tag, response=response)
    assert isinstance(found, HttpResponse)
    return found
