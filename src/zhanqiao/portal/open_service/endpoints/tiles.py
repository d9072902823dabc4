"""Maps of tables: vector tiles, and the document that describes them."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Clusters, Query, TableCard
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve
from zhanqiao.portal.open_service.engine.answers import Answer
from zhanqiao.portal.open_service.rules.conditional import entity_tag
from zhanqiao.portal.open_service.rules.media import MVT
from zhanqiao.portal.open_service.rules.tiles import LIMITS_HEADER

NARROWING = ("select", "where", "q", "within", "intersects")


@serve("tilejson")
@access(Action.see_rows)
def tilejson(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """Describe the tiles of a table."""
    found, query = _asked(call, table)
    site = request.build_absolute_uri("/").rstrip("/")
    document = queries.tilejson(
        table=found, query=query, clusters=_clusters(call), card=call.card, language=call.language, site=site
    )
    return rendering.document(request, document, public=call.card.is_anonymous, language=call.language)


@serve("tile")
@access(Action.see_rows)
def tile(request: HttpRequest, call: Call, *, table: str, z: str, x: str, y: str) -> HttpResponseBase:
    """Return a tile."""
    found, query = _asked(call, table)
    place = {"z": int(z), "x": int(x), "y": int(y)}
    clusters = _clusters(call)
    tag = entity_tag("tile", *storage.tile_key(card=found, query=query, clusters=clusters, **place))

    def made() -> Answer:
        drawn = storage.tile(card=found, query=query, clusters=clusters, **place)
        limits = queries.limits_header(tile=drawn)
        headers = ((LIMITS_HEADER, limits),) if limits else ()
        return Answer(tag=tag, content=drawn.content, content_type=MVT, headers=headers)

    return rendering.kept_answer(request, tag=tag, public=call.card.is_anonymous, content_type=MVT, make=made)


def _asked(call: Call, table: str) -> tuple[TableCard, Query]:
    found = queries.readable(table_id=table, card=call.card, as_of=call.text("as_of"))
    return found, queries.parsed(card=found, params=call.texts(*NARROWING))


def _clusters(call: Call) -> Clusters:
    return Clusters(call.text("clusters") or Clusters.AUTO)
