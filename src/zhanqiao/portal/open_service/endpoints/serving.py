"""What happens around every endpoint: method, parameters, errors as problem documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.problem_documents import MEDIA_TYPE, problem_document
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.endpoints.edges import View, guarded, require_method
from zhanqiao.portal.open_service.engine.replies import OPEN
from zhanqiao.portal.open_service.rules.endpoint import Endpoint
from zhanqiao.portal.open_service.rules.negotiation import Language, language_of
from zhanqiao.portal.open_service.rules.parameters import checked
from zhanqiao.portal.open_service.rules.problems import BodyError
from zhanqiao.portal.open_service.rules.registry import BY_NAME
from zhanqiao.portal.open_service.rules.writing import methods_of

HEADERS = (
    "Accept, Accept-Language, Authorization, Content-Digest, Content-Type, Idempotency-Key, If-Match, If-None-Match, If-Range, Prefer, Range, "
    "Repr-Digest, Signature, Signature-Input, Tus-Resumable, Upload-Checksum, Upload-Length, Upload-Metadata, Upload-Offset"
)
PREFLIGHT_SECONDS = 86_400
READ_METHODS = ("GET", "HEAD")
EXPECTED = '{"sql": "select 1"}'  # texts, whole numbers and truth values
ANY_OBJECT = "{…}"  # what stands in it is said by who reads it


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an endpoint: its checked parameters or its JSON body, who calls, and in which language to answer."""

    endpoint: Endpoint
    values: dict[str, tuple[str, ...]]
    card: AccessCard
    language: Language
    body: Any = None

    def text(self, name: str, /) -> str | None:
        """Return the value of a parameter that takes one, None when it was not given."""
        return self.values[name][0] if name in self.values else None

    def number(self, name: str, /, *, otherwise: int) -> int:
        """Return the value of an integer parameter."""
        return int(self.values[name][0]) if name in self.values else otherwise

    def texts(self, *names: str) -> dict[str, str]:
        """Return those of the named parameters that were given."""
        return {name: self.values[name][0] for name in names if name in self.values}


def serve(name: str, /) -> Callable[[View], View]:
    """Serve the endpoint ``name`` of the registry by a view ``(request, call, **places)``."""
    endpoint = BY_NAME[name]

    def wrap(view: View) -> View:
        @wraps(view)
        def served(request: HttpRequest, **places: str) -> HttpResponseBase:
            return guarded(
                request, call=lambda: _called(request, endpoint=endpoint, view=view, places=places), refuse=refused
            )

        served.csrf_exempt = True  # type: ignore[attr-defined]  # nothing is written here; a POST must get its 405
        return served

    return wrap


def refuse(request: HttpRequest, *, error: ZhanqiaoError) -> HttpResponse:
    """Return the problem document of an error in the caller's language."""
    language = language_of(request.headers.get("Accept-Language", ""))
    document = problem_document(error=error, language=language, instance=request.path)
    response = HttpResponse(orjson.dumps(document, default=str), content_type=MEDIA_TYPE, status=error.status)
    for header, value in (*OPEN, ("Cache-Control", "no-store"), ("Vary", "Accept-Language")):
        response.headers[header] = value
    response.headers["Content-Language"] = language
    response.headers["Content-Length"] = str(len(response.content))
    if "size" in error.facts and error.code == "range-not-satisfiable":
        response.headers["Content-Range"] = f"bytes */{error.facts['size']}"
    return response


def refused(request: HttpRequest, error: ZhanqiaoError, /) -> HttpResponse:
    """Return the problem document of an error, as the outermost edge asks for it."""
    return refuse(request, error=error)


def _called(request: HttpRequest, *, endpoint: Endpoint, view: View, places: dict[str, str]) -> HttpResponseBase:
    if endpoint.body or request.method not in READ_METHODS:
        allowed = ", ".join(methods_of(path=endpoint.path))
        if request.method == "OPTIONS":
            return options(allowed)
        require_method(request, allowed=allowed)
    body = _body(request, expected=ANY_OBJECT) if endpoint.body else None
    flat = request.method == "POST" and not endpoint.body
    given: dict[str, Any] = _posted(request) if flat else dict(request.GET.lists())
    values = checked(declared=endpoint.parameters, given=given)
    checked(declared=endpoint.places, given={name: (value,) for name, value in places.items()})
    language = language_of(request.headers.get("Accept-Language", ""))
    call = Call(endpoint=endpoint, values=values, card=card_of_request(request), language=language, body=body)
    return view(request, call, **places)


def _posted(request: HttpRequest) -> dict[str, list[str]]:
    """Return the parameters of a JSON body; numbers and truth values count as their text."""
    body = _body(request, expected=EXPECTED)
    if not all(isinstance(each, str | bool | int) for each in body.values()):
        raise BodyError(expected=EXPECTED)
    return {name: [str(each).lower() if isinstance(each, bool) else str(each)] for name, each in body.items()}


def _body(request: HttpRequest, *, expected: str) -> dict[str, Any]:
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise BodyError(expected=expected)
    return body


def options(allowed: str, /) -> HttpResponse:
    """Answer a preflight: which methods and headers an address takes."""
    response = HttpResponse(status=204)
    response.headers["Allow"] = allowed
    response.headers["Access-Control-Allow-Methods"] = allowed
    response.headers["Access-Control-Allow-Headers"] = HEADERS
    response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    for header, value in OPEN:
        response.headers[header] = value
    return response
