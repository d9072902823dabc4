"""Reports of dashboards: chosen, ended, read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zhanqiao.core_services.dashboards import operations as dashboards
from zhanqiao.core_services.dashboards.rules import ReportRhythm, TooManyReportsError
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.dashboards import queries
from zhanqiao.portal.dashboards.forms import ReportForm

UNPROCESSABLE = 422
USUAL_LANGUAGE = "zh-hans"


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask when I want reports of a dashboard, with the filters of the address, or keep what I chose."""
    card = card_of_request(request)
    page = queries.report_page(slug=slug, given=request.GET.dict(), card=card)
    form = ReportForm(request.POST or None, initial={"rhythm": page["report"].rhythm} if page["report"] else None)
    if not form.is_valid():
        return render(
            request, "dashboards/report.html", page | {"form": form}, status=UNPROCESSABLE if form.errors else 200
        )
    rhythm = ReportRhythm(form.cleaned_data["rhythm"])
    try:
        dashboards.choose_report(
            dashboard=page["dashboard"], account_id=card.actor, rhythm=rhythm, chosen=page["values"], at=now()
        )
    except TooManyReportsError as problem:
        form.add_error(None, problem.text.in_language(get_language() or USUAL_LANGUAGE))
        return render(request, "dashboards/report.html", page | {"form": form}, status=UNPROCESSABLE)
    messages.success(request, gettext("Your choice is kept."))
    return redirect("subscriptions:home")


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, report_id: str) -> HttpResponse:
    """Send a report of mine as PDF, as the data are now; sent to, it ends."""
    if request.method == "POST":
        dashboards.end_report(report_id=report_id, account_id=card_of_request(request).actor, at=now())
        messages.success(request, gettext("No more reports of this dashboard come to you."))
        return redirect("subscriptions:home")
    language = get_language() or USUAL_LANGUAGE
    content = queries.my_report(report_id=report_id, card=card_of_request(request), language=language, at=now())
    return HttpResponse(content, content_type="application/pdf")
