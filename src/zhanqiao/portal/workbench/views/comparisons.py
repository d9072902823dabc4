"""Pages of comparison and calibration: what is compared, what differs, one discrepancy with who must act."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanqiao.core_services.analysis import operations as analysis
from zhanqiao.core_services.analysis import queries as comparing
from zhanqiao.core_services.analysis.rules import DiscrepancyState
from zhanqiao.core_services.corrections import operations as corrections
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.people.access.operations import ForbiddenError, access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench import queries
from zhanqiao.portal.workbench.forms import AcceptanceForm, AnswerForm, ClosingForm, RemovalForm

UNPROCESSABLE = 422


@access(Action.compare)
@never_cache
@require_GET
def comparisons(request: HttpRequest) -> HttpResponse:
    """List the comparisons that concern whoever asks."""
    card = card_of_request(request)
    page = {"comparisons": comparing.comparison_cards(card=card), "drafts": comparing.comparison_drafts(by=card.actor)}
    return render(request, "workbench/comparisons.html", page | {"section": "workbench"})


@access(Action.compare)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comparison(request: HttpRequest, key: str) -> HttpResponse:
    """Show a comparison with its runs and discrepancies; a sent form asks for a run."""
    card = card_of_request(request)
    found = comparing.comparison_card(key=key, card=card)
    if request.method == "POST":
        analysis.ask_for_run(key=key, by=card.actor, at=now())
        return redirect(f"{request.path}?asked=yes")
    page = queries.comparison_page(comparison=found, card=card, chosen=request.GET)
    return render(request, "workbench/comparison.html", page | {"removal": RemovalForm()})


@access(Action.confirm_calibration)
@require_POST
def discrepancy_assignment(request: HttpRequest, key: str) -> HttpResponse:
    """Give discrepancies to their source."""
    card = card_of_request(request)
    found = comparing.comparison_card(key=key, card=card)
    ids = request.POST.getlist("discrepancy")
    try:
        analysis.assign(ids=ids, card=card, at=now())
    except ZhanqiaoError as error:
        page = queries.comparison_page(comparison=found, card=card, chosen=request.GET)
        return render(request, "workbench/comparison.html", page | {"problem": error.text}, status=error.status)
    if len(ids) == 1:
        return redirect("workbench:discrepancy", key, ids[0])
    return redirect("workbench:comparison", key)


@access(Action.compare)
@never_cache
@require_GET
def discrepancy(request: HttpRequest, key: str, discrepancy_id: str) -> HttpResponse:
    """Show a discrepancy with its history and what may be done with it."""
    return _page(request, key, discrepancy_id)


@access(Action.calibrate)
@require_POST
def discrepancy_answer(request: HttpRequest, key: str, discrepancy_id: str) -> HttpResponse:
    """Answer for the source."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, key, discrepancy_id, answer=form, status=UNPROCESSABLE)
    said = form.cleaned_data | {"state": DiscrepancyState(form.cleaned_data["state"])}
    try:
        analysis.answer(id=discrepancy_id, **said, card=card_of_request(request), at=now())
    except NotFoundError:
        form.add_error("release_id", _("The table has no such release."))
        return _page(request, key, discrepancy_id, answer=form, status=UNPROCESSABLE)
    return redirect("workbench:discrepancy", key, discrepancy_id)


@access(Action.calibrate)
@require_POST
def discrepancy_acceptance(request: HttpRequest, key: str, discrepancy_id: str) -> HttpResponse:
    """Accept for the source, with what should stand in its cell."""
    form, card = AcceptanceForm(request.POST), card_of_request(request)
    if not form.is_valid():
        return _page(request, key, discrepancy_id, acceptance=form, status=UNPROCESSABLE)
    try:
        corrections.accept_discrepancy(discrepancy_id=discrepancy_id, **form.cleaned_data, card=card, at=now())
    except (NotFoundError, ForbiddenError):
        raise
    except ZhanqiaoError as error:
        return _page(request, key, discrepancy_id, acceptance=form, problem=error, status=error.status)
    return redirect("workbench:discrepancy", key, discrepancy_id)


@access(Action.confirm_calibration)
@require_POST
def discrepancy_confirmation(request: HttpRequest, key: str, discrepancy_id: str) -> HttpResponse:
    """Accept the source's answer."""
    analysis.confirm(id=discrepancy_id, card=card_of_request(request), at=now())
    return redirect("workbench:discrepancy", key, discrepancy_id)


@access(Action.confirm_calibration)
@require_POST
def discrepancy_closing(request: HttpRequest, key: str, discrepancy_id: str) -> HttpResponse:
    """Close a discrepancy."""
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return _page(request, key, discrepancy_id, closing=form, status=UNPROCESSABLE)
    analysis.close(id=discrepancy_id, reason=form.cleaned_data["reason"], card=card_of_request(request), at=now())
    return redirect("workbench:discrepancy", key, discrepancy_id)


def _page(
    request: HttpRequest,
    key: str,
    discrepancy_id: str,
    *,
    answer: AnswerForm | None = None,
    acceptance: AcceptanceForm | None = None,
    problem: ZhanqiaoError | None = None,
    closing: ClosingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = queries.discrepancy_page(key=key, id=discrepancy_id, card=card_of_request(request), at=now())
    proposed = page["cell"].proposed if page["cell"] else None
    forms = {
        "answer": answer or AnswerForm(),
        "acceptance": acceptance or AcceptanceForm(auto_id="acceptance_%s", initial={"written": proposed}),
        "closing": closing or ClosingForm(auto_id="closing_%s"),
        "problem": problem and problem.text,
    }
    return render(request, "workbench/discrepancy.html", page | forms, status=status)
