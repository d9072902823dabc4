"""The status page, as a page, as JSON and as a feed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from zhanqiao.core_services.monitoring import queries as monitoring
from zhanqiao.kit.clock import now
from zhanqiao.kit.environment import value
from zhanqiao.kit.routes import public
from zhanqiao.portal.status import queries

REASON = "Everybody may know whether the platform works"
FEED = "application/atom+xml; charset=utf-8"


@public(reason=REASON)
@cache_control(public=True, max_age=30)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show how the platform is and was."""
    return render(request, "status/home.html", queries.status_page(at=now()))


@public(reason=REASON)
@cache_control(public=True, max_age=30)
@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """Return the same as JSON, for other pages and programs."""
    del request
    response = JsonResponse(queries.status_document(at=now()), json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@public(reason=REASON)
@cache_control(public=True, max_age=60)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Return the incidents as an Atom feed."""
    site = (value("SITE_URL").rstrip("/") or request.build_absolute_uri("/").rstrip("/")) + reverse("status:home")
    return HttpResponse(queries.incident_feed(site=site, language=get_language() or "zh-hans"), content_type=FEED)


@public(reason=REASON)
@cache_control(public=True, max_age=30)
@require_safe
def incident(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Show one incident with its notes."""
    found = monitoring.incident_card(incident_id=incident_id)
    return render(request, "status/incident.html", {"incident": found, "section": "status"})
