"""The views that I keep."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zhanqiao.core_services.exploring.operations import delete_view, rename_view, save_view
from zhanqiao.core_services.exploring.queries import saved_views
from zhanqiao.core_services.exploring.rules import LONGEST_VIEW_NAME, ViewRefusedError
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest) -> HttpResponse:
    """Show the views that I keep, or keep one more."""
    me = card_of_request(request)
    if request.method != "POST":
        return _page(request)
    asked = {part: request.POST.get(part, "") for part in ("slug", "kind", "query", "name")}
    try:
        save_view(card=me, is_pinned=request.POST.get("release") == "pinned", by=me.actor, at=now(), **asked)
    except ViewRefusedError as problem:
        return _page(request, problem)
    messages.success(request, gettext("The view is saved."))
    return redirect("my_place:views")


@access(Action.use_my_place)
@require_POST
def rename(request: HttpRequest, *, view: str) -> HttpResponse:
    """Give a view of mine another name."""
    try:
        rename_view(view_id=view, name=request.POST.get("name", ""), by=card_of_request(request).actor, at=now())
    except ViewRefusedError as problem:
        return _page(request, problem)
    messages.success(request, gettext("The view has its new name."))
    return redirect("my_place:views")


@access(Action.use_my_place)
@require_POST
def remove(request: HttpRequest, *, view: str) -> HttpResponse:
    """Forget a view of mine."""
    delete_view(view_id=view, by=card_of_request(request).actor, at=now())
    messages.success(request, gettext("The view is deleted."))
    return redirect("my_place:views")


def _page(request: HttpRequest, problem: ViewRefusedError | None = None) -> HttpResponse:
    shown = {
        "views": saved_views(card=card_of_request(request)),
        "problem": problem and problem.text,
        "longest": LONGEST_VIEW_NAME,
        "section": "my_place",
    }
    return render(request, "my_place/views.html", shown, status=problem.status if problem else 200)
