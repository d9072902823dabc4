"""Contests in the workbench: drawing up, announcing, the jury, the result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhanqiao.core_services.contests import operations
from zhanqiao.core_services.contests.queries import ContestCard
from zhanqiao.core_services.contests.rules import ContestRefusedError, Stage
from zhanqiao.data_center.catalogue.queries import datasets_named
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.contests import queries
from zhanqiao.portal.contests.forms import ContestForm, moment_of, typed_of

UNPROCESSABLE = 422
LONGEST_NUMBER = 4  # digits
ACTS: dict[str, Callable[[str, HttpRequest, str, datetime], object]] = {
    "announcement": lambda one, _, by, at: operations.announce_contest(contest_id=one, by=by, at=at),
    "cancellation": lambda one, request, by, at: operations.cancel_contest(
        contest_id=one, reason=request.POST.get("reason", ""), by=by, at=at
    ),
    "appointment": lambda one, request, by, at: operations.appoint_juror(
        contest_id=one, account_id=queries.account_named(username=request.POST.get("username", "")), by=by, at=at
    ),
    "dismissal": lambda one, request, by, at: operations.dismiss_juror(
        contest_id=one, number=_number(request.POST.get("number", "")), by=by, at=at
    ),
    "extension": lambda one, request, by, at: operations.extend_judging(
        contest_id=one,
        until=moment_of(request.POST.get("until", "")) or at,
        reason=request.POST.get("reason", ""),
        by=by,
        at=at,
    ),
    "result": lambda one, _, by, at: operations.publish_result(contest_id=one, by=by, at=at),
}


@access(Action.hold_contests)
@never_cache
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """List the contests."""
    return render(request, "contests/held.html", queries.held_page(card=card_of_request(request), at=now()))


@access(Action.hold_contests)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draw a contest up."""
    departments = queries.departments_organising(card=card_of_request(request))
    return _drawn_up(request, ContestForm(request.POST or None, departments=departments), contest=None)


@access(Action.hold_contests)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, contest_id: str) -> HttpResponse:
    """Change a draft, or a contest that was announced, with the reason."""
    found = queries.changing_contest(contest_id=contest_id, card=card_of_request(request), at=now())
    is_announced = found.stage is not Stage.HIDDEN
    form = ContestForm(request.POST or None, initial=typed_of(contest=found), is_announced=is_announced)
    return _drawn_up(request, form, contest=found)


@access(Action.hold_contests)
@never_cache
@require_safe
def look(request: HttpRequest, contest_id: str) -> HttpResponse:
    """Show a contest with what may be done."""
    return _look(request, contest_id)


@access(Action.hold_contests)
@require_POST
def act(request: HttpRequest, contest_id: str, name: str) -> HttpResponse:
    """Announce, cancel, appoint, dismiss, give more time, publish the result."""
    card = card_of_request(request)
    queries.held_contest(contest_id=contest_id, card=card, at=now())
    if name not in ACTS:
        raise NotFoundError(what=name)
    try:
        ACTS[name](contest_id, request, card.actor, now())
    except ZhanqiaoError as error:
        return _look(request, contest_id, problem=error)
    messages.success(request, gettext("Done."))
    return redirect("contests:look", contest_id)


def _drawn_up(request: HttpRequest, form: ContestForm, *, contest: ContestCard | None) -> HttpResponse:
    if not form.is_valid():
        return _form(request, form, contest, status=UNPROCESSABLE if form.errors else 200)
    datasets, missing = datasets_named(slugs=form.slugs())
    if missing:
        told = gettext("Not found among public datasets: %(slugs)s") % {"slugs": ", ".join(missing)}
        form.add_error("datasets", told)
        return _form(request, form, contest, status=UNPROCESSABLE)
    said: dict[str, Any] = {"words": form.words(datasets=datasets), "times": form.times(), "at": now()}
    said["by"] = card_of_request(request).actor
    try:
        if contest is None:
            made = operations.draw_up_contest(department=form.cleaned_data["department"], **said)
        else:
            made = _changed(contest, form, said)
    except ContestRefusedError as error:
        for name, text in error.problems.items():
            form.add_error(name if name in form.fields else None, text.in_language(get_language() or "zh-hans"))
        return _form(request, form, contest, status=error.status)
    except ZhanqiaoError as error:
        return _form(request, form, contest, problem=error.text, status=error.status)
    return redirect("contests:look", made)


def _changed(contest: ContestCard, form: ContestForm, said: dict[str, Any]) -> str:
    if contest.stage is Stage.HIDDEN:
        operations.revise_contest(contest_id=contest.id, **said)
    else:
        operations.change_contest(contest_id=contest.id, reason=form.cleaned_data["reason"], **said)
    return contest.id


def _form(
    request: HttpRequest,
    form: ContestForm,
    contest: ContestCard | None,
    *,
    problem: Text | None = None,
    status: int = 200,
) -> HttpResponse:
    page = {"section": "workbench", "form": form, "contest": contest, "problem": problem}
    return render(request, "contests/form.html", page, status=status)


def _look(request: HttpRequest, contest_id: str, *, problem: ZhanqiaoError | None = None) -> HttpResponse:
    page = queries.look_page(contest_id=contest_id, card=card_of_request(request), at=now())
    shown = page | {"problem": problem and problem.text, "said": request.POST}
    return render(request, "contests/look.html", shown, status=problem.status if problem else 200)


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0
