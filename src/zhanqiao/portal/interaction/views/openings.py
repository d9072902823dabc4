"""Requests that data be opened: the public list, one request, asking, voting, following; results and figures."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhanqiao.core_services.data_requests import operations as requests
from zhanqiao.core_services.data_requests.operations import PersonalTextError
from zhanqiao.core_services.data_requests.rules import FormRefusedError
from zhanqiao.kit.clock import now
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import access, public
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.interaction import queries
from zhanqiao.portal.interaction.forms import AskForm, told

UNPROCESSABLE = 422


@require_safe
@public(reason="what was asked for and answered is public, without the persons")
def openings(request: HttpRequest) -> HttpResponse:
    """List what was asked for."""
    given = {name: request.GET.get(name, "") for name in ("sort", "state", "page")}
    page = queries.openings_page(words=request.GET.get("q", "").strip(), **given)
    return render(request, "interaction/openings.html", page)


@require_safe
@public(reason="what was asked for and answered is public, without the persons")
def opening(request: HttpRequest, opening_id: str) -> HttpResponse:
    """Show one request with its answer."""
    page = queries.opening_page(opening_id=opening_id, card=card_of_request(request))
    if page["opening"].merged_into:
        return redirect("interaction:opening", page["opening"].merged_into)
    return render(request, "interaction/opening.html", page)


@access(Action.apply_for_data)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form, or publish the request."""
    form = AskForm(request.POST or None, initial={"title": request.GET.get("title", "")})
    if not form.is_valid():
        return _ask_page(request, form)
    try:
        made = requests.ask_for_opening(**form.cleaned_data, by=card_of_request(request).actor, at=now())
    except FormRefusedError as error:
        told(form, error)
        return _ask_page(request, form)
    except PersonalTextError as error:
        return _ask_page(request, form, error.text)
    messages.success(request, gettext("Your request is published. You are told when it is answered."))
    return redirect("interaction:opening", made)


@access(Action.apply_for_data)
@require_POST
def vote(request: HttpRequest, opening_id: str) -> HttpResponse:
    """Vote for a request, or take the vote back."""
    change = requests.unvote_opening if request.POST.get("take_back") else requests.vote_for_opening
    change(opening_id=opening_id, by=card_of_request(request).actor, at=now())
    return redirect("interaction:opening", opening_id)


@access(Action.apply_for_data)
@require_POST
def follow(request: HttpRequest, opening_id: str) -> HttpResponse:
    """Follow a request, or no longer."""
    me = card_of_request(request).actor
    if request.POST.get("take_back"):
        requests.unfollow_opening(opening_id=opening_id, by=me)
    else:
        requests.follow_opening(opening_id=opening_id, by=me, at=now())
    return redirect("interaction:opening", opening_id)


@require_safe
@public(reason="results of applications are public, without the applicants")
def results(request: HttpRequest) -> HttpResponse:
    """List decided applications."""
    return render(request, "interaction/results.html", queries.results_page(page=request.GET.get("page", "")))


@require_safe
@public(reason="how offices answer is public")
def answering(request: HttpRequest) -> HttpResponse:
    """Show how offices answer."""
    return render(request, "interaction/answering.html", queries.answering_page(at=now()))


def _ask_page(request: HttpRequest, form: AskForm, problem: Text | None = None) -> HttpResponse:
    shown = {"form": form, "problem": problem, "section": "interaction"}
    return render(request, "interaction/ask.html", shown, status=UNPROCESSABLE if problem or form.errors else 200)
