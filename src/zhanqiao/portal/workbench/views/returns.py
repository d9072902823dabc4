"""Rows returned to districts and streets: a page for people, and files that programs fetch with an access key."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from zhanqiao.core_services.returns import operations
from zhanqiao.data_center.storage.queries import MEDIA_TYPES
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench import queries


@access(Action.receive_return)
@never_cache
@require_GET
def returns(request: HttpRequest) -> HttpResponse:
    """List the tables whose rows of the own area may be had."""
    return render(request, "workbench/returns.html", queries.returns_page(card=card_of_request(request)))


@access(Action.receive_return)
@never_cache
@require_GET
def return_rows(request: HttpRequest, return_id: str, form: str) -> HttpResponseBase:
    """Give the rows of the area as CSV, XLSX, NDJSON or Parquet; with ``since`` only what changed since that release."""
    card, since = card_of_request(request), request.GET.get("since", "")
    found = queries.permitted_return(return_id=return_id, card=card)
    blocks, release = operations.give_rows(return_id=return_id, format=form, since=since, by=card.actor, at=now())
    name = f"{found.area}-{release}{f'-since-{since}' if since else ''}.{form}"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "", "X-Release": str(release)}
    return StreamingHttpResponse(blocks, content_type=MEDIA_TYPES[form], headers=headers)
