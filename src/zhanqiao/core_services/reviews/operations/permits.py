"""Permits for updates by programs: asked for and reviewed, given by operators as a short cut, ended at any time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.core_services.reviews.models import WAITING, ReviewedChange, UpdatePermit
from zhanqiao.core_services.reviews.operations.steps import move
from zhanqiao.core_services.reviews.queries.permits import active
from zhanqiao.core_services.reviews.rules import (
    KINDS,
    ChangeKind,
    ChangeState,
    ChangeWaitsError,
    NoPermitError,
    UpdateWay,
    require_permit_words,
    require_review_words,
)
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.deadlines import Term, Unit
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import department_card

RENEWAL, DATASET = "permit_renewal", "dataset"


def ask_for_updates(*, dataset_id: str, ways: Iterable[str], until: date, reason: str, by: str, at: datetime) -> str:
    """Ask that programs may update a dataset; return the id of the change, which the department reviews next.

    Whoever calls has made sure that ``by`` may publish to the dataset. Raises PermitRefusedError, ChangeWaitsError,
    NotFoundError; then nothing was changed.
    """
    chosen = require_permit_words(ways=ways, until=until, reason=reason, on=at.astimezone(CITY_TIME).date())
    with transaction.atomic():
        entry = catalogue.entry(dataset_id=dataset_id)
        if ReviewedChange.objects.filter(
            dataset_id=dataset_id, kind=ChangeKind.UPDATES.value, state__in=WAITING
        ).exists():
            kind = KINDS[ChangeKind.UPDATES]
            raise ChangeWaitsError(title=entry.title_zh, kind_zh=kind.zh, kind_en=kind.en)
        change = ReviewedChange(
            kind=ChangeKind.UPDATES.value,
            dataset_id=dataset_id,
            department_id=department_card(key_or_code=entry.department).id,
            content={
                "ways": sorted(chosen),
                "until": until.isoformat(),
                "title_zh": entry.title_zh,
                "title_en": entry.title_en,
            },
            reason=reason.strip(),
            by=by,
            at=at,
        )
        move(change, to=ChangeState.DEPARTMENT_REVIEW, by=by, at=at)
    return change.id


def permit_updates(*, dataset_id: str, ways: Iterable[str], until: date, reason: str, by: str, at: datetime) -> None:
    """The operators' short cut: permit at once, audited as such. Raises PermitRefusedError, NotFoundError."""
    chosen = require_permit_words(ways=ways, until=until, reason=reason, on=at.astimezone(CITY_TIME).date())
    with transaction.atomic():
        catalogue.entry(dataset_id=dataset_id)
        _begin(dataset_id, ways=chosen, until=until, reason=reason.strip(), change=None, by=by, at=at)


def begin_permit(*, change: ReviewedChange, by: str, at: datetime) -> None:
    """Give the permit of an approved change, inside its transaction; one that holds already ends with it."""
    ways = frozenset(map(UpdateWay, change.content["ways"]))
    until = date.fromisoformat(change.content["until"])
    assert change.dataset_id is not None, "a permit is for a dataset"
    _begin(change.dataset_id, ways=ways, until=until, reason=change.reason, change=change, by=by, at=at)


def end_permit(*, dataset_id: str, reason: str, by: str, at: datetime) -> None:
    """End a dataset's permit at once: programs can no longer update it. Raises EmptyReasonError, NoPermitError."""
    reason = require_review_words(text=reason)
    with transaction.atomic():
        if not _end(dataset_id, reason=reason, by=by, at=at):
            raise NoPermitError
        detail = {"reason": reason}
        record(by=by, action="permit.end", object_type=DATASET, object_id=dataset_id, detail=detail, at=at)


def _begin(
    dataset_id: str,
    *,
    ways: frozenset[UpdateWay],
    until: date,
    reason: str,
    change: ReviewedChange | None,
    by: str,
    at: datetime,
) -> None:
    _end(dataset_id, reason="renewed", by=by, at=at)
    UpdatePermit.objects.create(
        dataset_id=dataset_id, change=change, ways=sorted(ways), until=until, reason=reason, by=by, at=at
    )
    _remind(dataset_id, until=until, by=by, at=at)
    detail = {"ways": sorted(ways), "until": until.isoformat(), "short_cut": change is None}
    record(by=by, action="permit.begin", object_type=DATASET, object_id=dataset_id, detail=detail, at=at)


def _end(dataset_id: str, *, reason: str, by: str, at: datetime) -> int:
    deadlines.end_clock(duty=RENEWAL, object_type=DATASET, object_id=dataset_id, outcome="ended", by=by, at=at)
    return active(dataset_id=dataset_id).update(ended_by=by, ended_at=at, end_reason=reason)


def _remind(dataset_id: str, *, until: date, by: str, at: datetime) -> None:
    """Start the clock of renewal: its lights tell the officers before the permit ends."""
    entry = catalogue.entry(dataset_id=dataset_id)
    deadlines.start_clock(
        duty=RENEWAL,
        object_type=DATASET,
        object_id=dataset_id,
        title=Text(entry.title_zh, entry.title_en or entry.title_zh),
        url=f"/workbench/datasets/{entry.slug}/",
        role=Role.officer,
        department_id=department_card(key_or_code=entry.department).id,
        received_at=at,
        by=by,
        term=Term(max(1, (until - at.astimezone(CITY_TIME).date()).days), Unit.DAYS),
    )
