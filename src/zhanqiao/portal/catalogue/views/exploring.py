"""What a table answers by itself, and its pivot."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.catalogue import queries, rules

USUAL_LANGUAGE = "zh-hans"


@require_safe
@access(Action.see_rows)
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the questions that a table answers by itself."""
    state = rules.grid_state(given=dict(request.GET.lists()))
    page = queries.questions_page(slug=slug, state=state, card=card_of_request(request))
    return render(request, "catalogue/questions.html", page)


@require_safe
@access(Action.see_rows)
def pivot(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a pivot of the rows; a sent filter form becomes a condition in the address."""
    given = dict(request.GET.lists())
    state, form, card = rules.pivots.pivot_state(given=given), rules.filter_form(given=given), card_of_request(request)
    address = queries.filter_address(slug=slug, state=state, form=form, card=card) if form.is_sent else None
    if address is not None:
        return HttpResponseRedirect(request.path + address)
    page = queries.pivot_page(slug=slug, state=state, form=form, card=card, language=get_language() or USUAL_LANGUAGE)
    return render(request, "catalogue/pivot.html", page, status=400 if page.get("problem") else 200)


@require_safe
@access(Action.see_rows)
def pivot_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Send a pivot as CSV or as a workbook."""
    content, media, name = queries.pivot_file(
        slug=slug,
        state=rules.pivots.pivot_state(given=dict(request.GET.lists())),
        form=form,
        card=card_of_request(request),
        language=get_language() or USUAL_LANGUAGE,
    )
    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = "attachment; filename*=UTF-8''" + quote(name)
    return response
