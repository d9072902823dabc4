"""The developer pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import access, public
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.developer_center import queries
from zhanqiao.portal.developer_center.rules import FILES, INTERFACES, LIMITS, SqlAsked, asked_in, examples


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


@csrf_exempt  # it reads and changes nothing; a token would cost every visitor a cookie
@require_http_methods(["GET", "HEAD", "POST"])
@access(Action.see_rows)
def sql(request: HttpRequest) -> HttpResponse:
    """Show the workbench of SQL with the answer of a statement; one that fits into an address gets one."""
    asked = _asked(request)
    if request.method == "POST" and asked.is_short:
        return redirect(f"{reverse('developer_center:sql')}?{asked.query}#answer")
    page = queries.sql_page(asked=asked, card=card_of_request(request), language=get_language() or "zh-hans")
    page |= {"root": request.build_absolute_uri("/").rstrip("/"), "section": "developers"}
    problem = page["problem"]
    response = render(request, "developer_center/sql.html", page, status=problem.status if problem else 200)
    if asked.sql or asked.words:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@csrf_exempt  # it reads and changes nothing; a token would cost every visitor a cookie
@require_http_methods(["GET", "HEAD", "POST"])
@access(Action.download)
def sql_file(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """Send the answer of a statement as a file."""
    if form not in FILES:
        raise NotFoundError(what=form)
    file = queries.sql_file(asked=_asked(request), form=form, card=card_of_request(request))
    response = StreamingHttpResponse(file.blocks, content_type=file.media)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _asked(request: HttpRequest) -> SqlAsked:
    return asked_in(given=(request.POST if request.method == "POST" else request.GET).dict())
