"""Joins of two published tables."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve
from zhanqiao.portal.open_service.rules.conditional import entity_tag
from zhanqiao.portal.open_service.rules.joins import join_spec


@serve("joins")
@access(Action.see_rows)
def joins(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Answer a join that the body specifies."""
    question = queries.join_question(spec=join_spec(body=call.body), card=call.card)
    return rendering.kept(
        request,
        tag=entity_tag("joins", *question.key, str(question.join.query.limit)),
        public=call.card.is_anonymous,
        make=lambda: queries.join_envelope(question=question),
    )
