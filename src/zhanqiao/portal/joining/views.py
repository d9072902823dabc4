"""Pages of joining. Each view parses, makes one call, renders."""

from __future__ import annotations

from typing import TypeVar, cast
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhanqiao.core_services.joining import operations
from zhanqiao.core_services.joining.rules import (
    MINE,
    BroughtFileError,
    JoinPlan,
    JoinState,
    address_of,
    join_state,
)
from zhanqiao.data_center.catalogue.queries import readable_table
from zhanqiao.data_center.storage.queries import MEDIA_TYPES, Format
from zhanqiao.kit import clock
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.joining import queries
from zhanqiao.portal.joining.rules import FORMATS, PLACE_FORMATS

SESSION = "joining.file"
NAME = "joined"
Sent = TypeVar("Sent", bound=HttpResponseBase)


@require_safe
@access(Action.see_rows)
def choosing(request: HttpRequest, slug: str) -> HttpResponse:
    """Show with what a table can be joined."""
    return _choosing(request, slug=slug, table_id=request.GET.get("table", ""))


@require_safe
@access(Action.see_rows)
def join(request: HttpRequest) -> HttpResponse:
    """Show a join: the form, and how well both tables match."""
    state = join_state(given=dict(request.GET.lists()))
    page = queries.join_page(
        state=state,
        card=card_of_request(request),
        brought=_brought(request, state),
        at=clock.now(),
        language=get_language() or "zh-hans",
    )
    response = render(request, "joining/join.html", page, status=400 if page["problem"] else 200)
    return _private(response, state)


@require_safe
@access(Action.download)
def joined(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """Send the whole join as a file."""
    if form not in FORMATS and form not in PLACE_FORMATS:
        raise NotFoundError(what=form)
    state, card = join_state(given=dict(request.GET.lists())), card_of_request(request)
    left, right = queries.sides(
        state=state, card=card, brought=_brought(request, state), at=clock.now(), action=Action.download
    )
    chosen = cast("Format", form)
    blocks, size = operations.joined_file(plan=state.plan, left=left.table, right=right.table, format=chosen)
    response = StreamingHttpResponse(blocks, content_type=MEDIA_TYPES[chosen])
    response.headers["Content-Length"] = str(size)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{NAME}.{form}')}"
    return _private(response, state)


@require_POST
@never_cache
@access(Action.see_rows)
def own_file(request: HttpRequest) -> HttpResponse:
    """Take a file that the visitor brings, for their session alone."""
    left, file = request.POST.get("left", ""), request.FILES.get("file")
    table = readable_table(table_id=left, card=card_of_request(request))
    try:
        if file is None:
            raise BroughtFileError(zh="没有选择文件。", en="No file was chosen.")
        _forget(request)
        made = operations.bring_file(
            chunks=file.chunks(), filename=file.name or "", size=file.size or 0, at=clock.now()
        )
    except ZhanqiaoError as problem:
        return _choosing(request, slug="", table_id=table.id, problem=problem)
    request.session[SESSION] = made.as_dict()
    return redirect(reverse("joining:join") + address_of(left=table.id, right=MINE, plan=JoinPlan()))


@require_POST
@never_cache
@access(Action.see_rows)
def own_file_removal(request: HttpRequest) -> HttpResponse:
    """Remove the visitor's file at once."""
    _forget(request)
    return redirect("catalogue:list")


def _choosing(request: HttpRequest, *, slug: str, table_id: str, problem: ZhanqiaoError | None = None) -> HttpResponse:
    page = queries.choosing_page(
        slug=slug,
        table_id=table_id,
        words=request.GET.get("q", "").strip(),
        card=card_of_request(request),
        brought=request.session.get(SESSION),
        at=clock.now(),
    )
    return render(
        request, "joining/choose.html", page | {"problem": problem}, status=problem.status if problem else 200
    )


def _brought(request: HttpRequest, state: JoinState) -> dict[str, str] | None:
    """Return the session's file where the address speaks of it; else the page does not depend on the session."""
    return request.session.get(SESSION) if state.has_own_file else None


def _forget(request: HttpRequest) -> None:
    before: dict[str, str] | None = request.session.pop(SESSION, None)
    if before:
        operations.forget_file(token=before["token"])


def _private(response: Sent, state: JoinState) -> Sent:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if state.has_own_file:
        add_never_cache_headers(response)
        response.headers["Cache-Control"] = "private, no-store"
    return response
