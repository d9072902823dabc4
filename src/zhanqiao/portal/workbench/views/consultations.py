"""Consultations in the workbench: drawing up, laying open, settling opinions, publishing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanqiao.core_services.consultations import operations as changing
from zhanqiao.core_services.consultations.queries import consultation_of_opinion
from zhanqiao.kit.clock import now
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench.forms.consultations import (
    LayOpenForm,
    NewConsultationForm,
    OutcomeForm,
    SummaryForm,
    WordsForm,
)
from zhanqiao.portal.workbench.queries import consultations as queries

UNPROCESSABLE = 422
Act = tuple[type[forms.Form], Callable[..., Any]]
ACTS: dict[str, Act] = {
    "words": (WordsForm, changing.revise_consultation),
    "opening": (LayOpenForm, changing.open_consultation),
    "outcome": (OutcomeForm, changing.settle_opinion),
    "publication": (SummaryForm, changing.publish_outcomes),
}


@access(Action.hold_consultations)
@never_cache
@require_GET
def consultations(request: HttpRequest) -> HttpResponse:
    """List the consultations of my departments."""
    page = queries.consultations_page(card=card_of_request(request), at=now())
    return render(request, "workbench/consultations.html", page)


@access(Action.hold_consultations)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_new(request: HttpRequest) -> HttpResponse:
    """Begin a consultation."""
    card = card_of_request(request)
    form = NewConsultationForm(request.POST or None, departments=queries.departments_consulting(card=card))
    if not form.is_valid():
        shown = {"form": form, "section": "workbench"}
        return render(request, "workbench/consultation_new.html", shown, status=UNPROCESSABLE if form.errors else 200)
    made = changing.draw_up_consultation(**form.cleaned_data, by=card.actor, at=now())
    return redirect("workbench:consultation", made)


@access(Action.hold_consultations)
@never_cache
@require_GET
def consultation(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """Show a consultation with what may be done with it."""
    return _page(request, consultation_id)


@access(Action.hold_consultations)
@require_POST
def consultation_attachment(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """Lay a file beside a draft, or take one away."""
    card, sent = card_of_request(request), request.FILES.get("file")
    queries.held_consultation(consultation_id=consultation_id, card=card, at=now())
    about: dict[str, Any] = {"consultation_id": consultation_id, "by": card.actor, "at": now()}
    try:
        if sent is None:
            changing.detach_file(**about, file_id=request.POST.get("remove", ""))
        else:
            content = sent.read(int(value("CONSULTATION_FILE_BYTES")) + 1)
            changing.attach_file(**about, name=sent.name or "", content=content)
    except ZhanqiaoError as error:
        return _page(request, consultation_id, problem=error, status=error.status)
    messages.success(request, _("Done."))
    return redirect("workbench:consultation", consultation_id)


@access(Action.hold_consultations)
@require_POST
def consultation_act(request: HttpRequest, consultation_id: str, name: str) -> HttpResponse:
    """Change the words, lay open, settle an opinion, publish."""
    card = card_of_request(request)
    queries.held_consultation(consultation_id=consultation_id, card=card, at=now())
    if name not in ACTS:
        raise NotFoundError(what=name)
    kind, change = ACTS[name]
    form = kind(request.POST)
    if not form.is_valid():
        return _page(request, consultation_id, forms={name: form}, status=UNPROCESSABLE)
    about = {"consultation_id": consultation_id}
    if name == "outcome":
        if consultation_of_opinion(opinion_id=form.cleaned_data["opinion_id"]) != consultation_id:
            raise NotFoundError(what=form.cleaned_data["opinion_id"])
        about = {}
    try:
        change(**about, **form.cleaned_data, by=card.actor, at=now())
    except ZhanqiaoError as error:
        return _page(request, consultation_id, forms={name: form}, problem=error, status=error.status)
    messages.success(request, _("Done."))
    return redirect("workbench:consultation", consultation_id)


def _page(
    request: HttpRequest,
    consultation_id: str,
    *,
    forms: dict[str, Any] | None = None,
    problem: ZhanqiaoError | None = None,
    status: int = 200,
) -> HttpResponse:
    found = queries.held_consultation(consultation_id=consultation_id, card=card_of_request(request), at=now())
    words = {"title": found.title, "explanation": found.explanation, "draft": found.draft}
    empty = {"words": WordsForm(initial=words), "opening": LayOpenForm(), "publication": SummaryForm()}
    page = (
        queries.consultation_page(consultation=found, at=now())
        | {"problem": problem and problem.text}
        | empty
        | (forms or {})
    )
    return render(request, "workbench/consultation.html", page, status=status)
