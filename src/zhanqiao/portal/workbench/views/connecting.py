"""Pages on which people define connectors: kind, source, test, columns and schedule; changing and removing one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanqiao.core_services.connectors import operations
from zhanqiao.core_services.connectors.queries import DraftCard
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench import queries
from zhanqiao.portal.workbench.forms import MannerForm, RemovalForm, SourceForm

UNPROCESSABLE = 422


@access(Action.connect)
@never_cache
@require_GET
def connector_kinds(request: HttpRequest) -> HttpResponse:
    """Offer the kinds of sources."""
    return render(request, "workbench/connector_kinds.html", queries.kinds_page(card=card_of_request(request)))


@access(Action.connect)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connector_source(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for a source of a kind; a sent form is tried."""
    card, chosen = card_of_request(request), queries.kind_of(name=kind)
    form = SourceForm(request.POST or None, kind=chosen, tables=queries.tables_for(card=card))
    if form.is_valid():
        try:
            draft_id = operations.begin_draft(kind=chosen, source=form.source(), by=card.actor, at=now())
            return redirect("workbench:connector_draft", draft_id)
        except ZhanqiaoError as error:
            form.explain(error=error)
    return _source(request, queries.source_page(kind=chosen), form)


@access(Action.connect)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connector_draft_source(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Ask for the source of a draft anew; a sent form is tried."""
    card = card_of_request(request)
    draft = queries.permitted_draft(draft_id=draft_id, card=card)
    form = _form_of(request, draft)
    if form.is_valid():
        try:
            operations.revise_draft(draft_id=draft_id, source=form.source(), by=card.actor, at=now())
            return redirect("workbench:connector_draft", draft_id)
        except ZhanqiaoError as error:
            form.explain(error=error)
    return _source(request, queries.source_page(kind=draft.kind, draft=draft), form)


@access(Action.connect)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connector_draft(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show what the test found, with the form of columns and schedule; a sent one is saved."""
    card = card_of_request(request)
    draft = queries.permitted_draft(draft_id=draft_id, card=card)
    form = MannerForm(request.POST or None, **queries.manner_of_draft(draft=draft))
    if form.is_valid():
        try:
            key = operations.finish_draft(draft_id=draft_id, manner=form.manner(), by=card.actor, at=now())
            return redirect("workbench:connector", key)
        except ZhanqiaoError as error:
            form.explain(error=error)
    status = UNPROCESSABLE if form.errors else 200
    return render(
        request, "workbench/connector_draft.html", queries.draft_page(draft=draft) | {"form": form}, status=status
    )


@access(Action.connect)
@never_cache
@require_GET
def connector_draft_progress(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Return the fragment that tells how the test stands."""
    draft = queries.permitted_draft(draft_id=draft_id, card=card_of_request(request))
    return render(request, "workbench/connector_testing.html", {"draft": draft})


@access(Action.connect)
@require_POST
def connector_draft_removal(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Forget a draft."""
    draft = queries.permitted_draft(draft_id=draft_id, card=card_of_request(request))
    operations.discard_draft(draft_id=draft_id)
    return redirect("workbench:connector", draft.connector) if draft.connector else redirect("workbench:connectors")


@access(Action.connect)
@require_POST
def connector_revision(request: HttpRequest, key: str) -> HttpResponse:
    """Begin to change a connector: its source is tried as it is now."""
    card = card_of_request(request)
    queries.permitted_connector(key=key, card=card)
    return redirect("workbench:connector_draft", operations.draft_of_connector(key=key, by=card.actor, at=now()))


@access(Action.connect)
@require_POST
def connector_removal(request: HttpRequest, key: str) -> HttpResponse:
    """Remove a connector, for a reason."""
    card, form = card_of_request(request), RemovalForm(request.POST)
    page = queries.connector_page(key=key, card=card, at=now())
    if not form.is_valid():
        return render(request, "workbench/connector.html", page | {"removal": form}, status=UNPROCESSABLE)
    operations.remove_connector(key=key, reason=form.cleaned_data["reason"], by=card.actor, at=now())
    return redirect("workbench:connectors")


def _form_of(request: HttpRequest, draft: DraftCard) -> SourceForm:
    begun = {"table_id": draft.table_id, "name_zh": draft.name_zh, "name_en": draft.name_en, **draft.settings}
    return SourceForm(
        request.POST or None,
        kind=draft.kind,
        tables=queries.tables_for(card=card_of_request(request)),
        initial=begun,
        secret_set=draft.secret_set,
    )


def _source(request: HttpRequest, page: dict[str, object], form: SourceForm) -> HttpResponse:
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "workbench/connector_source.html", page | {"form": form}, status=status)
