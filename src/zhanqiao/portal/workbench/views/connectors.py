"""Pages on connectors, for the authority and each department's own people: runs, what did not fit, sending it again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanqiao.core_services.connectors import operations
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench import queries
from zhanqiao.portal.workbench.forms import RemovalForm

VALUE = "value:"


@access(Action.connect)
@never_cache
@require_GET
def connectors(request: HttpRequest) -> HttpResponse:
    """List the connectors with their last runs."""
    return render(request, "workbench/connectors.html", queries.connectors_page(card=card_of_request(request)))


@access(Action.connect)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connector(request: HttpRequest, key: str) -> HttpResponse:
    """Show a connector with its runs; a sent form asks for a run."""
    card = card_of_request(request)
    queries.permitted_connector(key=key, card=card)
    if request.method == "POST":
        operations.ask_for_run(key=key, by=card.actor, at=now())
        return redirect(f"{request.path}?asked=yes")
    page = queries.connector_page(key=key, card=card, at=now())
    return render(
        request, "workbench/connector.html", page | {"asked": "asked" in request.GET, "removal": RemovalForm()}
    )


@access(Action.connect)
@never_cache
@require_POST
def connector_pause(request: HttpRequest, key: str) -> HttpResponse:
    """Let a connector rest, or go on."""
    card = card_of_request(request)
    queries.permitted_connector(key=key, card=card)
    change = operations.resume_connector if "resume" in request.POST else operations.pause_connector
    change(key=key, by=card.actor, at=now())
    return redirect("workbench:connector", key)


@access(Action.connect)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connector_run(request: HttpRequest, key: str, run_id: str) -> HttpResponse:
    """Show a run with the rows that did not fit, page by page; a sent form sends them again."""
    card = card_of_request(request)
    page = queries.connector_run_page(key=key, run_id=run_id, card=card, page=request.GET.get("page", ""))
    if request.method == "POST":
        sent, left = operations.replay_run(run_id=run_id, by=card.actor, at=now())
        return redirect(f"{request.path}?sent={sent}&left={left}")
    told = {name: request.GET[name] for name in ("sent", "left") if request.GET.get(name, "").isdecimal()}
    return render(request, "workbench/connector_run.html", page | told)


@access(Action.connect)
@never_cache
@require_POST
def quarantined_row(request: HttpRequest, key: str, row_id: str) -> HttpResponse:
    """Correct a row that did not fit and send it again, or give it up."""
    card, run_id = card_of_request(request), request.POST.get("run", "")
    queries.connector_run_page(key=key, run_id=run_id, card=card, page="", row_id=row_id)
    if "drop" in request.POST:
        operations.drop_row(row_id=row_id, by=card.actor, at=now())
        return redirect("workbench:connector_run", key, run_id)
    values = {name.removeprefix(VALUE): text for name, text in request.POST.items() if name.startswith(VALUE)}
    operations.correct_row(row_id=row_id, values=values, by=card.actor, at=now())
    sent, left = operations.replay_run(run_id=run_id, by=card.actor, at=now())
    return redirect(f"{reverse('workbench:connector_run', args=[key, run_id])}?sent={sent}&left={left}")
