"""The operators' pages: health, jobs, storage, queries, punctuality, links, retention."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhanqiao.core_services.monitoring import operations as monitoring
from zhanqiao.core_services.monitoring import queries as watched
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench.queries import operations as queries


@access(Action.operate)
@never_cache
@require_GET
def operations(request: HttpRequest) -> HttpResponse:
    """Show how the platform is."""
    return render(request, "workbench/operations/health.html", queries.health_page(at=now()))


@access(Action.operate)
@never_cache
@require_GET
def operations_jobs(request: HttpRequest) -> HttpResponse:
    """List background jobs."""
    page = queries.jobs_page(state=request.GET.get("state", ""), page=request.GET.get("page", ""))
    return render(request, "workbench/operations/jobs.html", page | {"again": "again" in request.GET})


@access(Action.operate)
@require_POST
def operations_retry(request: HttpRequest, job_id: str) -> HttpResponse:
    """Queue a failed job once more."""
    monitoring.retry_job(job_id=job_id, by=card_of_request(request).actor, at=now())
    response = redirect("workbench:operations_jobs")
    response["Location"] += "?again=yes"
    return response


@access(Action.operate)
@never_cache
@require_GET
def operations_queries(request: HttpRequest) -> HttpResponse:
    """List slow and failed questions."""
    return render(request, "workbench/operations/queries.html", queries.queries_page(page=request.GET.get("page", "")))


@access(Action.operate)
@never_cache
@require_GET
def operations_storage(request: HttpRequest) -> HttpResponse:
    """Show what each dataset holds."""
    return render(
        request,
        "workbench/operations/storage.html",
        queries.storage_page(page=request.GET.get("page", ""), card=card_of_request(request)),
    )


@access(Action.operate)
@never_cache
@require_GET
def operations_punctuality(request: HttpRequest) -> HttpResponse:
    """Show who keeps the promised update cycles."""
    return render(request, "workbench/operations/punctuality.html", queries.punctuality_page(at=now()))


@access(Action.operate)
@never_cache
@require_GET
def operations_links(request: HttpRequest) -> HttpResponse:
    """List the links that lead outside and what they answered."""
    page = queries.links_page(broken="broken" in request.GET, page=request.GET.get("page", ""))
    return render(request, "workbench/operations/links.html", page)


@access(Action.operate)
@never_cache
@require_GET
def operations_retention(request: HttpRequest) -> HttpResponse:
    """Show what is kept how long by which rule."""
    context = {"kinds": watched.retention(), **queries.frame(name="operations_retention")}
    return render(request, "workbench/operations/retention.html", context)
