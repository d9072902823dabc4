"""Making dashboards: mine, a new one, putting what is seen on one, changing one, its versions, forking."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhanqiao.core_services.dashboards import operations as dashboards
from zhanqiao.core_services.dashboards.rules import SpecRefusedError
from zhanqiao.kit.clock import now
from zhanqiao.kit.pictures import PictureRefusedError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.dashboards import changing, queries
from zhanqiao.portal.dashboards.forms import NewForm, PlaceForm

UNPROCESSABLE = 422


@access(Action.compose)
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the dashboards I may change."""
    return render(request, "dashboards/mine.html", queries.mine_page(card=card_of_request(request)))


@access(Action.compose)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new dashboard, or make it."""
    card = card_of_request(request)
    form = NewForm(request.POST or None, request.FILES or None, offices=queries.offices_of(card=card))
    if not form.is_valid():
        return _new_page(request, form)
    try:
        made = dashboards.make(spec=form.spec(), department_id=form.office_id(), by=card.actor, at=now())
    except SpecRefusedError as problem:
        form.add_error("document", problem.text.in_language(get_language() or "zh-hans"))
        return _new_page(request, form)
    return redirect("dashboards:edit", made)


@access(Action.compose)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Ask on which dashboard the chart or the rows of the address go, or put them there."""
    card, given = card_of_request(request), dict(request.GET.lists())
    page = queries.place_page(given=given, card=card, language=get_language() or "zh-hans")
    form = PlaceForm(request.POST or None, page=page)
    if not form.is_valid():
        shown = page | {"form": form}
        return render(request, "dashboards/place.html", shown, status=UNPROCESSABLE if form.errors else 200)
    slug = changing.placed(form=form, card=card, at=now())
    messages.success(request, gettext("It stands on the dashboard."))
    return redirect("dashboards:edit", slug)


@access(Action.compose)
@never_cache
@require_safe
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a dashboard as its makers change it."""
    page = queries.edit_page(slug=slug, card=card_of_request(request), language=get_language() or "zh-hans")
    return render(request, "dashboards/edit.html", page)


@access(Action.compose)
@require_POST
def change(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    """Change a dashboard: each change of what it shows is a new version."""
    card = card_of_request(request)
    try:
        changing.changed(slug=slug, act=act, typed=request.POST, files=request.FILES, card=card, at=now())
    except (
        SpecRefusedError,
        PictureRefusedError,
        dashboards.DashboardOvertakenError,
        changing.ChangeRefusedError,
    ) as problem:
        messages.error(request, problem.text.in_language(get_language() or "zh-hans"))
    if act == "removal":
        return redirect("dashboards:mine")
    place = request.POST.get("place", "")
    return redirect(reverse("dashboards:edit", args=[slug]) + (f"#{place}" if place.isalnum() else ""))


@access(Action.compose)
@never_cache
@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the versions of a dashboard, or show one as it was."""
    wanted = request.GET.get("version", "")
    page = queries.versions_page(
        slug=slug,
        version=int(wanted) if wanted.isdecimal() and len(wanted) < 6 else None,  # noqa: PLR2004 - no dashboard has more versions
        card=card_of_request(request),
        language=get_language() or "zh-hans",
    )
    return render(request, "dashboards/versions.html", page)


@access(Action.compose)
@require_POST
def fork(request: HttpRequest, slug: str) -> HttpResponse:
    """Make my own dashboard of one I see."""
    card = card_of_request(request)
    dashboard, spec = queries.forked(slug=slug, card=card)
    made = dashboards.fork(dashboard=dashboard, spec=spec, by=card.actor, at=now())
    messages.success(request, gettext("This copy is yours. Change what you like."))
    return redirect("dashboards:edit", made)


def _new_page(request: HttpRequest, form: NewForm) -> HttpResponse:
    shown = {"form": form, "section": "dashboards"}
    return render(request, "dashboards/new.html", shown, status=UNPROCESSABLE if form.errors else 200)
