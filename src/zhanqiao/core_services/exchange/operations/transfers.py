"""Logging a transfer with its receipt, in the transaction that takes it: no log, no service (X-Road's rule)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.exchange.engine.http_signatures import Signed
from zhanqiao.core_services.exchange.engine.platform_keys import platform_key
from zhanqiao.core_services.exchange.models import Transfer
from zhanqiao.core_services.exchange.queries.nodes import NodeCard
from zhanqiao.core_services.exchange.rules.receipts import Receipt, call_digest, moment
from zhanqiao.kit.digests import Digests
from zhanqiao.kit.environment import value
from zhanqiao.kit.ids import new_id
from zhanqiao.people.audit.operations import record


@dataclass(frozen=True, slots=True)
class Handed:
    """A signed call that hands something over: by whom, signed how, for which table, to do what, under which key."""

    node: NodeCard
    signed: Signed
    table_id: str
    operation: str
    idempotency_key: str


def log_transfer(*, handed: Handed, taken_as: str, digests: Digests, rows: int | None, at: datetime) -> str:
    """Write a transfer down with its signed receipt and return its id; call it inside the transaction that takes it.

    ``taken_as`` is the batch or the submission, ``digests`` those of the content, ``rows`` None for a file. Raises
    IntegrityError for a key that this node used before.
    """
    receipt = _receipt(handed, taken_as=taken_as, digests=digests, rows=rows, at=at)
    said = receipt.as_dict()
    with transaction.atomic():
        Transfer.objects.create(
            id=receipt.transfer,
            node_id=receipt.node,
            department_id=handed.node.department.id,
            table_id=receipt.table,
            operation=receipt.operation,
            rows=rows,
            bytes=receipt.bytes,
            sha256=receipt.sha256,
            sm3=receipt.sm3,
            idempotency_key=receipt.idempotency_key,
            taken_as=taken_as,
            at=at,
            key_id=handed.signed.key_id,
            call_base=handed.signed.base,
            call_signature=handed.signed.signature,
            receipt=said,
            signature=platform_key().signature(said),
        )
        _audit(receipt, by=handed.node.account_id, at=at)
    return receipt.transfer


def _receipt(handed: Handed, *, taken_as: str, digests: Digests, rows: int | None, at: datetime) -> Receipt:
    signed = handed.signed
    return Receipt(
        transfer=new_id(prefix="trf"),
        platform=str(value("SITE_NAME_ZH")),
        node=handed.node.id,
        department=handed.node.department.key,
        table=handed.table_id,
        operation=handed.operation,
        rows=rows,
        bytes=digests.size,
        sha256=digests.sha256,
        sm3=digests.sm3,
        idempotency_key=handed.idempotency_key,
        taken_as=taken_as,
        accepted_at=moment(at),
        call=call_digest(base=signed.base, signature=signed.signature),
    )


def _audit(receipt: Receipt, *, by: str, at: datetime) -> None:
    named = ("node", "table", "operation", "taken_as", "sha256")
    detail = {name: getattr(receipt, name) for name in named}
    record(by=by, action="transfer.log", object_type="transfer", object_id=receipt.transfer, detail=detail, at=at)
