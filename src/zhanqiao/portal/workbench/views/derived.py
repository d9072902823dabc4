"""Pages on derived tables, for each department's own people: keeping a join, its versions, its runs."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanqiao.core_services.joining import operations
from zhanqiao.core_services.joining.rules import JoinState, join_state
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import AccessCard, Action
from zhanqiao.portal.workbench import queries
from zhanqiao.portal.workbench.forms import DerivedEndForm, DerivedForm

UNPROCESSABLE = 422


@access(Action.derive)
@never_cache
@require_GET
def derived_tables(request: HttpRequest) -> HttpResponse:
    """List the derived tables with their last runs."""
    return render(request, "workbench/derived_tables.html", queries.derived_tables_page(card=card_of_request(request)))


@access(Action.derive)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def derived_new(request: HttpRequest) -> HttpResponse:
    """Show a join that is to be kept; a sent form keeps it, or makes an existing derived table so."""
    card, state = card_of_request(request), join_state(given=dict(request.GET.lists()))
    page = queries.derived_new_page(state=state, card=card)
    form = DerivedForm(
        request.POST or None,
        departments=queries.derived_departments(card=card),
        existing=queries.derived_existing(card=card),
        columns=page["columns"],
        chosen=page["state"].plan.area_columns,
    )
    problem: ZhanqiaoError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("workbench:derived", _kept(form, page["state"], card))
        except ZhanqiaoError as error:
            problem = error
    wrong = problem is not None or bool(form.errors)
    context = page | {"form": form, "problem": problem}
    return render(request, "workbench/derived_new.html", context, status=UNPROCESSABLE if wrong else 200)


@access(Action.derive)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def derived(request: HttpRequest, derived_id: str) -> HttpResponse:
    """Show a derived table with its runs; a sent form asks for a run."""
    card = card_of_request(request)
    queries.permitted_derived(derived_id=derived_id, card=card)
    if request.method == "POST":
        operations.ask_for_run(derived_id=derived_id, by=card.actor, at=now())
        return redirect(f"{request.path}?asked=yes")
    page = queries.derived_page(derived_id=derived_id, card=card)
    told = {"asked": "asked" in request.GET, "end_form": DerivedEndForm()}
    return render(request, "workbench/derived.html", page | told)


@access(Action.derive)
@never_cache
@require_POST
def derived_end(request: HttpRequest, derived_id: str) -> HttpResponse:
    """No longer refresh a derived table."""
    card = card_of_request(request)
    queries.permitted_derived(derived_id=derived_id, card=card)
    operations.end_refreshing(derived_id=derived_id, reason=request.POST.get("reason", ""), by=card.actor, at=now())
    return redirect("workbench:derived", derived_id)


def _kept(form: DerivedForm, state: JoinState, card: AccessCard) -> str:
    said, at = form.cleaned_data, now()
    if "columns" in said:
        state = replace(state, plan=state.plan.keeping(said["columns"]))
    if said.get("replaces"):
        queries.permitted_derived(derived_id=said["replaces"], card=card)
        operations.change_plan(
            derived_id=said["replaces"],
            left=state.left,
            right=state.right,
            plan=state.plan,
            reason=said["reason"],
            by=card.actor,
            at=at,
        )
        return str(said["replaces"])
    entry = queries.derived_entry(state=state, department=said["department"], said=said, card=card)
    return operations.keep_join(left=state.left, right=state.right, plan=state.plan, entry=entry, by=card.actor, at=at)
