"""The views that an account keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs

from zhanqiao.core_services.exploring.models import SavedView
from zhanqiao.core_services.exploring.rules.saved import KINDS, READ
from zhanqiao.data_center.catalogue.queries import dataset_cards
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard


@dataclass(frozen=True, slots=True)
class SavedCard:
    """A kept view: its name, the tab it stands on, its address, the release it is pinned to (empty: the latest)."""

    id: str
    name: str
    kind: Text
    dataset: Text
    address: str
    release: str
    saved_at: datetime


def saved_views(*, card: AccessCard) -> tuple[SavedCard, ...]:
    """Return the views of an account, the newest first; those of datasets that it may no longer see are left out."""
    views = list(SavedView.objects.filter(account_id=card.account_id))
    known = {one.id: one for one in dataset_cards(ids=list({view.dataset_id for view in views}), card=card)}
    return tuple(
        SavedCard(
            id=view.id,
            name=view.name,
            kind=KINDS[view.kind],
            dataset=known[view.dataset_id].title,
            address=f"/datasets/{known[view.dataset_id].slug}/{view.kind}/{view.query}",
            release=_release(view),
            saved_at=view.saved_at,
        )
        for view in views
        if view.dataset_id in known
    )


def _release(view: SavedView) -> str:
    return str(READ[view.kind](given=parse_qs(view.query.lstrip("?"))).as_of)
