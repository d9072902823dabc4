"""The gallery, and one application."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from zhanqiao.core_services.conversation.operations import rate_app
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.people.access.operations import access, public
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.applications import queries


@require_safe
@public(reason="the gallery holds what was accepted for everybody; datasets are named to who may see them")
def gallery(request: HttpRequest) -> HttpResponse:
    """List public applications."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "theme", "dataset", "page")}
    page = queries.gallery_page(
        words=asked["q"],
        theme=asked["theme"],
        slug=asked["dataset"],
        open_source=request.GET.get("open_source", "") == "1",
        page=asked["page"],
        card=card_of_request(request),
    )
    return render(request, "applications/gallery.html", page)


@require_safe
@public(reason="what was accepted is for everybody, the rest for its maker; datasets are named to who may see them")
def application(request: HttpRequest, app_id: str) -> HttpResponse:
    """Show an application."""
    page = queries.app_page(app_id=app_id, card=card_of_request(request))
    return render(request, "applications/application.html", page)


@require_safe
@public(reason="of a public version for everybody; of another for its maker and for who decides")
def picture(request: HttpRequest, app_id: str, digest: str) -> FileResponse:
    """Send a screenshot; its address names its content, so a browser may keep it."""
    path = queries.picture_of(app_id=app_id, digest=digest, card=card_of_request(request))
    response = FileResponse(path.open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"  # one taken down leaves shared caches
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@access(Action.use_my_place)
@require_POST
def rating(request: HttpRequest, app_id: str) -> HttpResponse:
    """Rate a public application that is not one's own."""
    card, typed = card_of_request(request), request.POST.get("stars", "")
    stars = int(typed) if typed.isdecimal() and len(typed) == 1 else 0
    try:
        queries.require_rateable(app_id=app_id, card=card)
        rate_app(app_id=app_id, stars=stars, reason=request.POST.get("reason", ""), by=card.actor, at=now())
    except NotFoundError:
        raise
    except ZhanqiaoError as error:
        shown = queries.app_page(app_id=app_id, card=card) | {"problem": error.text}
        return render(request, "applications/application.html", shown, status=error.status)
    messages.success(request, gettext("Your rating is kept; you may change it."))
    return redirect("applications:application", app_id)
