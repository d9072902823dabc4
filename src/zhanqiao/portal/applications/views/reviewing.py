"""Deciding which applications are public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhanqiao.core_services.gallery import operations
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.applications import queries

LONGEST_NUMBER = 8  # digits
DECISIONS: dict[str, Callable[[str, int, str, str, datetime], None]] = {
    "accept": lambda app_id, number, _, by, at: operations.accept(app_id=app_id, number=number, by=by, at=at),
    "return": lambda app_id, number, reason, by, at: operations.send_back(
        app_id=app_id, number=number, reason=reason, by=by, at=at
    ),
    "take_down": lambda app_id, _, reason, by, at: operations.take_down(app_id=app_id, reason=reason, by=by, at=at),
}


@access(Action.review_apps)
@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List the applications that wait for a decision."""
    return render(request, "applications/waiting.html", queries.waiting_page(card=card_of_request(request)))


@access(Action.review_apps)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, app_id: str) -> HttpResponse:
    """Show what was handed in, or decide; what is public may be taken down."""
    card = card_of_request(request)
    page = queries.review_page(app_id=app_id, card=card)
    if request.method != "POST":
        return render(request, "applications/review.html", page)
    reason, typed = request.POST.get("reason", ""), request.POST.get("number", "")
    number = int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0
    decide = DECISIONS.get(request.POST.get("decision", ""))
    if decide is None:
        raise NotFoundError(what=app_id)
    try:
        decide(app_id, number, reason, card.actor, now())
    except ZhanqiaoError as error:
        shown = queries.review_page(app_id=app_id, card=card) | {"problem": error.text, "reason": reason}
        return render(request, "applications/review.html", shown, status=error.status)
    messages.success(request, gettext("Decided. Whoever handed it in is told."))
    return redirect("applications:waiting")
