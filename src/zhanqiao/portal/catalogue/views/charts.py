"""The chart of a dataset: the page, and its specification for other programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.catalogue import queries, rules

USUAL_LANGUAGE = "zh-hans"


@require_safe
@access(Action.see_rows)
def chart(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a chart of the rows; a sent filter form becomes a condition in the address."""
    given = dict(request.GET.lists())
    state, form, card = rules.charts.chart_state(given=given), rules.filter_form(given=given), card_of_request(request)
    address = queries.filter_address(slug=slug, state=state, form=form, card=card) if form.is_sent else None
    if address is not None:
        return HttpResponseRedirect(request.path + address)
    language = get_language() or USUAL_LANGUAGE
    site = request.build_absolute_uri("/").rstrip("/")
    page = queries.chart_page(slug=slug, state=state, form=form, card=card, site=site, language=language)
    return render(request, "catalogue/chart.html", page, status=400 if page.get("problem") else 200)


@require_safe
@xframe_options_exempt
@access(Action.see_rows)
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a chart for pages of others: the one kind of page that they may frame."""
    state, card = rules.charts.chart_state(given=dict(request.GET.lists())), card_of_request(request)
    page = queries.embedded_chart(slug=slug, state=state, card=card, language=get_language() or USUAL_LANGUAGE)
    response = render(request, "catalogue/embed.html", page)
    response.headers["Content-Security-Policy"] = "frame-ancestors *"
    return response


@require_safe
@access(Action.see_rows)
def chart_document(request: HttpRequest, slug: str) -> JsonResponse:
    """Send a chart as a Vega-Lite specification."""
    document = queries.chart_document(
        slug=slug,
        state=rules.charts.chart_state(given=dict(request.GET.lists())),
        card=card_of_request(request),
        site=request.build_absolute_uri("/").rstrip("/"),
        language=get_language() or USUAL_LANGUAGE,
    )
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
