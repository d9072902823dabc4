"""What the page on returned rows shows."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.returns import queries as returns
from zhanqiao.core_services.returns.queries import ReturnCard
from zhanqiao.core_services.returns.rules import CHANGE_FORMATS, FORMATS
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, decide


def returns_page(*, card: AccessCard) -> dict[str, Any]:
    """Return the returns this card may have, each with its table."""
    return {
        "returns": [_shown(one) for one in _permitted(card)],
        "formats": FORMATS,
        "change_formats": {name: FORMATS[name] for name in CHANGE_FORMATS},
        "section": "workbench",
    }


def are_returned(*, card: AccessCard) -> bool:
    """Say whether there is a return that this card may have."""
    return bool(_permitted(card))


def permitted_return(*, return_id: str, card: AccessCard) -> ReturnCard:
    """Return a return. Raises NotFoundError, also where the card may not know of it."""
    found = returns.return_card(return_id=return_id)
    require(card=card, action=Action.receive_return, resource=found.resource)
    return found


def _permitted(card: AccessCard) -> list[ReturnCard]:
    return [
        one
        for one in returns.return_cards()
        if decide(card=card, action=Action.receive_return, resource=one.resource).allowed
    ]


def _shown(one: ReturnCard) -> dict[str, Any]:
    table = storage.table_card(table_id=one.table_id)
    entry = catalogue.entry(dataset_id=one.dataset_id)
    return {
        "card": one,
        "table": table,
        "slug": entry.slug,
        "title": Text(entry.title_zh, entry.title_en or entry.title_zh),
        "since": [release.number for release in storage.release_cards(table_id=one.table_id)[1:6]],
    }
