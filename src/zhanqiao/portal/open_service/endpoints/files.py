"""Releases and their files: lists, sources, problem cells, refused rows."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve
from zhanqiao.portal.open_service.rules.conditional import entity_tag
from zhanqiao.portal.open_service.rules.media import CSV


@serve("releases")
@access(Action.see_dataset)
def releases(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """List the releases of a table."""
    found = queries.releases_of(table_id=table, card=call.card)
    return rendering.document(request, {"data": found}, public=call.card.is_anonymous)


@serve("release")
@access(Action.see_dataset)
def release(request: HttpRequest, call: Call, *, table: str, release: str) -> HttpResponseBase:
    """Describe one release."""
    found = queries.release_seen(table_id=table, name=release, card=call.card)
    return rendering.document(request, {"data": found}, public=call.card.is_anonymous)


@serve("source")
@access(Action.download)
def source(request: HttpRequest, call: Call, *, table: str, release: str) -> HttpResponseBase:
    """Send the file the department handed in."""
    found = queries.source_of(table_id=table, release=release, card=call.card)
    return rendering.file(request, download=found, public=call.card.is_anonymous)


@serve("release-file")
@access(Action.download)
def release_file(request: HttpRequest, call: Call, *, table: str, release: str, file: str) -> HttpResponseBase:
    """Send one of the files of a release."""
    found = queries.file_of(table_id=table, release=release, name=file, card=call.card)
    return rendering.file(request, download=found, public=call.card.is_anonymous)


@serve("problems")
@access(Action.download)
def problems(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """Stream the cells that did not fit their column's type."""
    return _sidecar(request, call, table_id=table, kind="problems")


@serve("refused")
@access(Action.download)
def refused(request: HttpRequest, call: Call, *, table: str) -> HttpResponseBase:
    """Stream the lines that could not be placed in the table."""
    return _sidecar(request, call, table_id=table, kind="refused")


def _sidecar(request: HttpRequest, call: Call, *, table_id: str, kind: str) -> HttpResponseBase:
    found = queries.readable(table_id=table_id, card=call.card, as_of=call.text("as_of"), action=Action.download)
    return rendering.stream(
        request,
        tag=entity_tag(kind, found.release_id),
        public=call.card.is_anonymous,
        content_type=CSV,
        name=f"{queries.file_stem(table=found)}.{kind}.csv",
        make=lambda: queries.sidecar(table=found, kind=kind),
    )
