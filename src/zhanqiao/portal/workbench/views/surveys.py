"""Surveys in the workbench: drawing up, opening, importing, closing, publishing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanqiao.core_services.surveys import operations as changing
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench.acts import surveys as acts
from zhanqiao.portal.workbench.forms.surveys import QuestionForm, SurveyForm, moved_up, without
from zhanqiao.portal.workbench.queries import surveys as queries

UNPROCESSABLE = 422


@access(Action.hold_surveys)
@never_cache
@require_GET
def surveys(request: HttpRequest) -> HttpResponse:
    """List the surveys of my departments."""
    page = queries.surveys_page(card=card_of_request(request), at=now())
    return render(request, "workbench/surveys.html", page)


@access(Action.hold_surveys)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_new(request: HttpRequest) -> HttpResponse:
    """Begin a survey."""
    card = card_of_request(request)
    form = SurveyForm(request.POST or None, departments=queries.departments_asking(card=card))
    if not form.is_valid():
        status = UNPROCESSABLE if form.errors else 200
        return render(request, "workbench/survey_new.html", {"form": form, "section": "workbench"}, status=status)
    made = changing.draw_up(
        department=form.cleaned_data["department"],
        document=form.document(wished=queries.wished_requests()),
        by=card.actor,
        at=now(),
    )
    return redirect("workbench:survey", made)


@access(Action.hold_surveys)
@never_cache
@require_GET
def survey(request: HttpRequest, survey_id: str) -> HttpResponse:
    """Show a survey with what may be done with it."""
    return _page(request, survey_id)


@access(Action.hold_surveys)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_question(request: HttpRequest, survey_id: str, key: str) -> HttpResponse:
    """Add a question (``new``), change, move or remove one."""
    card = card_of_request(request)
    found = queries.held_survey(survey_id=survey_id, card=card, at=now())
    question = found.definition.question(key)
    if question is None and key != "new":
        raise NotFoundError(what=key)
    form = QuestionForm(request.POST or None, definition=found.definition, question=question)
    shown: dict[str, Any] = {"survey": found, "question": question, "form": form, "section": "workbench"}
    turned = {"remove": without, "up": moved_up}.get(request.POST.get("act", ""))
    if turned is None and not form.is_valid():
        return render(request, "workbench/survey_question.html", shown, status=UNPROCESSABLE if form.errors else 200)
    document = turned(found.definition, key) if turned else form.document()
    try:
        changing.revise(survey_id=survey_id, document=document, by=card.actor, at=now())
    except ZhanqiaoError as error:
        return render(request, "workbench/survey_question.html", shown | {"problem": error.text}, status=error.status)
    return redirect("workbench:survey", survey_id)


@access(Action.hold_surveys)
@require_POST
def survey_act(request: HttpRequest, survey_id: str, name: str) -> HttpResponse:
    """Do one of the things that may be done with a survey."""
    card = card_of_request(request)
    queries.held_survey(survey_id=survey_id, card=card, at=now())
    if name not in acts.ACTS:
        raise NotFoundError(what=name)
    form = acts.form_of(name, request.POST, request.FILES)
    if form is not None and not form.is_valid():
        return _page(request, survey_id, forms={name: form}, status=UNPROCESSABLE)
    try:
        done = acts.ACTS[name](survey_id, form.cleaned_data if form else {}, card.actor, now())
    except ZhanqiaoError as error:
        return _page(request, survey_id, forms={name: form} if form else {}, problem=error, status=error.status)
    messages.success(request, done.said or _("Done."))
    return redirect(done.route, done.argument) if done.argument else redirect(done.route)


def _page(
    request: HttpRequest,
    survey_id: str,
    *,
    forms: Mapping[str, Any] | None = None,
    problem: ZhanqiaoError | None = None,
    status: int = 200,
) -> HttpResponse:
    found = queries.held_survey(survey_id=survey_id, card=card_of_request(request), at=now())
    page = queries.survey_page(survey=found) | {"problem": problem and problem.text}
    return render(request, "workbench/survey.html", page | acts.forms_of(found) | dict(forms or {}), status=status)
