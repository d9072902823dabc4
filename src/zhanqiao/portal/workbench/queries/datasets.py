"""The datasets of my departments, and what may be done to one: suspended, withdrawn, restored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.portal.workbench.queries.changes import updates_of

MOST = 200
STEPS = {
    "published": ("suspended", "withdrawn"),
    "suspended": ("published", "withdrawn"),
    "withdrawn": ("published",),
}
ACTIONS = {"suspended": Action.withdraw, "withdrawn": Action.withdraw, "published": Action.restore}


def datasets_page(*, card: AccessCard, words: str) -> dict[str, Any]:
    """Return the datasets that this person works on, the newest first, at most 200 and how many there are."""
    found, total = catalogue.listed(card=card, limit=1_000)
    mine = [one for one in found if decide(card=card, action=Action.withdraw, resource=one.resource).allowed]
    if words:
        mine = [one for one in mine if words.lower() in f"{one.title.zh} {one.title.en} {one.slug}".lower()]
    return {"datasets": mine[:MOST], "total": len(mine), "all": total, "words": words, "section": "workbench"}


def dataset_page(*, slug: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return a dataset with its history and the steps this person may take. Raises NotFoundError, ForbiddenError."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    require(card=card, action=Action.withdraw, resource=dataset.resource)
    return {
        "dataset": dataset,
        "history": catalogue.states(dataset_id=dataset.id),
        "steps": [one for one in STEPS.get(dataset.state, ()) if _may(card, dataset, one)],
        "section": "workbench",
    } | updates_of(dataset=dataset, card=card, at=at)


def _may(card: AccessCard, dataset: DatasetCard, step: str) -> bool:
    return decide(card=card, action=ACTIONS[step], resource=dataset.resource).allowed
