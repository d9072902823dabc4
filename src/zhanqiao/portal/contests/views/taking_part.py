"""What a team does: register, hand in, withdraw; and voting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zhanqiao.core_services.contests import operations
from zhanqiao.core_services.contests.rules import ContestRefusedError
from zhanqiao.core_services.surveys.rules import require_human
from zhanqiao.data_center.catalogue.queries import datasets_named
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.ui.begun import age, begun
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.contests import queries
from zhanqiao.portal.contests.forms import TeamForm, WorkForm

UNPROCESSABLE = 422


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, contest_id: str) -> HttpResponse:
    """Show my team and my work, or register."""
    if request.method != "POST":
        return _page(request, contest_id)
    card = card_of_request(request)
    contest = queries.known_contest(contest_id=contest_id, card=card, at=now())
    form = TeamForm(request.POST, tracks=contest.tracks)
    if not form.is_valid():
        return _page(request, contest_id, forms={"team_form": form}, status=UNPROCESSABLE)
    try:
        seconds = age(text=request.POST.get("begun", ""), purpose=contest_id)
        require_human(trap=request.POST.get("website", ""), seconds=seconds)
        operations.register_team(contest_id=contest_id, words=form.words(), by=card.actor, at=now())
    except ZhanqiaoError as error:
        return _refused(request, contest_id, {"team_form": form}, error)
    messages.success(request, gettext("Your team is registered."))
    return redirect("contests:team", contest_id)


@access(Action.use_my_place)
@require_POST
def hand_in(request: HttpRequest, contest_id: str) -> HttpResponse:
    """Hand in the work of my team."""
    card, form = card_of_request(request), WorkForm(request.POST)
    queries.known_contest(contest_id=contest_id, card=card, at=now())
    if not form.is_valid():
        return _page(request, contest_id, forms={"work_form": form}, status=UNPROCESSABLE)
    datasets, missing = datasets_named(slugs=form.slugs())
    if missing:
        told = gettext("Not found among public datasets: %(slugs)s") % {"slugs": ", ".join(missing)}
        form.add_error("datasets", told)
        return _page(request, contest_id, forms={"work_form": form}, status=UNPROCESSABLE)
    app_id = queries.app_named(text=form.cleaned_data["app"])
    if app_id is None:
        form.add_error("app", gettext("The gallery has no such public app."))
        return _page(request, contest_id, forms={"work_form": form}, status=UNPROCESSABLE)
    try:
        words = form.words(datasets=datasets, app_id=app_id)
        operations.hand_in_work(contest_id=contest_id, words=words, by=card.actor, at=now())
    except ZhanqiaoError as error:
        return _refused(request, contest_id, {"work_form": form}, error)
    messages.success(request, gettext("Your work is handed in. You may hand it in again until the stage closes."))
    return redirect("contests:team", contest_id)


@access(Action.use_my_place)
@require_POST
def withdrawal(request: HttpRequest, contest_id: str) -> HttpResponse:
    """Take my team out of the contest."""
    card = card_of_request(request)
    queries.known_contest(contest_id=contest_id, card=card, at=now())
    try:
        operations.withdraw_team(contest_id=contest_id, by=card.actor, at=now())
    except ZhanqiaoError as error:
        return _refused(request, contest_id, {}, error)
    messages.success(request, gettext("Your team is out of the contest."))
    return redirect("contests:team", contest_id)


@access(Action.use_my_place)
@require_POST
def vote(request: HttpRequest, contest_id: str) -> HttpResponse:
    """Give my vote to a work."""
    card, work_id = card_of_request(request), request.POST.get("work", "")
    queries.known_contest(contest_id=contest_id, card=card, at=now())
    try:
        operations.vote_for_work(contest_id=contest_id, work_id=work_id, by=card.actor, at=now())
    except NotFoundError:
        raise
    except ZhanqiaoError as error:
        page = queries.contest_page(contest_id=contest_id, card=card, at=now()) | {"problem": error.text}
        return render(request, "contests/contest.html", page, status=error.status)
    messages.success(request, gettext("Your vote is kept; you may give it to another work until voting ends."))
    return redirect("contests:contest", contest_id)


def _refused(request: HttpRequest, contest_id: str, forms: dict[str, Any], error: ZhanqiaoError) -> HttpResponse:
    if isinstance(error, NotFoundError):
        raise error
    problem = error.text
    if isinstance(error, ContestRefusedError):
        for form in forms.values():
            for name, text in error.problems.items():
                said = text.in_language(get_language() or "zh-hans")
                form.add_error(name if name in form.fields else None, said)
    return _page(request, contest_id, forms=forms | {"problem": problem}, status=error.status)


def _page(
    request: HttpRequest, contest_id: str, *, forms: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    page = queries.team_page(contest_id=contest_id, card=card_of_request(request), at=now())
    contest, mine, work = page["contest"], page["team"], page["work"]
    shown = {
        "team_form": TeamForm(tracks=contest.tracks, team=mine),
        "work_form": WorkForm(work=work),
        "begun": begun(purpose=contest_id),
    }
    return render(request, "contests/team.html", page | shown | (forms or {}), status=status)
