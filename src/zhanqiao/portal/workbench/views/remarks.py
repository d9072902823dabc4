"""Remarks in the workbench: shown, answered, removed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhanqiao.core_services.conversation import operations as conversation
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench.queries import remarks as queries

ACTS: dict[str, Callable[[str, str, str, datetime], None]] = {
    "show": lambda remark_id, _said, by, at: conversation.show(remark_id=remark_id, by=by, at=at),
    "answer": lambda remark_id, said, by, at: conversation.answer(remark_id=remark_id, text=said, by=by, at=at),
    "remove": lambda remark_id, said, by, at: conversation.remove(remark_id=remark_id, reason=said, by=by, at=at),
}


@access(Action.handle_remarks)
@never_cache
@require_GET
def remarks(request: HttpRequest) -> HttpResponse:
    """List the remarks that wait, or those done with."""
    page = queries.remarks_page(card=card_of_request(request), done=request.GET.get("state", "") == "done")
    return render(request, "workbench/remarks.html", page)


@access(Action.handle_remarks)
@never_cache
@require_GET
def remark(request: HttpRequest, remark_id: str) -> HttpResponse:
    """Show a remark with what may be done with it."""
    return _page(request, remark_id)


@access(Action.handle_remarks)
@require_POST
def remark_act(request: HttpRequest, remark_id: str, name: str) -> HttpResponse:
    """Show, answer or remove a remark."""
    card, said = card_of_request(request), request.POST.get("words", "")
    queries.handled_remark(remark_id=remark_id, card=card)
    if name not in ACTS:
        raise NotFoundError(what=name)
    try:
        ACTS[name](remark_id, said, card.actor, now())
    except ZhanqiaoError as error:
        return _page(request, remark_id, problem=error, said={name: said})
    messages.success(request, _("Done."))
    return redirect("workbench:remark", remark_id)


def _page(
    request: HttpRequest, remark_id: str, *, problem: ZhanqiaoError | None = None, said: dict[str, str] | None = None
) -> HttpResponse:
    card = card_of_request(request)
    found = queries.handled_remark(remark_id=remark_id, card=card)
    page = queries.remark_page(remark=found, card=card, at=now())
    shown = page | {"problem": problem and problem.text, "said": said or {}}
    return render(request, "workbench/remark.html", shown, status=problem.status if problem else 200)
