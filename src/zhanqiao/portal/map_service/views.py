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

USUAL_LANGUAGE = "zh-hans"


@require_safe
@access(Action.see_dataset)
def home(request: HttpRequest) -> HttpResponse:
    """Show a map of chosen layers, and the layers there are."""
    given = dict(request.GET.lists())
    state = map_state(given=given)
    address = queries.edited_address(path=request.path, state=state, given=given)
    if address is not None:
        return HttpResponseRedirect(address)
    page = queries.map_page(state=state, card=card_of_request(request), language=get_language() or USUAL_LANGUAGE)
    return render(request, "map_service/map.html", page)


@require_safe
@access(Action.see_rows)
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the map of a dataset."""
    given = dict(request.GET.lists())
    state = map_state(given=given)
    address = queries.edited_address(path=request.path, state=state, given=given)
    if address is not None:
        return HttpResponseRedirect(address)
    page = queries.dataset_page(
        slug=slug, state=state, card=card_of_request(request), language=get_language() or USUAL_LANGUAGE
    )
    return render(request, "map_service/dataset.html", page)
