"""What is said of a dataset, and to the authority: ratings, remarks, reports, suggestions, appeals."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhanqiao.core_services.conversation import operations as conversation
from zhanqiao.core_services.conversation.rules import Subject
from zhanqiao.data_center.catalogue.queries import dataset_card
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access, public
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.interaction import sending
from zhanqiao.portal.interaction.forms.conversation import RatingForm, RemarkForm, SuggestionForm
from zhanqiao.portal.interaction.queries import conversation as pages

UNPROCESSABLE = 422


@require_safe
@access(Action.see_dataset)
@cache_control(no_cache=True, private=True)
def talk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is said of a dataset."""
    return _talk(request, slug)


@access(Action.use_my_place)
@require_POST
def rating(request: HttpRequest, slug: str) -> HttpResponse:
    """Rate the data or its custodian."""
    card, form = card_of_request(request), RatingForm(request.POST)
    dataset = dataset_card(slug=slug, card=card)
    if not form.is_valid():
        return _talk(request, slug, problem=gettext("Choose one to five."), status=UNPROCESSABLE)
    said = form.cleaned_data | {"subject": Subject(form.cleaned_data["subject"])}
    conversation.rate(dataset=dataset, **said, by=card.actor, at=now())
    messages.success(request, gettext("Your rating is kept; you may change it."))
    return redirect("interaction:conversation", slug)


@access(Action.use_my_place)
@require_POST
def remark(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask or comment; the office shows and answers it."""
    card, form = card_of_request(request), RemarkForm(request.POST)
    dataset = dataset_card(slug=slug, card=card)
    if not form.is_valid():
        return _talk(request, slug, form=form, status=UNPROCESSABLE)
    try:
        sending.require_person(request, purpose=slug)
        conversation.say(**form.said(), dataset=dataset, is_private=False, by=card.actor, at=now())
    except ZhanqiaoError as error:
        return _talk(request, slug, form=form, problem=pages.worded(error), status=error.status)
    messages.success(request, gettext("Sent. It appears here when the office has looked at it; you are told."))
    return redirect("interaction:conversation", slug)


@access(Action.use_my_place)
@require_POST
def remark_report(request: HttpRequest, remark_id: str) -> HttpResponse:
    """Report a remark."""
    card = card_of_request(request)
    place = pages.place_of(remark_id=remark_id, card=card)
    try:
        conversation.report(remark_id=remark_id, reason=request.POST.get("reason", ""), by=card.actor, at=now())
    except ZhanqiaoError as error:
        messages.error(request, pages.worded(error))
        return redirect(place)
    messages.success(request, gettext("Reported. The office looks at it."))
    return redirect(place)


@require_safe
@public(reason="suggestions that were made in public are answered in public, without who made them")
@cache_control(no_cache=True, private=True)
def suggestions(request: HttpRequest) -> HttpResponse:
    """List suggestions and appeals."""
    return render(request, "interaction/suggestions.html", pages.suggestions_page(card=card_of_request(request)))


@access(Action.use_my_place)
@cache_control(no_cache=True, private=True)
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggest something to the data authority, or appeal to it."""
    form = SuggestionForm(request.POST or None)
    if not form.is_valid():
        return _suggest(request, form, status=UNPROCESSABLE if form.errors else 200)
    try:
        sending.require_person(request, purpose="suggestion")
        conversation.say(**form.said(), dataset=None, by=card_of_request(request).actor, at=now())
    except ZhanqiaoError as error:
        return _suggest(request, form, problem=pages.worded(error), status=error.status)
    messages.success(request, gettext("Sent. It appears here when the office has looked at it; you are told."))
    return redirect("interaction:suggestions")


def _talk(
    request: HttpRequest, slug: str, *, form: RemarkForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    page = pages.talk_page(slug=slug, card=card_of_request(request))
    shown = page | {"form": form or RemarkForm(), "problem": problem, "begun": sending.begun(purpose=slug)}
    return render(request, "interaction/conversation.html", shown, status=status)


def _suggest(request: HttpRequest, form: SuggestionForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    shown = {"form": form, "problem": problem, "begun": sending.begun(purpose="suggestion"), "section": "interaction"}
    return render(request, "interaction/suggest.html", shown, status=status)
