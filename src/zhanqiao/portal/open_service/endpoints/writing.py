"""What happens around every endpoint that changes something: an access key, parameters, a body of bounded size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zhanqiao.kit.environment import value
from zhanqiao.people.access.queries import card_of_request, secret_in
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.endpoints.edges import View, guarded, require_method
from zhanqiao.portal.open_service.endpoints.rendering import json_bytes
from zhanqiao.portal.open_service.endpoints.serving import options, refused
from zhanqiao.portal.open_service.engine.replies import OPEN
from zhanqiao.portal.open_service.rules.media import JSON
from zhanqiao.portal.open_service.rules.parameters import checked
from zhanqiao.portal.open_service.rules.problems import BodyTooLargeError, BodyTypeError, KeyRequiredError
from zhanqiao.portal.open_service.rules.rows_body import media_of
from zhanqiao.portal.open_service.rules.writing import WRITING_BY_NAME, Writing, methods_of

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Change:
    """One request to change something: its checked parameters and whose key it showed."""

    writing: Writing
    values: dict[str, tuple[str, ...]]
    card: AccessCard

    def text(self, name: str, /) -> str:
        """Return the value of a parameter, its default when it was not given."""
        declared = next(each for each in self.writing.parameters if each.name == name)
        return self.values[name][0] if name in self.values else str(declared.default or "")


def receive(name: str, /) -> Callable[[View], View]:
    """Serve the writing ``name`` of the registry by a view ``(request, change, **places)``."""
    writing = WRITING_BY_NAME[name]

    def wrap(view: View) -> View:
        @wraps(view)
        def served(request: HttpRequest, **places: str) -> HttpResponseBase:
            return guarded(
                request, call=lambda: _called(request, writing=writing, view=view, places=places), refuse=refused
            )

        # no token against forgery: a browser's cookies count for nothing here, only a key does
        served.csrf_exempt = True  # type: ignore[attr-defined]  # - functions take attributes
        return served

    return wrap


def body_of(request: HttpRequest, /) -> bytes:
    """Return the whole body. Raises BodyTooLargeError (setting BATCH_BYTES), BodyTypeError for packed ones."""
    packing = request.headers.get("Content-Encoding", "identity")
    if packing.lower() != "identity":
        raise BodyTypeError(given=packing[:80], allowed="identity")
    limit = int(value("BATCH_BYTES"))
    body = request.read(limit + 1)
    if len(body) > limit:
        raise BodyTooLargeError(limit=limit // MIB)
    return body


def json_of(request: HttpRequest, /) -> object:
    """Return the JSON value of the body, None for what is none. Raises as ``body_of`` does, and BodyTypeError."""
    media = media_of(content_type=request.headers.get("Content-Type", ""))
    if media != JSON:
        raise BodyTypeError(given=media[:80] or "—", allowed=JSON)
    try:
        found: object = orjson.loads(body_of(request))
    except orjson.JSONDecodeError:
        return None
    return found


def answer(document: object, /, *, status: int, **headers: str) -> HttpResponse:
    """Return what came of a change; it is never kept by anybody in between."""
    response = HttpResponse(json_bytes({"data": document}), content_type=JSON, status=status)
    for name, text in (*OPEN, ("Cache-Control", "no-store"), *headers.items()):
        response.headers[name.replace("_", "-")] = text
    response.headers["Content-Length"] = str(len(response.content))
    return response


def _called(request: HttpRequest, *, writing: Writing, view: View, places: dict[str, str]) -> HttpResponseBase:
    methods = methods_of(path=writing.path)
    if request.method == "OPTIONS":
        response = options(", ".join(methods))
        for name, text in writing.offers:
            response.headers[name] = text
        return response
    if request.method != writing.method and not (request.method == "HEAD" and writing.method == "GET"):
        require_method(request, allowed=", ".join(methods))
    if not secret_in(request):
        raise KeyRequiredError
    values = checked(declared=writing.parameters, given=dict(request.GET.lists()))
    checked(declared=writing.places, given={name: (text,) for name, text in places.items()})
    return view(request, Change(writing=writing, values=values, card=card_of_request(request)), **places)
