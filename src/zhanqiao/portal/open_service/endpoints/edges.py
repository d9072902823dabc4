"""The outermost edge of every interface: whatever goes wrong, the caller gets an answer of the interface's own form."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps

import structlog
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.problems import UnexpectedError
from zhanqiao.people.access.operations import begin_counting, latest_use
from zhanqiao.portal.open_service.rules.problems import MethodNotAllowedError

READ = "GET, HEAD"
UNAUTHORIZED, BUSY, RETRY_SECONDS = 401, (429, 503), 5
REFERENCE_BYTES = 6
DAY_SECONDS = 86_400
log = structlog.get_logger(__name__)
Refuse = Callable[[HttpRequest, ZhanqiaoError], HttpResponse]
View = Callable[..., HttpResponseBase]
Ask = Callable[[HttpRequest, View, dict[str, str]], HttpResponseBase]


def worded(*, ask: Ask, refuse: Refuse) -> Callable[[View], View]:
    """Let ``ask`` call a view, and ``refuse`` word its errors; a POST needs no token against forgery.

    Such views only read, or write for an access key, which no browser sends by itself.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def served(request: HttpRequest, **places: str) -> HttpResponseBase:
            return guarded(request, call=lambda: ask(request, view, places), refuse=refuse)

        served.csrf_exempt = True  # type: ignore[attr-defined]  # as said above
        return served

    return wrap


def guarded(request: HttpRequest, *, call: Callable[[], HttpResponseBase], refuse: Refuse) -> HttpResponseBase:
    """Return what ``call`` answers, or the refusal of its error; errors of ours are logged."""
    begin_counting()
    return _announced(_answered(request, call=call, refuse=refuse))


def _answered(request: HttpRequest, *, call: Callable[[], HttpResponseBase], refuse: Refuse) -> HttpResponseBase:
    try:
        return call()
    except ZhanqiaoError as error:
        if error.status >= UnexpectedError.status:
            log.exception("problem", code=error.code, path=request.path)
        return _with_duties(refuse(request, error), error)
    except Exception:  # the outermost edge
        reference = secrets.token_hex(REFERENCE_BYTES)
        log.exception("unexpected", reference=reference, path=request.path)
        return refuse(request, UnexpectedError(reference=reference))


def read(request: HttpRequest, view: View, places: dict[str, str], /) -> HttpResponseBase:
    """Call a view that is only read. Raises MethodNotAllowedError."""
    require_method(request, allowed=READ)
    return view(request, **places)


def require_method(request: HttpRequest, /, *, allowed: str) -> None:
    """Raise MethodNotAllowedError for a method that is not in ``allowed`` (``GET, HEAD``)."""
    if request.method not in allowed.split(", "):
        raise MethodNotAllowedError(method=request.method, allowed=allowed)


def _announced(response: HttpResponseBase) -> HttpResponseBase:
    """Say how much of a data grant's quota is left (draft-ietf-httpapi-ratelimit-headers-10), if one was used."""
    use = latest_use()
    if use is not None:
        response.headers["RateLimit-Policy"] = f'"{use.grant_id}";q={use.per_day};w={DAY_SECONDS}'
        response.headers["RateLimit"] = f'"{use.grant_id}";r={use.left};t={use.resets_in}'
    return response


def _with_duties(response: HttpResponse, error: ZhanqiaoError) -> HttpResponse:
    """Add what HTTP asks of a status: which methods there are, when to come again."""
    if error.status == MethodNotAllowedError.status:
        response.headers["Allow"] = error.facts["allowed"]
    if error.status == UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if error.status in BUSY:
        response.headers["Retry-After"] = str(error.facts.get("retry_after", RETRY_SECONDS))
    return response
