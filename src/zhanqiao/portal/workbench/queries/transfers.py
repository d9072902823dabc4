"""The page of transfers."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.exchange import queries as exchange
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, departments_for

SIZE = 50


def transfers_page(*, card: AccessCard, page: str) -> dict[str, Any]:
    """Return a page of the transfers that concern the card, newest first."""
    seen = departments_for(card=card, action=Action.see_transfers)
    _, total = exchange.transfer_cards(departments=seen, limit=1)
    shown = pages(total=total, size=SIZE, number=int(page) if page.isdecimal() else 1)
    found, _ = exchange.transfer_cards(departments=seen, offset=(shown.number - 1) * SIZE, limit=SIZE)
    return {"transfers": found, "total": total, "pages": shown}


def receipt_of(*, card: AccessCard, transfer_id: str) -> dict[str, Any]:
    """Return the receipt of a transfer with its proof. Raises NotFoundError, ForbiddenError, NotSealedError."""
    found = exchange.transfer_card(transfer_id=transfer_id)
    resource = Resource(kind="transfer", id=transfer_id, department_id=found.department.id)
    require(card=card, action=Action.see_transfers, resource=resource)
    return exchange.proof_document(transfer_id=transfer_id)
