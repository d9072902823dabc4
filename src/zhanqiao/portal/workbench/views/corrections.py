"""Corrections as the department answers them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhanqiao.core_services.corrections import operations as changing
from zhanqiao.kit.clock import now
from zhanqiao.kit.deadlines import Term
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench import pages, queries
from zhanqiao.portal.workbench.forms import CorrectionForm, ExtensionForm, ForwardingForm

UNPROCESSABLE = 422


@access(Action.see_corrections)
@never_cache
@require_GET
def corrections(request: HttpRequest) -> HttpResponse:
    """List the wrong cells of my departments, whoever found them."""
    page = queries.corrections_page(card=card_of_request(request), chosen=request.GET, at=now())
    return render(request, "workbench/corrections.html", page)


@access(Action.see_corrections)
@never_cache
@require_GET
def correction(request: HttpRequest, correction_id: str) -> HttpResponse:
    """Show a correction with what this person may do."""
    return _page(request, correction_id)


@access(Action.correct)
@require_POST
def correction_answer(request: HttpRequest, correction_id: str) -> HttpResponse:
    """Accept, reject, confirm or return."""
    card, form = card_of_request(request), CorrectionForm(request.POST)
    page = queries.correction_page(correction_id=correction_id, card=card, at=now())
    if not form.is_valid() or form.cleaned_data["decision"] not in page["decisions"]:
        return _page(request, correction_id, form=form, status=UNPROCESSABLE)
    try:
        pages.answer_correction(correction_id=correction_id, form=form, by=card.actor, at=now())
    except ZhanqiaoError as error:
        return _page(request, correction_id, form=form, problem=error, status=error.status)
    messages.success(request, _("Your answer is kept."))
    return redirect("workbench:correction", correction_id)


@access(Action.forward_corrections)
@require_POST
def correction_forwarding(request: HttpRequest, correction_id: str) -> HttpResponse:
    """Forward a correction to the department that answers."""
    card = card_of_request(request)
    page = queries.correction_page(correction_id=correction_id, card=card, at=now())
    form = ForwardingForm(request.POST, departments=page["departments"])
    if page["may"] != "forward" or not form.is_valid():
        return _page(request, correction_id, forwarding=form, status=UNPROCESSABLE)
    try:
        changing.forward(correction_id=correction_id, **form.cleaned_data, by=card.actor, at=now())
    except ZhanqiaoError as error:
        return _page(request, correction_id, forwarding=form, problem=error, status=error.status)
    return redirect("workbench:correction", correction_id)


@access(Action.review_department)
@require_POST
def correction_extension(request: HttpRequest, correction_id: str) -> HttpResponse:
    """Give more time to answer."""
    card, form = card_of_request(request), ExtensionForm(request.POST)
    page = queries.correction_page(correction_id=correction_id, card=card, at=now())
    if not page["may_extend"] or not form.is_valid():
        return _page(request, correction_id, more=form, status=UNPROCESSABLE)
    term = Term(form.cleaned_data["days"])
    said = {"approver": form.cleaned_data["approver"], "reason": form.cleaned_data["reason"]}
    try:
        changing.extend(correction_id=correction_id, term=term, **said, by=card.actor, at=now())
    except ZhanqiaoError as error:
        return _page(request, correction_id, more=form, problem=error, status=error.status)
    return redirect("workbench:correction", correction_id)


def _page(
    request: HttpRequest,
    correction_id: str,
    *,
    form: CorrectionForm | None = None,
    more: ExtensionForm | None = None,
    forwarding: ForwardingForm | None = None,
    problem: ZhanqiaoError | None = None,
    status: int = 200,
) -> HttpResponse:
    page = queries.correction_page(correction_id=correction_id, card=card_of_request(request), at=now())
    shown = {
        "form": form or CorrectionForm(),
        "more": more or ExtensionForm(),
        "forwarding": forwarding or _forwarding(page),
        "problem": problem and problem.text,
    }
    return render(request, "workbench/correction.html", page | shown, status=status)


def _forwarding(page: dict[str, Any]) -> ForwardingForm:
    department = page["correction"].department.id
    return ForwardingForm(departments=page["departments"], initial={"department": department})
