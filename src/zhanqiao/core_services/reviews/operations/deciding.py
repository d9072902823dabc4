"""Deciding on a change: the department hands it on to the authority, the authority lets it take effect."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.reviews.models import ChangeStep, ReviewedChange
from zhanqiao.core_services.reviews.operations.permits import begin_permit
from zhanqiao.core_services.reviews.operations.steps import locked, move
from zhanqiao.core_services.reviews.rules import (
    STAGES,
    ChangeKind,
    ChangeNotInReviewError,
    ChangeState,
    Stage,
    require_other_person,
    require_review_words,
    require_stage,
)
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.catalogue.rules import TEMPLATE_REASON


def approve_change(*, change_id: str, stage: Stage, by: str, at: datetime) -> ChangeState:
    """Approve a change at a stage and return where it stands now: with the authority, or in effect.

    Raises ChangeNotInReviewError, OwnWorkError, and EntryChangedMeanwhileError where the catalogue is no longer what the
    change was to replace; then nothing is changed.
    """
    with transaction.atomic():
        change = locked(change_id=change_id)
        require_stage(state=ChangeState(change.state), stage=stage)
        require_other_person(by=by, involved=_involved(change))
        if stage is Stage.DEPARTMENT:
            move(change, to=ChangeState.AUTHORITY_REVIEW, by=by, at=at)
        else:
            _make(change, by=by, at=at)
            move(change, to=ChangeState.IN_EFFECT, by=by, at=at)
    return ChangeState(change.state)


def send_back_change(*, change_id: str, stage: Stage, reason: str, by: str, at: datetime) -> None:
    """Send a change back with the reason: it has ended, and is asked for anew.

    Raises EmptyReasonError, ChangeNotInReviewError, OwnWorkError.
    """
    reason = require_review_words(text=reason)
    with transaction.atomic():
        change = locked(change_id=change_id)
        require_stage(state=ChangeState(change.state), stage=stage)
        require_other_person(by=by, involved={change.by})
        move(change, to=ChangeState.SENT_BACK, by=by, at=at, words=reason)


def take_back_change(*, change_id: str, by: str, at: datetime) -> None:
    """Take a change out of review: it has ended. Raises ChangeNotInReviewError."""
    with transaction.atomic():
        change = locked(change_id=change_id)
        if ChangeState(change.state) not in STAGES:
            raise ChangeNotInReviewError
        move(change, to=ChangeState.TAKEN_BACK, by=by, at=at)


def _make(change: ReviewedChange, *, by: str, at: datetime) -> None:
    if change.kind == ChangeKind.ENTRY.value:
        for one in change.content["datasets"]:
            catalogue.make_change(change=one, by=change.by, at=at, reason=f"{TEMPLATE_REASON} {change.id}")
    else:
        begin_permit(change=change, by=by, at=at)


def _involved(change: ReviewedChange) -> set[str]:
    return {change.by, *ChangeStep.objects.filter(change=change).values_list("by", flat=True)}
