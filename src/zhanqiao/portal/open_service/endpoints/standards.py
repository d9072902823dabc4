"""Data elements, code lists, conformance, contracts."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.outward import root
from zhanqiao.portal.open_service.endpoints.serving import Call, serve
from zhanqiao.portal.open_service.queries import standards
from zhanqiao.portal.open_service.rules.media import CSV


@serve("elements")
@access(Action.see_dataset)
def elements(request: HttpRequest, _: Call) -> HttpResponseBase:
    """List the data elements."""
    return rendering.document(request, standards.element_list(), public=True)


@serve("element")
@access(Action.see_dataset)
def element(request: HttpRequest, call: Call, *, element: str) -> HttpResponseBase:
    """Describe a data element."""
    found = standards.element_document(key=element, card=call.card)
    return rendering.document(request, found, public=call.card.is_anonymous)


@serve("code-lists")
@access(Action.see_dataset)
def code_lists(request: HttpRequest, _: Call) -> HttpResponseBase:
    """List the code lists."""
    return rendering.document(request, standards.code_list_list(), public=True)


@serve("code-list")
@access(Action.see_dataset)
def code_list(request: HttpRequest, call: Call, *, code_list: str) -> HttpResponseBase:
    """Show a code list."""
    return rendering.document(request, standards.code_list_document(key=code_list, on=call.text("on")), public=True)


@serve("code-list-file")
@access(Action.see_dataset)
def code_list_file(request: HttpRequest, _: Call, *, code_list: str) -> HttpResponseBase:
    """Send a code list as CSV."""
    return rendering.described(request, standards.code_list_csv(key=code_list), content_type=CSV)


@serve("conformance")
@access(Action.see_rows)
def conformance(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """Tell how the columns of a table hold against their elements."""
    found = standards.conformance_document(table_id=table, card=call.card)
    return rendering.document(request, found, public=call.card.is_anonymous)


@serve("contract")
@access(Action.see_rows)
def contract(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """Describe a table as a data contract."""
    found = standards.contract(table_id=table, card=call.card, root=root(request))
    return rendering.document(request, found, public=call.card.is_anonymous)
