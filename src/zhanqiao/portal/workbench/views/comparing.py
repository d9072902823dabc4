"""Pages on which people define comparisons: two tables, how they are compared, a trial; changing and retiring one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanqiao.core_services.analysis import operations
from zhanqiao.core_services.analysis import queries as analysis
from zhanqiao.core_services.analysis.rules import definition_of, toml_of
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench import queries
from zhanqiao.portal.workbench.forms import ComparisonForm, RemovalForm

UNPROCESSABLE = 422


@access(Action.compare)
@never_cache
@require_GET
def comparison_tables(request: HttpRequest) -> HttpResponse:
    """Offer the tables: the first, then the one it is held against."""
    asked = request.GET
    words, left = asked.get("words", "").strip()[:100], asked.get("left", "")
    return render(
        request,
        "workbench/comparison_tables.html",
        queries.tables_page(card=card_of_request(request), left=left, words=words),
    )


@access(Action.compare)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comparison_definition(request: HttpRequest, left: str, right: str) -> HttpResponse:
    """Ask how two tables are compared, with proposals; a sent form is tried."""
    card = card_of_request(request)
    page = queries.definition_page(left=left, right=right, card=card)
    begun = queries.definition_begun(left=left, right=right, card=card)
    choices = queries.definition_choices(left=left, right=right, card=card)
    form = ComparisonForm(request.POST or None, **choices, initial=begun, changing=False)
    return _tried(request, form, page)


@access(Action.compare)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comparison_draft_definition(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Ask anew how the tables of a draft are compared; a sent form is tried."""
    card = card_of_request(request)
    draft = analysis.comparison_draft(draft_id=draft_id, card=card)
    tables = {"left": draft.said["left"], "right": draft.said["right"]}
    page = queries.definition_page(**tables, card=card, draft=draft)
    choices = queries.definition_choices(**tables, card=card)
    form = ComparisonForm(request.POST or None, **choices, initial=draft.said, changing=bool(draft.comparison))
    return _tried(request, form, page, draft_id=draft_id)


@access(Action.compare)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comparison_draft(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show what the trial of a draft found; a sent form saves it."""
    card = card_of_request(request)
    page = queries.comparison_draft_page(draft_id=draft_id, card=card)
    if request.method != "POST":
        return render(request, "workbench/comparison_draft.html", page)
    try:
        key = operations.save_draft(draft_id=draft_id, by=card.actor, at=now())
    except ZhanqiaoError as error:
        return render(request, "workbench/comparison_draft.html", page | {"problem": error.text}, status=error.status)
    return redirect("workbench:comparison", key)


@access(Action.compare)
@never_cache
@require_GET
def comparison_draft_progress(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Return the fragment that tells how the trial stands."""
    draft = analysis.comparison_draft(draft_id=draft_id, card=card_of_request(request))
    return render(request, "workbench/comparison_trying.html", {"draft": draft})


@access(Action.compare)
@require_POST
def comparison_draft_removal(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Forget a draft."""
    draft = analysis.comparison_draft(draft_id=draft_id, card=card_of_request(request))
    operations.discard_draft(draft_id=draft_id)
    return redirect("workbench:comparison", draft.comparison) if draft.comparison else redirect("workbench:comparisons")


@access(Action.compare)
@never_cache
@require_GET
def comparison_draft_toml(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Send what a draft says as TOML."""
    draft = analysis.comparison_draft(draft_id=draft_id, card=card_of_request(request))
    return _toml(draft.said)


@access(Action.compare)
@never_cache
@require_GET
def comparison_toml(request: HttpRequest, key: str) -> HttpResponse:
    """Send what a comparison says as TOML, as the command reads it."""
    analysis.comparison_card(key=key, card=card_of_request(request))
    return _toml(analysis.said_of_comparison(key=key))


@access(Action.confirm_calibration)
@require_POST
def comparison_revision(request: HttpRequest, key: str) -> HttpResponse:
    """Begin to change a comparison: it is tried as it is now."""
    card = card_of_request(request)
    queries.owned_comparison(key=key, card=card)
    definition = definition_of(said=analysis.said_of_comparison(key=key))
    draft_id = operations.begin_draft(definition=definition, comparison=key, by=card.actor, at=now())
    return redirect("workbench:comparison_draft_definition", draft_id)


@access(Action.confirm_calibration)
@require_POST
def comparison_retirement(request: HttpRequest, key: str) -> HttpResponse:
    """Let a comparison run no more, for a reason."""
    card, form = card_of_request(request), RemovalForm(request.POST)
    found = queries.owned_comparison(key=key, card=card)
    if not form.is_valid():
        page = queries.comparison_page(comparison=found, card=card, chosen=request.GET)
        return render(request, "workbench/comparison.html", page | {"removal": form}, status=UNPROCESSABLE)
    operations.retire_comparison(key=key, reason=form.cleaned_data["reason"], by=card.actor, at=now())
    return redirect("workbench:comparison", key)


def _tried(request: HttpRequest, form: ComparisonForm, page: dict[str, object], *, draft_id: str = "") -> HttpResponse:
    if form.is_valid():
        try:
            card = card_of_request(request)
            draft_id = operations.begin_draft(definition=form.definition(), draft_id=draft_id, by=card.actor, at=now())
            return redirect("workbench:comparison_draft", draft_id)
        except ZhanqiaoError as error:
            form.explain(error=error)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "workbench/comparison_definition.html", page | {"form": form}, status=status)


def _toml(said: dict[str, object]) -> HttpResponse:
    answer = HttpResponse(toml_of(said), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{said["key"]}.toml"'
    return answer
