"""OData 4.0: each call is translated, asked of the same doors as API v1, and worded as OData words it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import orjson
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import access, public
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service.endpoints.odata_serving import answered, form_asked, options_asked, root, served
from zhanqiao.portal.open_service.queries import odata as asking
from zhanqiao.portal.open_service.queries.odata import Answered, Asked
from zhanqiao.portal.open_service.rules.conditional import entity_tag
from zhanqiao.portal.open_service.rules.odata.errors import ODataFormatError, ODataNotOfferedError
from zhanqiao.portal.open_service.rules.odata.options import page_size
from zhanqiao.portal.open_service.rules.odata.values import XML, Form, objects, takes_xml

FILTERING = ("$filter", "$search", "$apply", "$format")
SHAPING = ("$select", "$format")
DESCRIBING = ("$format",)
PLAIN = "text/plain;charset=utf-8"
NUMBER = 10**15


@served
@access(Action.see_dataset)
def service(request: HttpRequest) -> HttpResponseBase:
    """List the entity sets."""
    options_asked(request, offered=DESCRIBING)
    form, card = form_asked(request), card_of_request(request)
    sets = [
        {"name": table.id, "title": table.title.zh, "kind": "EntitySet", "url": table.id}
        for table in asking.open_tables(card=card)
    ]
    body = {**_context(request, form, ""), "value": sets}
    return answered(request, content=orjson.dumps(body), content_type=form.content_type, public=card.is_anonymous)


@served
@access(Action.see_dataset)
def metadata(request: HttpRequest) -> HttpResponseBase:
    """Describe the entity sets in CSDL."""
    options_asked(request, offered=DESCRIBING)
    given = request.GET.get("$format", "")
    if not takes_xml(given=given):
        raise ODataFormatError(asked=given[:80], known=XML)
    card = card_of_request(request)
    content = asking.metadata_document(card=card).encode()
    return answered(request, content=content, content_type=f"{XML};charset=utf-8", public=card.is_anonymous)


@served
@access(Action.see_rows)
def entities(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """Return a page of rows, or of groups."""
    options, form, card = options_asked(request), form_asked(request), card_of_request(request)
    size, kept = page_size(prefer=request.headers.get("Prefer", ""))
    asked = asking.question(name=name, card=card, options=options, size=size, counted=options.count)

    def made() -> bytes:
        return orjson.dumps(_page(request, asked, asking.answer(asked=asked), form))

    tag = entity_tag(
        "odata", root(request), asked.table.release_id, request.META["QUERY_STRING"], str(size), repr(form)
    )
    response = answered(request, tag=tag, make=made, content_type=form.content_type, public=card.is_anonymous)
    if kept:
        response.headers["Preference-Applied"] = f"odata.maxpagesize={size}"
    return response


@served
@access(Action.see_rows)
def count(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """Return how many rows there are, as plain text."""
    options, card = options_asked(request, offered=FILTERING), card_of_request(request)
    asked = asking.question(name=name, card=card, options=options, size=0, counted=True)
    total = asking.answer(asked=asked).page.total
    return answered(request, content=str(total).encode(), content_type=PLAIN, public=card.is_anonymous)


@served
@access(Action.see_rows)
def entity(request: HttpRequest, *, name: str, key: str) -> HttpResponseBase:
    """Return one row by its number."""
    options, form, card = options_asked(request, offered=SHAPING), form_asked(request), card_of_request(request)
    asked = asking.question(name=name, card=card, options=options, size=1, counted=False)
    found = objects(
        rows=[asking.row(asked=asked, number=_number(key, asked))],
        written=asked.plan.written,
        form=form,
        entity=_annotations(request, asked),
    )[0]
    body = {**_context(request, form, f"#{_described(asked)}/$entity"), **found}
    return answered(request, content=orjson.dumps(body), content_type=form.content_type, public=card.is_anonymous)


@served
@access(Action.see_rows)
def member(request: HttpRequest, *, name: str, key: str, member: str, raw: str = "") -> HttpResponseBase:
    """Return one property of a row, as JSON or as plain text."""
    options, form, card = options_asked(request, offered=DESCRIBING), form_asked(request), card_of_request(request)
    asked = asking.question(name=name, card=card, options=options, size=1, counted=False)
    places = [each.name for each in asked.plan.written]
    if member not in places:
        raise NotFoundError(what=f"{name}/{member}")
    value = objects(
        rows=[asking.row(asked=asked, number=_number(key, asked))],
        written=asked.plan.written,
        form=form._replace(level="minimal"),
        entity=lambda _: {},
    )[0][member]
    if value is None:
        return answered(request, content=b"", content_type=PLAIN, public=card.is_anonymous, status=204)
    if raw:
        text = value if isinstance(value, str) else orjson.dumps(value).decode()
        return answered(request, content=text.encode(), content_type=PLAIN, public=card.is_anonymous)
    body = {**_context(request, form, f"#{name}({key})/{member}"), "value": value}
    return answered(request, content=orjson.dumps(body), content_type=form.content_type, public=card.is_anonymous)


@served
@public(reason="says that an address does not exist")
def elsewhere(request: HttpRequest, *, path: str) -> HttpResponseBase:
    """Refuse what is not offered (batches, functions) and what does not exist."""
    if path.startswith("$"):
        raise ODataNotOfferedError(what=path[:80], known="$metadata, <set>, <set>/$count, <set>(1)")
    raise NotFoundError(what=request.path[:200])


def _page(request: HttpRequest, asked: Asked, found: Answered, form: Form) -> dict[str, Any]:
    body = _context(request, form, f"#{_described(asked)}")
    if asked.query.count == "exact":
        body["@odata.count"] = found.page.total
    body["value"] = objects(
        rows=found.page.rows, written=asked.plan.written, form=form, entity=_annotations(request, asked)
    )
    if found.following is not None:
        kept = {name: text for name, text in request.GET.items() if name not in ("$skip", "$top", "$skiptoken")}
        query = urlencode({**kept, "$skiptoken": found.following.token()}, quote_via=quote, safe="$@")
        body["@odata.nextLink"] = f"{root(request)}{asked.table.id}?{query}"
    return body


def _described(asked: Asked) -> str:
    names = ",".join(each.name for each in asked.plan.written)
    return f"{asked.table.id}({names})" if asked.plan.chosen else asked.table.id


def _annotations(request: HttpRequest, asked: Asked) -> Any:
    place = next((at for at, each in enumerate(asked.plan.written) if each.name == asked.shape.key), None)
    if place is None:
        return lambda _: {}

    def noted(own: dict[str, Any]) -> dict[str, str]:
        address = f"{root(request)}{asked.table.id}({own[asked.shape.key]})"
        return {"@odata.type": f"#Zhanqiao.{asked.table.id}", "@odata.id": address, "@odata.editLink": address}

    return noted


def _number(key: str, asked: Asked) -> int:
    text = key.strip().removeprefix(f"{asked.shape.key}=").strip()
    if not (text.isascii() and text.isdigit() and len(text) < len(str(NUMBER))):
        raise NotFoundError(what=f"{asked.table.id}({key[:40]})")
    return int(text)


def _context(request: HttpRequest, form: Form, fragment: str) -> dict[str, Any]:
    return {} if form.level == "none" else {"@odata.context": f"{root(request)}$metadata{fragment}"}
