"""Pages of maps. Each view parses, makes one call, renders."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.map_service import queries
from zhanqiao.portal.map_service.rules import map_state
from zhanqiao.portal.map_service.rules.filtering import sent_filter

LONGEST = 200  # signs of a place that is looked for
OK, BAD = 200, 400  # a sent filter that is still here makes no condition
USUAL_LANGUAGE = "zh-hans"


@require_safe
@access(Action.see_dataset)
def home(request: HttpRequest) -> HttpResponse:
    """Show a map of chosen layers, and the layers there are; a sent form becomes its address."""
    given, card = dict(request.GET.lists()), card_of_request(request)
    state = map_state(given=given)
    address = queries.edited_address(path=request.path, state=state, given=given, card=card)
    if address is not None:
        return HttpResponseRedirect(address)
    place, sent = request.GET.get("place", "").strip()[:LONGEST], sent_filter(given=given, layers=len(state.layers))
    page = queries.map_page(state=state, place=place, sent=sent, card=card, language=_language())
    return render(request, "map_service/map.html", page, status=BAD if sent else OK)


@require_safe
@access(Action.see_rows)
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the map of a dataset; a sent form becomes its address."""
    given, card = dict(request.GET.lists()), card_of_request(request)
    state = map_state(given=given)
    address = queries.edited_address(path=request.path, state=state, given=given, card=card)
    if address is not None:
        return HttpResponseRedirect(address)
    sent = sent_filter(given=given, layers=len(state.layers))
    page = queries.dataset_page(slug=slug, state=state, sent=sent, card=card, language=_language())
    return render(request, "map_service/dataset.html", page, status=BAD if sent else OK)


def _language() -> str:
    return get_language() or USUAL_LANGUAGE
