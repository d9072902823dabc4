"""How good the rows of a table are."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve


@serve("quality")
@access(Action.see_rows)
def quality(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """Return the score and what it rests on; timeliness is judged at this moment."""
    document = queries.quality_document(table_id=table, card=call.card, as_of=call.text("as_of"), at=now())
    return rendering.document(request, document, public=call.card.is_anonymous)
