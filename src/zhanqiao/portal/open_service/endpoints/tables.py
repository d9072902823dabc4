"""Tables: description, rows, groups, value counts, exports."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve
from zhanqiao.portal.open_service.engine.packing import zstd
from zhanqiao.portal.open_service.rules.conditional import entity_tag
from zhanqiao.portal.open_service.rules.declared import PACKABLE, ZSTD_ENDING
from zhanqiao.portal.open_service.rules.media import EXPORT_TYPES, READ_BY_PAGES, ZSTD
from zhanqiao.portal.open_service.rules.registry import BASE

FILTER = ("where", "q", "bbox", "within", "intersects")
SHAPE = ("select", *FILTER, "top", "sample", "seed", "order_by", "limit", "offset")
SAMPLE_HEADER = "X-Sample"


@serve("table")
@access(Action.see_dataset)
def table(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """Describe a table."""
    document = queries.table_document(table_id=table, card=call.card, as_of=call.text("as_of"))
    return rendering.document(request, {"data": document}, public=call.card.is_anonymous)


@serve("rows")
@access(Action.see_rows)
def rows(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """Return rows."""
    found = queries.readable(table_id=table, card=call.card, as_of=call.text("as_of"), after=call.text("after"))
    query = queries.parsed(card=found, params=call.texts(*SHAPE, "distinct", "after", "count"))
    return rendering.kept(
        request,
        tag=_tag(call, found.release_id, query.key()),
        public=call.card.is_anonymous,
        make=lambda: queries.rows_envelope(table=found, query=query),
    )


@serve("aggregate")
@access(Action.see_rows)
def aggregate(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """Return groups and their measures."""
    found = queries.readable(table_id=table, card=call.card, as_of=call.text("as_of"), after=call.text("after"))
    query = queries.parsed(card=found, params=call.texts(*SHAPE, "group_by", "having", "after", "count"))
    return rendering.kept(
        request,
        tag=_tag(call, found.release_id, query.key()),
        public=call.card.is_anonymous,
        make=lambda: queries.aggregate_envelope(table=found, query=query),
    )


@serve("facets")
@access(Action.see_rows)
def facets(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """Return the most frequent values of columns."""
    found = queries.readable(table_id=table, card=call.card, as_of=call.text("as_of"))
    query = queries.parsed(card=found, params=call.texts(*FILTER))
    columns, size = (
        queries.columns_named(text=call.text("columns") or ""),
        call.number("size", otherwise=20),
    )
    return rendering.kept(
        request,
        tag=_tag(call, found.release_id, query.key(), *columns, str(size)),
        public=call.card.is_anonymous,
        make=lambda: queries.facets_envelope(table=found, query=query, columns=columns, size=size),
    )


@serve("export")
@access(Action.download)
def export(request: HttpRequest, call: Call, *, table: str, format: str) -> HttpResponseBase:  # noqa: A002 - the word of the address
    """Stream the table, or what the query selects, in a format."""
    found = queries.readable(table_id=table, card=call.card, as_of=call.text("as_of"), action=Action.download)
    query = queries.parsed_whole(card=found, params=call.texts(*SHAPE, "distinct"))
    bom, public, kind = call.text("bom") == "1", call.card.is_anonymous, format.removesuffix(ZSTD_ENDING)
    address = request.build_absolute_uri(f"{BASE}/tables/{found.id}")
    tag = _tag(call, found.release_id, query.key(), format, str(bom), address if kind == "ttl" else "")
    prepared = queries.whole_file(table=found, query=query, format=kind, bom=bom, tag=tag)
    if prepared and kind == format and not (kind in READ_BY_PAGES and rendering.travels_packed(request)):
        varies = kind in READ_BY_PAGES
        return rendering.file(request, download=prepared, public=public, content_type=EXPORT_TYPES[kind], varies=varies)

    def made() -> Iterator[bytes]:
        if prepared:
            return rendering.file_blocks(download=prepared)
        return queries.exported(card=found, query=query, format=kind, bom=bom, address=address)

    response = rendering.stream(
        request,
        tag=tag,
        public=public,
        content_type=EXPORT_TYPES[kind] if kind == format else ZSTD,
        name=f"{queries.file_stem(table=found)}.{format}",
        make=made if kind == format else lambda: zstd(made()),
        packable=format in PACKABLE,
    )
    if query.sample is not None:
        response.headers[SAMPLE_HEADER] = f"rows={query.sample.rows}; seed={query.sample.seed}"
    return response


def _tag(call: Call, release_id: str, *parts: str) -> str:
    # the limit as written is part of it: an answer cut at the cap says so, one that asked for the cap does not
    return entity_tag(call.endpoint.name, release_id, call.text("limit") or "", *parts)
