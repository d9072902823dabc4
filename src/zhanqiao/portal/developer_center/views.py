"""The developer pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from zhanqiao.people.access.operations import public
from zhanqiao.portal.developer_center import queries
from zhanqiao.portal.developer_center.rules import INTERFACES, LIMITS, examples


@public(reason="documentation of open interfaces")
def home(request: HttpRequest) -> HttpResponse:
    """Show quick start, guide, reference, errors and limits."""
    table = queries.example_table()
    context = {
        "root": request.build_absolute_uri("/").rstrip("/"),
        "table": table,
        "examples": examples(table=table) if table else (),
        "groups": queries.reference(language=(get_language() or "zh")[:2]),
        "errors": queries.errors(),
        "limits": LIMITS,
        "interfaces": INTERFACES,
    }
    return render(request, "developer_center/home.html", context)
