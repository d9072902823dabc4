"""What the pages of changes show: what would change, whose decision it is, what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhanqiao.core_services.reviews import queries as reviews
from zhanqiao.core_services.reviews.queries import ChangeCard, PermitCard
from zhanqiao.core_services.reviews.rules import WAYS, ChangeKind, ChangeState, Stage, UpdateWay
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.portal.workbench.queries.names import person
from zhanqiao.portal.workbench.queries.reviews import clocks_of

BADGES = {ChangeState.IN_EFFECT: "good", ChangeState.SENT_BACK: "roof", ChangeState.TAKEN_BACK: ""}
OBJECT = "change"


@dataclass(frozen=True, slots=True)
class Listed:
    """A change in a list, with the badge of its state."""

    card: ChangeCard
    badge: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """The permit that a change asks for."""

    names: Text
    until: date


def changes_page(*, card: AccessCard) -> dict[str, Any]:
    """Return the changes of this person's departments."""
    return {"changes": [_listed(one) for one in reviews.changes_for(card=card)], "section": "workbench"}


def change_page(*, change: ChangeCard, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return all that a reviewer of a change decides by."""
    stage = reviews.may_decide(change=change, card=card)
    updates = change.kind is ChangeKind.UPDATES
    return {
        "change": change,
        "badge": BADGES.get(change.state, "warn"),
        "who": person(account_id=change.by),
        "stage": stage,
        "is_final": stage is Stage.AUTHORITY,
        "wanted": _wanted(change) if updates else None,
        "dataset": catalogue.dataset_card(id=change.dataset_id, card=card) if updates else None,
        "present": reviews.permit_of(dataset_id=change.dataset_id, at=at) if updates else None,
        "datasets": [] if updates else change.content["datasets"],
        "clocks": clocks_of(object_type=OBJECT, object_id=change.id, at=at),
        "history": [(step, person(account_id=step.by)) for step in change.steps],
        "section": "workbench",
    }


def updates_of(*, dataset: DatasetCard, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return the permit of a dataset, the change that waits for one, and what this person may do."""
    changes = [_listed(one) for one in reviews.changes_of(dataset_id=dataset.id)]
    waiting = next((one for one in changes if one.card.is_in_review), None)
    permit: PermitCard | None = reviews.permit_of(dataset_id=dataset.id, at=at)
    return {
        "permit": permit,
        "changes": changes,
        "may_ask": waiting is None
        and dataset.origin is None
        and decide(card=card, action=Action.publish, resource=dataset.resource).allowed,
    }


def _wanted(change: ChangeCard) -> Wanted:
    chosen = [text for way, text in WAYS.items() if way in {UpdateWay(one) for one in change.content["ways"]}]
    names = Text("、".join(one.zh for one in chosen), ", ".join(one.en for one in chosen))
    return Wanted(names, date.fromisoformat(change.content["until"]))


def _listed(card: ChangeCard) -> Listed:
    return Listed(card, BADGES.get(card.state, "warn"))
