"""CKAN's Action API v3 and its datastore's dump: envelopes, errors and statuses as CKAN has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request, secret_in
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.edges import View, require_method, worded
from zhanqiao.portal.open_service.engine.replies import OPEN
from zhanqiao.portal.open_service.operations.ckan import WRITES
from zhanqiao.portal.open_service.queries import ckan as actions
from zhanqiao.portal.open_service.queries import ckan_rows
from zhanqiao.portal.open_service.rules.ckan import (
    CkanActionError,
    CkanBodyError,
    CkanKeyError,
    CkanParameterError,
)
from zhanqiao.portal.open_service.rules.conditional import entity_tag
from zhanqiao.portal.open_service.rules.media import JSON

ALLOWED = "GET, HEAD, POST, OPTIONS"
KINDS = {400: "Bad Request", 403: "Authorization Error", 404: "Not Found Error", 409: "Validation Error"}
OFFERED = 500
FORBIDDEN = frozenset({"sql-function-refused"})  # which CKAN calls not authorised
STATUSES = {401: 403, 403: 403, 404: 404, 405: 405, 429: 429}  # what is none of these is a validation error, 409


def _answered(request: HttpRequest, view: View, places: dict[str, str]) -> HttpResponseBase:
    if request.method == "OPTIONS":
        headers = {"Allow": ALLOWED, "Access-Control-Allow-Headers": "Content-Type, Authorization"}
        return _dressed(HttpResponse(status=204, headers=headers))
    require_method(request, allowed=ALLOWED)
    return view(request, **places)


def _refused(request: HttpRequest, error: ZhanqiaoError) -> HttpResponse:
    status = (
        403 if error.code in FORBIDDEN else STATUSES.get(error.status, error.status if error.status >= OFFERED else 409)
    )
    if isinstance(error, CkanActionError | CkanBodyError):
        return _dressed(HttpResponse(orjson.dumps(error.text.en), content_type=JSON, status=400))
    said = f"{error.text.en} {error.text.zh}"
    body: dict[str, Any] = {"__type": KINDS.get(status, "Internal Server Error"), "message": said}
    if status == 409:  # noqa: PLR2004 - Conflict, CKAN's status of a validation error
        body[str(error.facts.get("parameter") or error.facts.get("name") or "query")] = [said]
    name = request.path.rstrip("/").rpartition("/")[2]
    answer = {"help": f"{_site(request)}/api/3/action/help_show?name={name}", "success": False, "error": body}
    response = HttpResponse(orjson.dumps(answer, default=str), content_type=JSON, status=status)
    return _dressed(response)


def _dressed(response: HttpResponse) -> HttpResponse:
    for header, value in (*OPEN, ("Cache-Control", "no-cache"), ("Access-Control-Allow-Methods", ALLOWED)):
        response.headers[header] = value
    return response


_served = worded(ask=_answered, refuse=_refused)


@_served
@access(Action.see_dataset)
def action(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """Answer an action."""
    if name in WRITES:
        return _dressed(_result(request, name, _written(request, name)))
    asked = actions.ACTIONS.get(name)
    if asked is None:
        raise CkanActionError(name=name[:80], known=", ".join(sorted((*actions.ACTIONS, *WRITES))))
    call = actions.Call(params=_params(request), card=card_of_request(request), site=_site(request))
    return _dressed(_result(request, name, asked(call)))


def _written(request: HttpRequest, name: str) -> Any:
    """Do what changes something: by POST, and with an access key, for a browser's cookies count for nothing here."""
    require_method(request, allowed="POST")
    if not secret_in(request):
        raise CkanKeyError
    return WRITES[name](params=_params(request), card=card_of_request(request))


def _result(request: HttpRequest, name: str, result: Any) -> HttpResponse:
    body = {"help": f"{_site(request)}/api/3/action/help_show?name={name}", "success": True, "result": result}
    return HttpResponse(orjson.dumps(body, default=str), content_type=JSON)


@_served
@access(Action.download)
def dump(request: HttpRequest, *, resource: str) -> HttpResponseBase:
    """Stream the rows of a resource."""
    params, card = _params(request), card_of_request(request)
    form = str(params.get("format") or "csv")
    if form not in ckan_rows.DUMPED:
        raise CkanParameterError(
            name="format",
            zh=f"应为 {', '.join(ckan_rows.DUMPED)}。",
            en=f"must be one of {', '.join(ckan_rows.DUMPED)}",
        )
    table, blocks = ckan_rows.dump(table_id=resource, card=card, form=form, params=params)
    return rendering.stream(
        request,
        tag=entity_tag("ckan dump", table.release_id, form, request.META.get("QUERY_STRING", "")),
        public=card.is_anonymous,
        content_type=ckan_rows.DUMPED[form],
        name=f"{queries.file_stem(table=table)}.{form}",
        make=lambda: blocks,
    )


def _params(request: HttpRequest) -> Mapping[str, Any]:
    """Return what was asked: an address, a form or a JSON object; JSON wins over the address."""
    given = {name: values[0] if len(values) == 1 else values for name, values in request.GET.lists()}
    if request.method != "POST":
        return given
    if (request.content_type or "").startswith(("application/x-www-form-urlencoded", "multipart/")) and request.POST:
        return given | request.POST.dict()
    body: Any = {}
    if request.body.strip():
        try:
            body = orjson.loads(request.body)
        except orjson.JSONDecodeError:
            raise CkanBodyError from None
    if not isinstance(body, dict):
        raise CkanBodyError
    return given | body


def _site(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
