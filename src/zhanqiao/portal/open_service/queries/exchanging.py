"""Transfers as the API shows them, to whom they concern."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.exchange import queries as exchange
from zhanqiao.core_services.exchange.queries import TransferCard
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, departments_for
from zhanqiao.portal.open_service.rules.registry import BASE

FORGOTTEN = {"state": "released", "release": None, "code": None, "reason": None}


def transfer_seen(*, transfer_id: str, card: AccessCard) -> TransferCard:
    """Return a transfer to whom it concerns. Raises NotFoundError, ForbiddenError."""
    found = exchange.transfer_card(transfer_id=transfer_id)
    resource = Resource(kind="transfer", id=transfer_id, department_id=found.department.id)
    require(card=card, action=Action.see_transfers, resource=resource)
    return found


def transfers_envelope(*, card: AccessCard, offset: int) -> dict[str, Any]:
    """Return a page of the transfers that concern the card, newest first."""
    seen = departments_for(card=card, action=Action.see_transfers)
    found, total = exchange.transfer_cards(departments=seen, offset=offset)
    data = [{"id": one.id, "receipt": one.receipt, "batch": one.batch, "url": _url(one)} for one in found]
    return {"data": data, "total": total}


def transfer_document(transfer: TransferCard, /) -> dict[str, Any]:
    """Return a transfer with its receipt and what became of it."""
    return {
        "id": transfer.id,
        "receipt": transfer.receipt,
        "signature": transfer.signature,
        "call": transfer.call.as_dict(),
        **_outcome(transfer),
        "batch": transfer.batch,
        "url": _url(transfer),
        "proof": f"{_url(transfer)}/proof",
    }


def _outcome(transfer: TransferCard) -> dict[str, Any]:
    """Return state, release and reason; a batch that is long in a release is no longer noted."""
    try:
        return _of_rows(transfer) if transfer.is_rows else _of_file(transfer)
    except NotFoundError:
        return FORGOTTEN


def _of_rows(transfer: TransferCard) -> dict[str, Any]:
    batch = storage.batch_card(table_id=transfer.table_id, batch_id=transfer.taken_as)
    reason = batch.reason.as_dict() if batch.reason else None
    return {"state": batch.state, "release": batch.release_id, "code": batch.code or None, "reason": reason}


def _of_file(transfer: TransferCard) -> dict[str, Any]:
    return submissions.outcome(submission_id=transfer.taken_as)


def _url(transfer: TransferCard) -> str:
    return f"{BASE}/exchange/transfers/{transfer.id}"
