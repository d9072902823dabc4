"""Differences between two releases of a table."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve
from zhanqiao.portal.open_service.rules.conditional import entity_tag


@serve("diff")
@access(Action.see_rows)
def diff(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """Return the rows that differ."""
    question = queries.diff_question(
        table_id=table, card=call.card, asked=call.texts("from", "to", "key", "kind", "limit", "offset")
    )
    return rendering.kept(
        request,
        tag=entity_tag(call.endpoint.name, *question.texts()),
        public=call.card.is_anonymous,
        make=lambda: queries.diff_envelope(question=question),
    )
