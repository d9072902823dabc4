"""Whole files from programs: at once or in pieces (tus 1.0), then published by a job."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date

from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.core_services.publishing.queries import UploadCard
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.clock import now
from zhanqiao.kit.environment import value
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints.writing import Change, answer, receive
from zhanqiao.portal.open_service.engine.replies import OPEN
from zhanqiao.portal.open_service.rules.problems import BodyTypeError
from zhanqiao.portal.open_service.rules.registry import BASE
from zhanqiao.portal.open_service.rules.rows_body import idempotency_key, media_of
from zhanqiao.portal.open_service.rules.uploading import (
    ALGORITHMS,
    EXTENSIONS,
    VERSION,
    TusVersionError,
    checksum_in,
    filename_in,
    sha256_in,
    whole,
)
from zhanqiao.portal.open_service.rules.writing_files import OFFSET_BYTES

BLOCK = 1 << 20


@receive("publish-file")
@access(Action.publish)
def publish_file(request: HttpRequest, change: Change, *, table: str) -> HttpResponseBase:
    """Take a file for the table's next release."""
    queries.require_writable(table_id=table, card=change.card)
    send = partial(
        publishing.send_file,
        table_id=table,
        mode=Mode(change.text("mode")),
        idempotency_key=idempotency_key(header=request.headers.get("Idempotency-Key", "")),
        sha256=sha256_in(text=request.headers.get("Repr-Digest") or request.headers.get("Content-Digest", "")),
        by=change.card.actor,
        at=now(),
    )
    if change.text("upload"):
        with publishing.whole_upload(upload_id=change.text("upload"), by=change.card.actor, at=now()) as (card, blocks):
            job, again = send(chunks=blocks, filename=card.filename, size=card.length)
    else:
        size = int(request.META.get("CONTENT_LENGTH") or 0) or None
        job, again = send(chunks=_blocks(request), filename=change.text("filename") or "file", size=size)
    document = queries.job_document(submissions.submission_card(submission_id=job, card=change.card))
    more = {"Idempotency_Replayed": "true"} if again else {}
    return answer(document, status=HTTPStatus.ACCEPTED, Location=document["url"], **more)


@receive("job")
@access(Action.upload)
def job(request: HttpRequest, change: Change, *, job: str) -> HttpResponseBase:
    """Say how far a job is."""
    del request
    found = submissions.submission_card(submission_id=job, card=change.card)
    return answer(queries.job_document(found), status=HTTPStatus.OK)


@receive("begin-upload")
@access(Action.publish)
def begin_upload(request: HttpRequest, change: Change) -> HttpResponseBase:
    """Begin an upload in pieces."""
    _require_version(request)
    length = whole(header="Upload-Length", text=request.headers.get("Upload-Length", ""))
    name = filename_in(metadata=request.headers.get("Upload-Metadata", ""))
    made = publishing.begin_upload(length=length, filename=name, by=change.card.actor, at=now())
    location = request.build_absolute_uri(f"{BASE}/uploads/{made.id}")
    return _piece(made, status=HTTPStatus.CREATED, Location=location)


@receive("upload")
@access(Action.publish)
def upload(request: HttpRequest, change: Change, *, upload: str) -> HttpResponseBase:
    """Say how much has arrived."""
    _require_version(request)
    found = submissions.upload_card(upload_id=upload, by=change.card.actor, at=now())
    return _piece(found, status=HTTPStatus.OK, Upload_Length=str(found.length))


@receive("add-piece")
@access(Action.publish)
def add_piece(request: HttpRequest, change: Change, *, upload: str) -> HttpResponseBase:
    """Take a piece."""
    _require_version(request)
    media = media_of(content_type=request.headers.get("Content-Type", ""))
    if media != OFFSET_BYTES:
        raise BodyTypeError(given=media[:80] or "—", allowed=OFFSET_BYTES)
    found = publishing.add_piece(
        upload_id=upload,
        offset=whole(header="Upload-Offset", text=request.headers.get("Upload-Offset", "")),
        chunks=_blocks(request),
        checksum=checksum_in(text=request.headers.get("Upload-Checksum", "")),
        by=change.card.actor,
        at=now(),
    )
    return _piece(found, status=HTTPStatus.NO_CONTENT)


@receive("end-upload")
@access(Action.publish)
def end_upload(request: HttpRequest, change: Change, *, upload: str) -> HttpResponseBase:
    """Remove an upload."""
    _require_version(request)
    publishing.end_upload(upload_id=upload, by=change.card.actor, at=now())
    return _dressed(HttpResponse(status=HTTPStatus.NO_CONTENT))


def _require_version(request: HttpRequest) -> None:
    if request.headers.get("Tus-Resumable", VERSION) != VERSION:
        raise TusVersionError


def _blocks(request: HttpRequest) -> Iterator[bytes]:
    while block := request.read(BLOCK):
        yield block


def _piece(card: UploadCard, *, status: int, **headers: str) -> HttpResponse:
    expires = http_date(card.expires_at.timestamp())
    response = _dressed(HttpResponse(status=status))
    for name, text in ({"Upload_Offset": str(card.offset), "Upload_Expires": expires} | headers).items():
        response.headers[name.replace("_", "-")] = text
    return response


def _dressed(response: HttpResponse) -> HttpResponse:
    told = {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(value("MAX_UPLOAD_BYTES")),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        "Cache-Control": "no-store",
    }
    for name, text in (*OPEN, *told.items()):
        response.headers[name] = text
    del response.headers["Content-Type"]
    return response
