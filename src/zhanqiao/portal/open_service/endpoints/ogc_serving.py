"""What every call of the OGC interfaces shares: methods, errors, kept answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.edges import READ, View, require_method, worded
from zhanqiao.portal.open_service.endpoints.serving import options, refused
from zhanqiao.portal.open_service.rules.ogc.conformance import JSON

ALLOWED = f"{READ}, OPTIONS"


def sent(request: HttpRequest, document: object, /, *, public: bool, content_type: str = JSON) -> HttpResponse:
    """Answer with a document that is made each time: its tag is that of its bytes."""
    return rendering.described(request, rendering.json_bytes(document), content_type=content_type, public=public)


def _read(request: HttpRequest, view: View, places: dict[str, str]) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return options(ALLOWED)
    require_method(request, allowed=ALLOWED)
    return view(request, **places)


served = worded(ask=_read, refuse=refused)  # the decorator of every view of the OGC interfaces
