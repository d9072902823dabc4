"""OAI-PMH 2.0: one address, asked by GET or by a form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.problem_documents import MEDIA_TYPE, problem_document
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service.endpoints.edges import View, require_method, worded
from zhanqiao.portal.open_service.endpoints.outward import root
from zhanqiao.portal.open_service.endpoints.rendering import json_bytes
from zhanqiao.portal.open_service.engine.replies import OPEN
from zhanqiao.portal.open_service.queries import oai
from zhanqiao.portal.open_service.rules.negotiation import language_of

TYPE = "text/xml; charset=utf-8"
METHODS = "GET, HEAD, POST"


def _ask(request: HttpRequest, view: View, places: dict[str, str]) -> HttpResponseBase:
    require_method(request, allowed=METHODS)
    return view(request, **places)


def _refused(request: HttpRequest, error: ZhanqiaoError) -> HttpResponse:
    language = language_of(request.headers.get("Accept-Language", ""))
    document = problem_document(error=error, language=language, instance=request.path)
    return HttpResponse(json_bytes(document), content_type=MEDIA_TYPE, status=error.status)


@worded(ask=_ask, refuse=_refused)
@access(Action.see_dataset)
def provider(request: HttpRequest) -> HttpResponseBase:
    """Answer a harvester; what anonymous visitors may see goes out, whoever asks."""
    given = dict((request.POST if request.method == "POST" else request.GET).lists())
    response = HttpResponse(oai.answer(arguments=given, root=root(request), at=now()), content_type=TYPE)
    for header, text in (*OPEN, ("Cache-Control", "no-cache")):
        response.headers[header] = text
    return response
