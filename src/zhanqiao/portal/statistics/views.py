"""Pages and files of open statistics."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhanqiao.core_services.statistics import operations
from zhanqiao.core_services.statistics import queries as statistics
from zhanqiao.core_services.statistics.rules import as_csv, as_document
from zhanqiao.core_services.statistics.rules.planning import PlanRefusedError
from zhanqiao.kit.clock import now
from zhanqiao.kit.routes import public
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.statistics import queries
from zhanqiao.portal.statistics.forms import PlanForm

REASON = "figures of the platform are public; they hold no rows and no persons"
PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNPROCESSABLE = 422


@public(reason=REASON)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the overview."""
    return _page(request, "home", queries.home_page(card=card_of_request(request), at=now()))


@public(reason=REASON)
@require_safe
def sheet(request: HttpRequest, key: str) -> HttpResponse:
    """Show a sheet."""
    return _page(request, "sheet", queries.sheet_page(key=key, card=card_of_request(request), at=now()))


@public(reason=REASON)
@cache_control(max_age=60)
@require_safe
def file(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """Send a sheet as CSV or JSON; the self-assessment as JSON with all its evidence."""
    del request
    queries.require_known(form, ("csv", "json"))
    if form == "json" and key == queries.ASSESSMENT:
        return _document(statistics.assessment_document(at=now()))
    found = queries.any_sheet(key=key, at=now())
    if form == "json":
        return _document(as_document(found))
    return _sent(as_csv(found, language=_language()).encode(), "text/csv; charset=utf-8", f"{key}.csv")


@public(reason=REASON)
@require_safe
def assessment(request: HttpRequest) -> HttpResponse:
    """Show the self-assessment with its evidence and its gaps."""
    return _page(request, "assessment", {"assessment": statistics.assessment(at=now())})


@access(Action.use_workbench)
@never_cache
@require_safe
def report(request: HttpRequest, form: str) -> HttpResponse:
    """Send the decision report."""
    del request
    queries.require_known(form, ("pdf", "xlsx"))
    make = statistics.report_pdf if form == "pdf" else statistics.report_workbook
    content = make(at=now(), language=_language())
    return _sent(content, PDF if form == "pdf" else XLSX, f"open-data-report.{form}")


@access(Action.edit_entry)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def writing(request: HttpRequest) -> HttpResponse:
    """Show the lines of the plan that I may write, or add one."""
    me = card_of_request(request)
    form = PlanForm(request.POST or None, departments=queries.plannable(card=me))
    if form.is_valid():
        typed = form.cleaned_data
        try:
            operations.plan_opening(
                department_id=typed["department"], title=typed["title"], month=typed["month"], slug=typed["slug"],
                by=me.actor, at=now(),
            )  # fmt: skip
        except PlanRefusedError as error:
            form.add_error(None, error.text.in_language(_language()))
        else:
            messages.success(request, gettext("The line is in the plan."))
            return redirect("statistics:writing")
    page = queries.writing_page(card=me, at=now()) | {"form": form}
    return _page(request, "writing", page, status=UNPROCESSABLE if form.errors else 200)


@access(Action.edit_entry)
@require_POST
def withdrawal(request: HttpRequest, planned_id: str) -> HttpResponse:
    """Take a line back."""
    operations.withdraw_planned(planned_id=planned_id, by=card_of_request(request).actor, at=now())
    messages.success(request, gettext("The line is taken back."))
    return redirect("statistics:writing")


def _document(told: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _sent(content: bytes, media: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _language() -> str:
    return get_language() or "zh-hans"


def _page(request: HttpRequest, name: str, page: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, f"statistics/{name}.html", page | {"section": "statistics"}, status=status)
