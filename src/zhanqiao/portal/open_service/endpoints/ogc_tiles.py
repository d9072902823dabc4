"""OGC API - Tiles: the tilesets of tables with a place, and their grid."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.ogc_serving import sent, served
from zhanqiao.portal.open_service.endpoints.outward import root
from zhanqiao.portal.open_service.engine.answers import Answer
from zhanqiao.portal.open_service.queries import ogc_tiles as asking
from zhanqiao.portal.open_service.rules.conditional import entity_tag
from zhanqiao.portal.open_service.rules.media import MVT
from zhanqiao.portal.open_service.rules.ogc import tilesets as documents
from zhanqiao.portal.open_service.rules.ogc.parameters import checked
from zhanqiao.portal.open_service.rules.tiles import LIMITS_HEADER


@served
@access(Action.see_dataset)
def grids(request: HttpRequest) -> HttpResponseBase:
    """List the grids of tiles."""
    checked(given=dict(request.GET.lists()))
    return sent(request, documents.grids(root=root(request)), public=True)


@served
@access(Action.see_dataset)
def grid(request: HttpRequest, *, grid: str) -> HttpResponseBase:
    """Define a grid of tiles."""
    checked(given=dict(request.GET.lists()))
    asking.require_grid(grid=grid)
    return sent(request, documents.grid(), public=True)


@served
@access(Action.see_rows)
def tilesets(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """List the tilesets of a collection."""
    checked(given=dict(request.GET.lists()))
    card = card_of_request(request)
    return sent(request, asking.tilesets(name=name, card=card, root=root(request)), public=card.is_anonymous)


@served
@access(Action.see_rows)
def tileset(request: HttpRequest, *, name: str, grid: str) -> HttpResponseBase:
    """Describe a tileset."""
    checked(given=dict(request.GET.lists()))
    card = card_of_request(request)
    found = asking.tileset(name=name, grid=grid, card=card, root=root(request))
    return sent(request, found, public=card.is_anonymous)


@served
@access(Action.see_rows)
def tile(request: HttpRequest, /, **place: str) -> HttpResponseBase:
    """Return a tile."""
    card = card_of_request(request)
    asked = asking.asked_tile(card=card, given=dict(request.GET.lists()), **place)
    tag = entity_tag("ogc-tile", *asking.tile_key(asked=asked))

    def made() -> Answer:
        drawn = asking.tile(asked=asked)
        limits = queries.limits_header(tile=drawn)
        headers = ((LIMITS_HEADER, limits),) if limits else ()
        return Answer(tag=tag, content=drawn.content, content_type=MVT, headers=headers)

    return rendering.kept_answer(request, tag=tag, public=card.is_anonymous, content_type=MVT, make=made)
