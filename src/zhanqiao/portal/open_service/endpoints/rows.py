"""Rows that programs send, what became of them, and the key that they are known by."""

from __future__ import annotations

import time
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.queries import BatchCard
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints.writing import Change, answer, body_of, json_of, receive
from zhanqiao.portal.open_service.rules.problems import BatchRefusedError, BodyError
from zhanqiao.portal.open_service.rules.rows_body import idempotency_key, rows_in, seconds_to_wait

LOOK_SECONDS = 0.1


@receive("send-rows")
@access(Action.publish)
def send_rows(request: HttpRequest, change: Change, *, table: str) -> HttpResponseBase:
    """Take rows for the table's next release."""
    queries.require_writable(table_id=table, card=change.card)
    batch, again = publishing.send_rows(
        table_id=table,
        operation=Operation(change.text("operation")),
        rows=rows_in(body=body_of(request), content_type=request.headers.get("Content-Type", "")),
        idempotency_key=idempotency_key(header=request.headers.get("Idempotency-Key", "")),
        by=change.card.actor,
        at=now(),
    )
    seconds = seconds_to_wait(prefer=request.headers.get("Prefer", ""))
    settled = outcome(batch, seconds=seconds)
    document = queries.batch_document(settled)
    more = {"Idempotency_Replayed": "true"} if again else {}
    more |= {"Preference_Applied": f"wait={seconds}"} if seconds else {}
    done = settled.state == "released"
    return answer(document, status=HTTPStatus.OK if done else HTTPStatus.ACCEPTED, Location=document["url"], **more)


@receive("batch")
@access(Action.publish)
def batch(request: HttpRequest, change: Change, *, table: str, batch: str) -> HttpResponseBase:
    """Say what became of a batch."""
    del request
    found = queries.batch_seen(table_id=table, batch_id=batch, card=change.card)
    return answer(queries.batch_document(found), status=HTTPStatus.OK)


@receive("declare-key")
@access(Action.publish)
def declare_key(request: HttpRequest, change: Change, *, table: str) -> HttpResponseBase:
    """Say which columns identify a row."""
    queries.require_writable(table_id=table, card=change.card)
    given = json_of(request)
    columns = given.get("columns") if isinstance(given, dict) and set(given) == {"columns"} else None
    if not isinstance(columns, list) or not all(isinstance(each, str) for each in columns):
        raise BodyError(expected='{"columns": ["…"]}')
    storage.declare_key(table_id=table, columns=columns, by=change.card.actor, at=now())
    return answer({"table": table, "columns": columns}, status=HTTPStatus.OK)


def outcome(batch: BatchCard, /, *, seconds: float) -> BatchCard:
    """Return the batch as soon as it is in a release, or as it is after ``seconds``. Raises BatchRefusedError."""
    deadline = time.monotonic() + seconds
    while batch.state == "accepted" and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
        batch = queries.batch_now(batch)
    if batch.state == "refused" and batch.reason:
        raise BatchRefusedError(batch=batch.id, zh=batch.reason.zh, en=batch.reason.en, reason=batch.code)
    return batch
