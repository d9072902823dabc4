"""What a juror does: score works without seeing others' sheets, declare conflicts of interest."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhanqiao.core_services.contests import operations
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.contests import queries

LONGEST_NUMBER = 3  # digits


@access(Action.use_my_place)
@never_cache
@require_safe
def tasks(request: HttpRequest, contest_id: str) -> HttpResponse:
    """List the works of a contest in which I am a juror."""
    page = queries.jury_page(contest_id=contest_id, card=card_of_request(request), at=now())
    return render(request, "contests/jury.html", page)


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, contest_id: str, work_id: str) -> HttpResponse:
    """Show a work with my sheet, or keep my sheet or my recusal."""
    card = card_of_request(request)
    page = queries.sheet_page(contest_id=contest_id, work_id=work_id, card=card, at=now())
    if request.method != "POST":
        return render(request, "contests/sheet.html", page)
    about: dict[str, Any] = {"contest_id": contest_id, "work_id": work_id, "by": card.actor, "at": now()}
    try:
        if request.POST.get("decision", "") == "recuse":
            operations.recuse(**about, reason=request.POST.get("reason", ""))
        else:
            points = _points(request, [one.key for one in page["contest"].criteria])
            operations.fill_in_sheet(**about, points=points, comment=request.POST.get("comment", ""))
    except ZhanqiaoError as error:
        shown = page | {"problem": error.text, "reason": request.POST.get("reason", "")}
        return render(request, "contests/sheet.html", shown, status=error.status)
    messages.success(request, gettext("Kept."))
    return redirect("contests:jury", contest_id)


def _points(request: HttpRequest, keys: list[str]) -> dict[str, int]:
    typed = {key: request.POST.get(key, "").strip() for key in keys}
    return {key: int(one) for key, one in typed.items() if one.isdecimal() and len(one) <= LONGEST_NUMBER}
