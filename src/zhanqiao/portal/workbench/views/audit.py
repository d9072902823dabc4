"""The audit administrator's page: searching the trail and proving that it is whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.people.audit import queries as audit
from zhanqiao.portal.workbench.forms import AuditForm

SIZE = 50
PAGE_DIGITS = 6


@access(Action.see_audit)
@never_cache
@require_GET
def audit_trail(request: HttpRequest) -> HttpResponse:
    """Show the lines that were searched for, newest first."""
    form, page = AuditForm(request.GET), request.GET.get("page", "")
    sought = form.sought()
    _, total = audit.found_lines(sought=sought, limit=0)
    number = int(page) if page.isdecimal() and len(page) <= PAGE_DIGITS else 1
    chosen = pages(total=total, size=SIZE, number=number)
    lines, _ = audit.found_lines(sought=sought, limit=SIZE, offset=(chosen.number - 1) * SIZE)
    context = {
        "form": form,
        "lines": lines,
        "total": total,
        "pages": chosen,
        "head": audit.head(),
        "section": "workbench",
    }
    return render(request, "workbench/audit.html", context)


@access(Action.see_audit)
@never_cache
@require_POST
def audit_verification(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain and tell whether it holds."""
    return render(request, "workbench/audit_verified.html", {"report": audit.verify(), "section": "workbench"})
