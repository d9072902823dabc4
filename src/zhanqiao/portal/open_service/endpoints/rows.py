"""Rows that programs send, what became of them, and the key that they are known by."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import operations, queries
from zhanqiao.portal.open_service.endpoints.writing import Change, answer, body_of, json_of, receive
from zhanqiao.portal.open_service.queries.table_body import new_table
from zhanqiao.portal.open_service.rules.problems import BodyError
from zhanqiao.portal.open_service.rules.registry import BASE
from zhanqiao.portal.open_service.rules.rows_body import idempotency_key, rows_in, seconds_to_wait


@receive("create-table")
@access(Action.publish)
def create_table(request: HttpRequest, change: Change, *, dataset: str) -> HttpResponseBase:
    """Make a table in a published dataset."""
    found = queries.dataset_writable(name=dataset, card=change.card)
    given = new_table(value=json_of(request))
    table, release = publishing.begin_table(
        dataset_id=found.id,
        name=given.name,
        title_zh=given.title_zh,
        title_en=given.title_en,
        fields=given.fields,
        key=given.key,
        rows=given.rows,
        words=given.words,
        by=change.card.actor,
        at=now(),
    )
    document = {"table": table, "release": release, "url": f"{BASE}/tables/{table}"}
    return answer(document, status=HTTPStatus.CREATED, Location=document["url"])


@receive("send-rows")
@access(Action.publish)
def send_rows(request: HttpRequest, change: Change, *, table: str) -> HttpResponseBase:
    """Take rows for the table's next release."""
    queries.require_writable(table_id=table, card=change.card)
    seconds = seconds_to_wait(prefer=request.headers.get("Prefer", ""))
    settled, again = operations.sent(
        table_id=table,
        operation=Operation(change.text("operation")),
        rows=rows_in(body=body_of(request), content_type=request.headers.get("Content-Type", "")),
        idempotency_key=idempotency_key(header=request.headers.get("Idempotency-Key", "")),
        by=change.card.actor,
        seconds=seconds,
    )
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
    publishing.declare_key(table_id=table, columns=columns, by=change.card.actor, at=now())
    return answer({"table": table, "columns": columns}, status=HTTPStatus.OK)
