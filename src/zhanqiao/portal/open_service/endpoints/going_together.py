"""Tables that go with a table: by keys, or under one another."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve

DEFAULT = 20


@serve("joinable")
@access(Action.see_rows)
def joinable(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """Return the tables that can be joined with a table."""
    found = queries.readable(table_id=table, card=call.card, as_of=None)
    value = queries.joinable_envelope(table=found, card=call.card, limit=_limit(call))
    return rendering.document(request, value, public=call.card.is_anonymous)


@serve("unionable")
@access(Action.see_rows)
def unionable(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """Return the tables whose rows fit under those of a table."""
    found = queries.readable(table_id=table, card=call.card, as_of=None)
    value = queries.unionable_envelope(table=found, card=call.card, limit=_limit(call))
    return rendering.document(request, value, public=call.card.is_anonymous)


@serve("values")
@access(Action.see_rows)
def values(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Return which tables have a value."""
    found = queries.values_envelope(value=call.text("value") or "", card=call.card)
    return rendering.document(request, found, public=call.card.is_anonymous)


def _limit(call: Call) -> int:
    return int(call.text("limit") or DEFAULT)
