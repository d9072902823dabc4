"""Transfers with their receipts and proofs, and how many there were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from zhanqiao.core_services.exchange.models import SealedBatch, Transfer
from zhanqiao.core_services.exchange.rules.receipts import Call, Sealed, leaf_content, proof_of
from zhanqiao.core_services.exchange.rules.transfers import (
    OPERATION_TEXTS,
    ROW_OPERATIONS,
    NotSealedError,
    TransferKeyUsedError,
)
from zhanqiao.core_services.exchange.rules.trees import leaf_hash, path_of
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

RETRY_SECONDS = 30
PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCard:
    """A logged transfer. ``batch`` is the sealed batch it stands in, None while it waits for one."""

    id: str
    node: str
    node_name: str
    department: DepartmentCard
    table_id: str
    operation: str
    rows: int | None
    bytes: int
    sha256: str
    sm3: str
    idempotency_key: str
    taken_as: str
    at: datetime
    receipt: dict[str, Any]
    signature: dict[str, str]
    call: Call
    batch: int | None

    @property
    def operation_text(self) -> Text:
        """Return the operation in words."""
        return OPERATION_TEXTS[self.operation]

    @property
    def is_rows(self) -> bool:
        """Say whether it is a batch of rows; else it is a file."""
        return self.operation in ROW_OPERATIONS


@dataclass(frozen=True, slots=True)
class Counter:
    """What a department handed over on one day."""

    day: date
    department: DepartmentCard
    transfers: int
    rows: int
    bytes: int


def transfer_card(*, transfer_id: str) -> TransferCard:
    """Return a transfer. Raises NotFoundError."""
    found = Transfer.objects.select_related("node", "key").filter(pk=transfer_id).first()
    if found is None:
        raise NotFoundError(what=transfer_id)
    return _card(found)


def known_transfer(
    *, node_id: str, idempotency_key: str, table_id: str, operation: str, sha256: str
) -> TransferCard | None:
    """Return what this node sent with this key, None when it sent nothing. Raises TransferKeyUsedError for other content."""
    found = (
        Transfer.objects.select_related("node", "key").filter(node_id=node_id, idempotency_key=idempotency_key).first()
    )
    if found is None:
        return None
    if (found.table_id, found.operation, found.sha256) != (table_id, operation, sha256):
        raise TransferKeyUsedError(key=idempotency_key[:80], transfer=found.id)
    return _card(found)


def transfer_cards(
    *, departments: frozenset[str] | None, offset: int = 0, limit: int = PAGE
) -> tuple[tuple[TransferCard, ...], int]:
    """Return a page of transfers of some departments (None: of all), newest first, and how many there are."""
    found = Transfer.objects.select_related("node", "key").order_by("-at", "-id")
    if departments is not None:
        found = found.filter(department_id__in=departments)
    return tuple(_card(one) for one in found[offset : offset + limit]), found.count()


def proof_document(*, transfer_id: str) -> dict[str, Any]:
    """Return the receipt with call, batch and time-stamp: what both sides keep. Raises NotFoundError, NotSealedError."""
    card = transfer_card(transfer_id=transfer_id)
    batch = SealedBatch.objects.filter(number=card.batch).first() if card.batch else None
    if batch is None or not batch.stamp:
        raise NotSealedError(transfer=transfer_id, retry_after=RETRY_SECONDS)
    place = Transfer.objects.values_list("place", flat=True).get(pk=transfer_id)
    assert place is not None
    sealed = Sealed(
        head=batch.head,
        signature=batch.signature,
        place=place,
        path=path_of(leaves=leaves_of(batch.number), place=place),
        stamp=bytes(batch.stamp),
        stamp_kind=batch.stamp_kind,
    )
    return proof_of(receipt=card.receipt, signature=card.signature, call=card.call, sealed=sealed)


def leaves_of(number: int, /) -> list[bytes]:
    """Return the hashes of the entries of a sealed batch, in their order."""
    found = Transfer.objects.filter(batch_id=number).order_by("place").values_list("receipt", "signature")
    return [leaf_hash(content=leaf_content(receipt=receipt, signature=signature)) for receipt, signature in found]


def counters(*, since: date | None = None) -> tuple[Counter, ...]:
    """Return transfers, rows and bytes by day (of the city's time) and department, oldest day first. One query."""
    found = Transfer.objects.annotate(day=TruncDate("at", tzinfo=CITY_TIME))
    found = found.filter(at__gte=datetime.combine(since, time.min, CITY_TIME)) if since else found
    grouped = (
        found.order_by("day", "department_id")
        .values("day", "department_id")
        .annotate(transfers=Count("id"), all_rows=Sum("rows"), all_bytes=Sum("bytes"))
    )
    departments = cards_by_id()
    return tuple(
        Counter(one["day"], departments[one["department_id"]], one["transfers"], one["all_rows"] or 0, one["all_bytes"])
        for one in grouped
    )


def _card(found: Transfer) -> TransferCard:
    return TransferCard(
        id=found.id,
        node=found.node_id,
        node_name=found.node.name,
        department=cards_by_id()[found.department_id],
        table_id=found.table_id,
        operation=found.operation,
        rows=found.rows,
        bytes=found.bytes,
        sha256=found.sha256,
        sm3=found.sm3,
        idempotency_key=found.idempotency_key,
        taken_as=found.taken_as,
        at=found.at,
        receipt=found.receipt,
        signature=found.signature,
        call=Call(found.call_base, bytes(found.call_signature), found.key_id, found.key.algorithm),
        batch=found.batch_id,
    )
