"""Changes that are reviewed: the list, one with its decision, and permits for updates by programs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhanqiao.core_services.reviews import operations as reviews
from zhanqiao.core_services.reviews import queries as found
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access, require
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench import queries
from zhanqiao.portal.workbench.forms import ChangeDecisionForm, PermitEndForm, PermitForm, StateForm

UNPROCESSABLE = 422


@access(Action.edit_entry)
@never_cache
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """List the changes of my departments."""
    return render(request, "workbench/changes.html", queries.changes_page(card=card_of_request(request)))


@access(Action.edit_entry)
@never_cache
@require_GET
def change(request: HttpRequest, change_id: str) -> HttpResponse:
    """Show what a change would change."""
    return _page(request, change_id)


@access(Action.review)
@require_POST
def change_decision(request: HttpRequest, change_id: str) -> HttpResponse:
    """Take a decision on a change."""
    card, form = card_of_request(request), ChangeDecisionForm(request.POST)
    stage = found.may_decide(change=found.change_card(change_id=change_id, card=card), card=card)
    if stage is None or not form.is_valid():
        return _page(request, change_id, form=form, status=UNPROCESSABLE)
    said: dict[str, Any] = {"change_id": change_id, "stage": stage, "by": card.actor, "at": now()}
    try:
        if form.approves:
            reviews.approve_change(**said)
        else:
            reviews.send_back_change(**said, reason=form.cleaned_data["reason"])
    except ZhanqiaoError as error:
        return _page(request, change_id, form=form, problem=error, status=error.status)
    messages.success(request, _("Your decision is kept."))
    return redirect("workbench:home")


@access(Action.edit_entry)
@require_POST
def change_retraction(request: HttpRequest, change_id: str) -> HttpResponse:
    """Take a change out of review."""
    card = card_of_request(request)
    asked = found.change_card(change_id=change_id, card=card)
    reviews.take_back_change(change_id=asked.id, by=card.actor, at=now())
    return redirect("workbench:change", change_id)


@access(Action.withdraw)
@require_POST
def dataset_updates(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask that programs may update a dataset."""
    card, form = card_of_request(request), PermitForm(request.POST)
    page = queries.dataset_page(slug=slug, card=card, at=now())
    require(card=card, action=Action.publish, resource=page["dataset"].resource)
    if not form.is_valid():
        return _dataset(request, page, permit_form=form)
    try:
        asked = reviews.ask_for_updates(dataset_id=page["dataset"].id, **form.cleaned_data, by=card.actor, at=now())
    except ZhanqiaoError as error:
        return _dataset(request, page, permit_form=form, problem=error)
    return redirect("workbench:change", asked)


@access(Action.withdraw)
@require_POST
def dataset_updates_end(request: HttpRequest, slug: str) -> HttpResponse:
    """End a permit at once."""
    card, form = card_of_request(request), PermitEndForm(request.POST)
    page = queries.dataset_page(slug=slug, card=card, at=now())
    if not form.is_valid():
        return _dataset(request, page, end_form=form)
    try:
        reviews.end_permit(dataset_id=page["dataset"].id, reason=form.cleaned_data["reason"], by=card.actor, at=now())
    except ZhanqiaoError as error:
        return _dataset(request, page, end_form=form, problem=error)
    messages.success(request, _("The permit has ended: programs can no longer update this dataset."))
    return redirect("workbench:dataset", slug)


def _page(
    request: HttpRequest,
    change_id: str,
    *,
    form: ChangeDecisionForm | None = None,
    problem: ZhanqiaoError | None = None,
    status: int = 200,
) -> HttpResponse:
    card = card_of_request(request)
    asked = found.change_card(change_id=change_id, card=card)
    context = queries.change_page(change=asked, card=card, at=now())
    context |= {"form": form or ChangeDecisionForm(), "problem": problem and problem.text}
    return render(request, "workbench/change.html", context, status=status)


def _dataset(
    request: HttpRequest, page: dict[str, Any], *, problem: ZhanqiaoError | None = None, **forms: Any
) -> HttpResponse:
    whole = page | {"form": StateForm(), "permit_form": PermitForm(), "end_form": PermitEndForm()} | forms
    whole["problem"] = problem and problem.text
    return render(request, "workbench/dataset.html", whole, status=problem.status if problem else UNPROCESSABLE)
