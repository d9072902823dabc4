"""Deciding which dashboards stand in the gallery."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhanqiao.core_services.dashboards import operations as dashboards
from zhanqiao.core_services.dashboards.rules import ListingStepError, OwnDashboardError, WordsMissingError
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access, require
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action, Resource
from zhanqiao.portal.dashboards import queries


@access(Action.review_dashboard)
@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List the dashboards that wait for a decision of mine."""
    return render(request, "dashboards/waiting.html", queries.waiting_page(card=card_of_request(request)))


@access(Action.review_dashboard)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what waits, or decide; a public one may be taken down."""
    card, language = card_of_request(request), get_language() or "zh-hans"
    page = queries.review_page(slug=slug, card=card, language=language)
    if request.method != "POST":
        return render(request, "dashboards/review.html", page)
    typed, dashboard = request.POST, page["dashboard"]
    words, decision = typed.get("words", ""), typed.get("decision", "")
    try:
        if decision == "unlist":
            dashboards.unlist(dashboard_id=dashboard.id, words=words, by=card.actor, at=now())
        elif decision == "feature":
            require(card=card, action=Action.review_dashboard, resource=Resource(kind="home page"))
            dashboards.feature(dashboard_id=dashboard.id, by=card.actor, at=now())
        else:
            dashboards.decide_listing(
                dashboard_id=dashboard.id,
                version=dashboard.shown,
                approved=decision == "approve",
                words=words,
                by=card.actor,
                at=now(),
            )
    except (ListingStepError, OwnDashboardError, WordsMissingError) as problem:
        return render(request, "dashboards/review.html", page | {"problem": problem.text}, status=problem.status)
    messages.success(request, gettext("Decided. Whoever made the dashboard is told."))
    return redirect("dashboards:waiting")
