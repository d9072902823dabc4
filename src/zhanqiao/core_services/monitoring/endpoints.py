"""For load balancers and Prometheus: is the process alive, is the platform ready, all numbers."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from zhanqiao.core_services.monitoring import queries
from zhanqiao.core_services.monitoring.rules.checks import Check, is_ready
from zhanqiao.kit.clock import now
from zhanqiao.kit.environment import value
from zhanqiao.kit.routes import public
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.people.accounts.rules import is_loopback

UNAVAILABLE = 503
SECOND = 1.0
_seen: list[tuple[float, tuple[Check, ...]]] = [(0.0, ())]
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


@public(reason="A load balancer asks whether the process is alive; it says nothing else")
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers."""
    del request
    return JsonResponse({"status": "alive"})


@public(reason="A load balancer asks whether requests may come; each check says well or not, no numbers")
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the platform can work, check by check: 200 or 503."""
    del request
    found = _checks()
    ready = is_ready(found)
    document = {"status": "ready" if ready else "not ready", "checks": {each.name: each.health.value for each in found}}
    return JsonResponse(document, status=200 if ready else UNAVAILABLE)


@public(reason="Prometheus on this machine needs no key; from elsewhere the operator's key is required below")
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Return all metrics to whoever METRICS_ACCESS lets read them."""
    if not _is_free(request):
        require(card=card_of_request(request), action=Action.see_metrics)
    return HttpResponse(queries.exposition(at=now()), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _checks() -> tuple[Check, ...]:
    """Return the checks, looked at once a second at most: strangers may ask."""
    moment, found = _seen[0]
    if time.monotonic() - moment > SECOND or not found:
        found = queries.checks(at=now())
        _seen[0] = (time.monotonic(), found)
    return found


def _is_free(request: HttpRequest) -> bool:
    """Say whether no key is needed: what came through a proxy is never from this machine."""
    wish = str(value("METRICS_ACCESS"))
    direct = not any(name in request.META for name in FORWARDED) and is_loopback(
        host=request.META.get("REMOTE_ADDR", "")
    )
    return wish == "open" or (wish == "loopback" and direct)
