"""Transfers of department nodes: taken and logged, answered with a receipt, proven later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zhanqiao.core_services.exchange import queries as exchange
from zhanqiao.core_services.exchange.operations import Handed
from zhanqiao.core_services.exchange.queries import TransferCard
from zhanqiao.core_services.exchange.rules import ROW_OPERATIONS
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.kit.clock import now, today
from zhanqiao.kit.digests import Digesting
from zhanqiao.people.access.operations import access, public
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve
from zhanqiao.portal.open_service.endpoints.signed import SignedChange, receive_signed
from zhanqiao.portal.open_service.endpoints.writing import answer, body_of
from zhanqiao.portal.open_service.rules.exchange_reading import COUNTED_DAYS
from zhanqiao.portal.open_service.rules.problems import IdempotencyKeyError
from zhanqiao.portal.open_service.rules.rows_body import idempotency_key, rows_in
from zhanqiao.portal.open_service.rules.uploading import HeaderError

BLOCK = 1 << 20


@serve("exchange-keys")
@public(reason="receipts are verified by anybody")
def keys(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Return the public keys."""
    del call
    return rendering.document(request, exchange.keys_document(at=now()), public=True)


@serve("exchange-counters")
@public(reason="how much is exchanged is open data itself")
def counters(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Return what was exchanged by day and department."""
    since = max(_day(call.text("since")) or date.min, today() - timedelta(days=COUNTED_DAYS))
    found = exchange.counters(since=since)
    told = [
        {
            "day": one.day,
            "department": one.department.key,
            "transfers": one.transfers,
            "rows": one.rows,
            "bytes": one.bytes,
        }
        for one in found
    ]
    return rendering.document(request, {"data": told, "since": since}, public=True)


@receive_signed("send-transfer")
@access(Action.publish)
def send_transfer(request: HttpRequest, change: SignedChange) -> HttpResponseBase:
    """Take what a node hands over."""
    table = change.text("table")
    queries.require_writable(table_id=table, card=change.card)
    assert change.node is not None, "a writing is signed"
    assert change.signed is not None, "as above"
    key = idempotency_key(header=request.headers.get("Idempotency-Key", ""))
    if not key:
        raise IdempotencyKeyError
    handed = Handed(change.node, change.signed, table, change.text("operation"), key)
    take = _rows_taken if handed.operation in ROW_OPERATIONS else partial(_file_taken, filename=change.text("filename"))
    card, again = take(request, handed)
    more = {"Idempotency_Replayed": "true"} if again else {}
    document = queries.transfer_document(card)
    status = HTTPStatus.OK if again else HTTPStatus.CREATED
    return answer(document, status=status, Location=document["url"], **more)


@receive_signed("transfers")
@access(Action.see_transfers)
def transfers(request: HttpRequest, change: SignedChange) -> HttpResponseBase:
    """List transfers."""
    del request
    return HttpResponse(
        rendering.json_bytes(queries.transfers_envelope(card=change.card, offset=int(change.text("offset") or 0))),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


@receive_signed("transfer")
@access(Action.see_transfers)
def transfer(request: HttpRequest, change: SignedChange, *, transfer: str) -> HttpResponseBase:
    """Say what became of a transfer."""
    del request
    found = queries.transfer_seen(transfer_id=transfer, card=change.card)
    return answer(queries.transfer_document(found), status=HTTPStatus.OK)


@receive_signed("proof")
@access(Action.see_transfers)
def proof(request: HttpRequest, change: SignedChange, *, transfer: str) -> HttpResponseBase:
    """Return the receipt with all that proves it."""
    del request
    queries.transfer_seen(transfer_id=transfer, card=change.card)
    content = rendering.json_bytes(exchange.proof_document(transfer_id=transfer))
    name = rendering.attachment(f"{transfer}.json")
    headers = {"Cache-Control": "no-store", "Content-Disposition": name}
    return HttpResponse(content, content_type="application/json", headers=headers)


def _rows_taken(request: HttpRequest, handed: Handed) -> tuple[TransferCard, bool]:
    body = body_of(request)
    digesting = Digesting()
    digesting.update(content=body)
    rows = rows_in(body=body, content_type=request.headers.get("Content-Type", ""))
    return publishing.take_rows(handed=handed, rows=rows, digests=digesting.finish(), at=now())


def _file_taken(request: HttpRequest, handed: Handed, *, filename: str) -> tuple[TransferCard, bool]:
    size = int(request.META.get("CONTENT_LENGTH") or 0) or None
    return publishing.take_file(
        handed=handed, chunks=_blocks(request), filename=filename or "file", size=size, at=now()
    )


def _blocks(request: HttpRequest) -> Iterator[bytes]:
    while block := request.read(BLOCK):
        yield block


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HeaderError(header="since", expected_zh=" YYYY-MM-DD", expected_en="YYYY-MM-DD") from None
