"""Personal data in a submission: the cells, the rules, the exemptions, the assessment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.core_services.publishing.queries import SubmissionCard
from zhanqiao.kit.clock import CITY_TIME, now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import access, require
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action, decide
from zhanqiao.portal.workbench import personal_pages, queries
from zhanqiao.portal.workbench.forms.personal import AssessmentForm, ExemptionForm, MaskingForm

UNPROCESSABLE = 422


@access(Action.upload)
@never_cache
@require_GET
def personal(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Show what was found, cell by cell, and what can be done about it."""
    return _page(request, _submission(request, submission_id))


@access(Action.edit_entry)
@never_cache
@require_POST
def personal_masking(request: HttpRequest, submission_id: str, number: int) -> HttpResponse:
    """Try the rules of one table, or keep them."""
    found = _submission(request, submission_id)
    if found.report is None or number >= len(found.report.tables):
        raise NotFoundError(what=str(number))
    form = personal_pages.masking_form(submission=found, number=number, data=request.POST)
    if not form.is_valid() or request.POST.get("do") == "try":
        return _page(request, found, trying=(number, form), status=200 if form.is_valid() else UNPROCESSABLE)
    by, table = card_of_request(request).actor, found.report.tables[number].name
    try:
        publishing.choose_masking(submission_id=found.id, table=table, masking=form.masking(), by=by, at=now())
    except ZhanqiaoError as error:
        return _page(request, found, trying=(number, form), problem=error.text, status=error.status)
    return redirect("workbench:personal", submission_id)


@access(Action.exempt_personal)
@never_cache
@require_POST
def personal_exemption(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Exempt one finding."""
    found, form = _submission(request, submission_id), ExemptionForm(request.POST)
    require(card=card_of_request(request), action=Action.exempt_personal, resource=found.resource)
    if not form.is_valid():
        raise NotFoundError(what=submission_id)
    try:
        publishing.exempt(submission_id=found.id, **form.cleaned_data, by=card_of_request(request).actor, at=now())
    except ZhanqiaoError as error:
        return _page(request, found, problem=error.text, status=error.status)
    return redirect("workbench:personal", submission_id)


@access(Action.exempt_personal)
@never_cache
@require_POST
def personal_revocation(request: HttpRequest, submission_id: str, exemption_id: int) -> HttpResponse:
    """Take an exemption back."""
    found = _submission(request, submission_id)
    require(card=card_of_request(request), action=Action.exempt_personal, resource=found.resource)
    by = card_of_request(request).actor
    publishing.revoke_exemption(submission_id=found.id, exemption_id=exemption_id, by=by, at=now())
    return redirect("workbench:personal", submission_id)


@access(Action.edit_entry)
@never_cache
@require_POST
def personal_assessment(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Keep an assessment of the impact on personal information."""
    found, form = _submission(request, submission_id), AssessmentForm(request.POST)
    if not form.is_valid():
        return _page(request, found, assessment=form, status=UNPROCESSABLE)
    try:
        publishing.assess(submission_id=found.id, **form.cleaned_data, by=card_of_request(request).actor, at=now())
    except ZhanqiaoError as error:
        return _page(request, found, assessment=form, problem=error.text, status=error.status)
    return redirect("workbench:personal", submission_id)


def _submission(request: HttpRequest, submission_id: str) -> SubmissionCard:
    return submissions.submission_card(submission_id=submission_id, card=card_of_request(request))


def _page(
    request: HttpRequest,
    found: SubmissionCard,
    *,
    trying: tuple[int, MaskingForm] | None = None,
    assessment: AssessmentForm | None = None,
    problem: Text | None = None,
    status: int = 200,
) -> HttpResponse:
    on = now().astimezone(CITY_TIME).date()
    asked = {int(key[4:]): request.GET.getlist(key) for key in request.GET if key[:4] == "risk" and key[4:].isdecimal()}
    context = {
        "submission": found,
        "steps": queries.steps(current=queries.current_step(submission=found)),
        "section": "workbench",
        "problem": problem,
        "assessment_form": assessment or AssessmentForm(initial={"assessed_on": on}),
        "may_exempt": decide(card=card_of_request(request), action=Action.exempt_personal).allowed,
        **personal_pages.personal_page(submission=found, on=on, trying=trying, risk_columns=asked),
    }
    return render(request, "workbench/personal.html", context, status=status)
