"""What every call of OData shares: methods, versions, options, errors and headers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.portal.open_service.endpoints.edges import View, require_method, worded
from zhanqiao.portal.open_service.engine.answers import Answer
from zhanqiao.portal.open_service.engine.replies import EXPOSED, OPEN, reply
from zhanqiao.portal.open_service.queries import ANSWERS
from zhanqiao.portal.open_service.rules.conditional import holds, tag_of_content
from zhanqiao.portal.open_service.rules.odata.errors import ODataVersionError
from zhanqiao.portal.open_service.rules.odata.options import OFFERED, Options, options_of
from zhanqiao.portal.open_service.rules.odata.values import Form, form_of

ROOT = "/odata/v4/"
ALLOWED = "GET, HEAD, OPTIONS"
SENT = "Accept, Content-Type, OData-Version, OData-MaxVersion, Prefer, If-None-Match"
VERSION = ("OData-Version", "4.0")
LEAST = 4.0


def root(request: HttpRequest, /) -> str:
    """Return the address that every link of the service begins with."""
    return f"{request.scheme}://{request.get_host()}{ROOT}"


def options_asked(request: HttpRequest, /, *, offered: Sequence[str] = OFFERED) -> Options:
    """Return the options of the address. Raises ODataOptionError, ODataNotOfferedError."""
    return options_of(given=dict(request.GET.lists()), offered=offered)


def form_asked(request: HttpRequest, /) -> Form:
    """Return the form of JSON that is asked for. Raises ODataFormatError."""
    return form_of(accept=request.headers.get("Accept", ""), given=request.GET.get("$format", ""))


def answered(
    request: HttpRequest,
    /,
    *,
    content_type: str,
    public: bool,
    content: bytes = b"",
    tag: str = "",
    make: Callable[[], bytes] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with ``content``; or with what ``make`` gives, which never changes under its ``tag`` and is kept."""
    if make is None:
        answer = Answer(tag=tag_of_content(content), content=content, content_type=content_type)
    else:
        answer = _kept(request, tag=tag, make=make, content_type=content_type)
    made = reply(
        answer=answer,
        if_none_match=request.headers.get("If-None-Match", ""),
        accept_encoding=request.headers.get("Accept-Encoding", ""),
        public=public,
        pack=ANSWERS.packed,
    )
    response = HttpResponse(made.content, status=made.status if made.status == 304 else status)  # noqa: PLR2004 - Not Modified
    for header, value in made.headers:
        response.headers[header] = value
    response.headers["Vary"] = "Accept, Accept-Encoding, Prefer"
    return _dressed(response)


def _kept(request: HttpRequest, *, tag: str, make: Callable[[], bytes], content_type: str) -> Answer:
    answer = ANSWERS.get(key=tag)
    if answer is not None:
        return answer
    if holds(header=request.headers.get("If-None-Match", ""), tag=tag):
        return Answer(tag=tag, content=b"", content_type=content_type)
    answer = Answer(tag=tag, content=make(), content_type=content_type)
    ANSWERS.put(answer=answer)
    return answer


def _read(request: HttpRequest, view: View, places: dict[str, str]) -> HttpResponseBase:
    if request.method == "OPTIONS":
        headers = {"Allow": ALLOWED, "Access-Control-Allow-Methods": ALLOWED, "Access-Control-Allow-Headers": SENT}
        return _dressed(HttpResponse(status=204, headers=headers))
    require_method(request, allowed=ALLOWED)
    newest = request.headers.get("OData-MaxVersion", "4.0").strip()
    try:
        old = float(newest) < LEAST
    except ValueError:
        old = False
    if old:
        raise ODataVersionError(asked=newest[:20])
    return view(request, **places)


def _refused(_request: HttpRequest, error: ZhanqiaoError) -> HttpResponse:
    said = {"code": error.code, "message": f"{error.text.en} {error.text.zh}"}
    target = error.facts.get("parameter")
    details = {"target": str(target)} if target else {}
    content = orjson.dumps({"error": {**said, **details}})
    response = HttpResponse(content, content_type=Form().content_type, status=error.status)
    response.headers["Cache-Control"] = "no-store"
    return _dressed(response)


def _dressed(response: HttpResponse) -> HttpResponse:
    for header, value in (*OPEN, VERSION):
        response.headers[header] = value
    response.headers["Access-Control-Expose-Headers"] = f"{EXPOSED}, OData-Version, Preference-Applied"
    return response


served = worded(ask=_read, refuse=_refused)  # the decorator of every view of OData
