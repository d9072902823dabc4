"""The authority's pages on harvesting: sources, runs, what was wrong in a run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanqiao.core_services.exchange import operations as exchange
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench import queries


@access(Action.harvest)
@never_cache
@require_GET
def harvests(request: HttpRequest) -> HttpResponse:
    """List the sources with their last runs."""
    return render(request, "workbench/harvests.html", queries.harvests_page())


@access(Action.harvest)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def harvest_source(request: HttpRequest, key: str) -> HttpResponse:
    """Show a source with its runs; a sent form asks for a run."""
    if request.method == "POST":
        accept = request.POST.get("accept_fewer") == "yes"
        exchange.ask_for_harvest(key=key, accept_fewer=accept, by=card_of_request(request).actor, at=now())
        return redirect(f"{request.path}?asked=yes")
    page = queries.harvest_source_page(key=key)
    return render(request, "workbench/harvest_source.html", page | {"asked": "asked" in request.GET})


@access(Action.harvest)
@never_cache
@require_POST
def publish_harvested(request: HttpRequest, key: str) -> HttpResponse:
    """Publish the entries of a source that wait for review."""
    exchange.publish_waiting(key=key, by=card_of_request(request).actor, at=now())
    return redirect("workbench:harvest_source", key)


@access(Action.harvest)
@never_cache
@require_GET
def harvest_run(request: HttpRequest, key: str, run_id: str) -> HttpResponse:
    """Show a run with its errors, page by page."""
    page = queries.harvest_run_page(key=key, run_id=run_id, page=request.GET.get("page", ""))
    return render(request, "workbench/harvest_run.html", page)
