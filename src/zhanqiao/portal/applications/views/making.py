"""Handing an application in, changing it, taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhanqiao.core_services.gallery import operations
from zhanqiao.core_services.gallery.queries import AppCard
from zhanqiao.core_services.gallery.rules import AppRefusedError, AppStepError, AppWords
from zhanqiao.core_services.surveys.rules import require_human
from zhanqiao.data_center.catalogue.queries import datasets_named
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.ui.begun import age, begun
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.applications import queries
from zhanqiao.portal.applications.forms import AppForm, typed_of

UNPROCESSABLE = 422
PURPOSE = "shown app"


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Hand an application in."""
    slug = request.GET.get("dataset", "")[:100]
    return _handed_in(
        request, AppForm(request.POST or None, request.FILES or None, initial={"datasets": slug}), app=None
    )


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, app_id: str) -> HttpResponse:
    """Hand in a new version of one's own application."""
    app = queries.own_app(app_id=app_id, card=card_of_request(request))
    form = AppForm(request.POST or None, request.FILES or None, initial=typed_of(app=app), kept=app.pictures)
    return _handed_in(request, form, app=app)


@access(Action.use_my_place)
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what I handed in."""
    return render(request, "applications/mine.html", queries.mine_page(card=card_of_request(request)))


@access(Action.use_my_place)
@require_POST
def withdrawal(request: HttpRequest, app_id: str) -> HttpResponse:
    """Take one's own application out of the gallery and out of review."""
    card = card_of_request(request)
    queries.own_app(app_id=app_id, card=card)
    try:
        operations.withdraw(app_id=app_id, by=card.actor, at=now())
    except AppStepError as error:
        messages.error(request, error.text.in_language(get_language() or "zh-hans"))
        return redirect("applications:mine")
    messages.success(request, gettext("Withdrawn. It is not public any more."))
    return redirect("applications:mine")


def _handed_in(request: HttpRequest, form: AppForm, *, app: AppCard | None) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, app, status=UNPROCESSABLE if form.errors else 200)
    datasets, missing = datasets_named(slugs=form.slugs())
    if missing:
        form.add_error(
            "datasets", gettext("Not found among public datasets: %(slugs)s") % {"slugs": ", ".join(missing)}
        )
        return _page(request, form, app, status=UNPROCESSABLE)
    try:
        require_human(trap=request.POST.get("website", ""), seconds=_age(request))
        made = _kept(form.words(datasets=datasets), app, card_of_request(request).actor)
    except AppRefusedError as error:
        form.told(error)
        return _page(request, form, app, status=error.status)
    except ZhanqiaoError as error:
        return _page(request, form, app, problem=error, status=error.status)
    messages.success(request, gettext("Handed in. The data authority looks at it; you are told."))
    return redirect("applications:application", made)


def _kept(words: AppWords, app: AppCard | None, by: str) -> str:
    if app is None:
        return operations.hand_in(words=words, by=by, at=now())
    operations.hand_in_again(app_id=app.id, words=words, by=by, at=now())
    return app.id


def _age(request: HttpRequest) -> float | None:
    return age(text=request.POST.get("begun", ""), purpose=PURPOSE)


def _page(
    request: HttpRequest, form: AppForm, app: AppCard | None, *, problem: ZhanqiaoError | None = None, status: int
) -> HttpResponse:
    shown = queries.SECTION | {"form": form, "app": app, "problem": problem and problem.text}
    return render(request, "applications/form.html", shown | {"begun": begun(purpose=PURPOSE)}, status=status)
