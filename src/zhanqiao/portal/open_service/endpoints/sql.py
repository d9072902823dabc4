"""Public SQL over the tables that the caller may read."""

from __future__ import annotations

import orjson
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve
from zhanqiao.portal.open_service.rules.conditional import entity_tag, holds
from zhanqiao.portal.open_service.rules.media import SQL_TYPES

LIMIT_HEADER = "X-Limit-Reached"


@serve("query")
@access(Action.see_rows)
def query(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Answer one SELECT in a format, or say how it would be answered."""
    question = queries.sql_question(sql=call.text("sql") or "", card=call.card, as_of=call.text("as_of"))
    format, explain = call.text("format") or "json", call.text("explain") == "true"  # noqa: A001 - the word of the interface
    tag = entity_tag("query", *question.releases, question.sql, format, str(explain))
    public = call.card.is_anonymous
    if explain or format == "json":
        make = queries.sql_plan if explain else queries.sql_envelope
        return rendering.kept(request, tag=tag, public=public, make=lambda: make(question=question, card=call.card))
    unread = request.method == "HEAD" or holds(header=request.headers.get("If-None-Match", ""), tag=tag)
    answer = None if unread else queries.sql_answer(question=question, format=format)
    response = rendering.stream(
        request,
        tag=tag,
        public=public,
        content_type=SQL_TYPES[format],
        name=f"query.{format}",
        make=answer.blocks if answer else lambda: iter(()),
    )
    if question.tables:
        response.headers["Link"] = queries.sql_links(question=question)
    for limit in queries.sql_limits(answer=answer) if answer else ():
        response.headers[LIMIT_HEADER] = orjson.dumps({"code": limit["code"], "en": limit["en"]}).decode()
    return response
