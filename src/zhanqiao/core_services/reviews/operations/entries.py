"""The catalogue as the reporting template, handed in: drafts are changed at once, what is public after two reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.reviews.models import ReviewedChange
from zhanqiao.core_services.reviews.operations.steps import move
from zhanqiao.core_services.reviews.rules import ChangeKind, ChangeState
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.catalogue import queries
from zhanqiao.data_center.catalogue.operations import ResourceChange, TemplateReport
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.rules import TEMPLATE_REASON
from zhanqiao.kit.digests import sm3
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.audit.operations import record

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of a template: what it changes, how many drafts were changed at once, the changes that wait for review."""

    report: TemplateReport
    saved: int
    changes: tuple[str, ...]


def hand_in_template(*, content: bytes, card: AccessCard, at: datetime) -> HandedIn:
    """Take an edited template; all of it or nothing. Raises TemplateRefusedError with every fault.

    A draft is changed at once. What is or was public is written down, one change for a department, and waits for review.
    """
    with transaction.atomic():
        report = catalogue.check_template(content=content, card=card)
        catalogue.require_faultless(report=report)
        found = queries.dataset_cards(ids=[one.dataset_id for one in report.changes], card=card)
        cards = {one.id: one for one in found}
        drafts, waiting = _sorted(report.changes, cards)
        for one in drafts:
            catalogue.make_change(change=one, by=card.actor, at=at, reason=TEMPLATE_REASON)
        changes = tuple(_begin(department, datasets, by=card.actor, at=at) for department, datasets in waiting.items())
        if report.changes:
            detail = {
                "sm3": sm3(content=content),
                "codes": [one.code for one in report.changes],
                "changes": list(changes),
            }
            record(
                by=card.actor, action="catalogue.import", object_type="catalogue", object_id="", detail=detail, at=at
            )
    return HandedIn(report, len(drafts), changes)


def _sorted(
    changes: Sequence[ResourceChange], cards: dict[str, DatasetCard]
) -> tuple[list[dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    drafts: list[dict[str, Any]] = []
    waiting: dict[str, list[dict[str, Any]]] = {}
    for change in changes:
        dataset = cards[change.dataset_id]
        written = catalogue.written_change(change=change, before=dataset.entry)
        (drafts if dataset.state == DRAFT else waiting.setdefault(dataset.department.id, [])).append(written)
    return drafts, waiting


def _begin(department_id: str, datasets: list[dict[str, Any]], *, by: str, at: datetime) -> str:
    change = ReviewedChange(
        kind=ChangeKind.ENTRY.value, department_id=department_id, content={"datasets": datasets}, by=by, at=at
    )
    move(change, to=ChangeState.DEPARTMENT_REVIEW, by=by, at=at)
    return change.id
