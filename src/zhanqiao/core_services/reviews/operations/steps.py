"""Moving a change from state to state: a row with who, when and why, its clocks, a notice, an audit line, an event."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.core_services.reviews import events
from zhanqiao.core_services.reviews.models import ChangeStep, ReviewedChange
from zhanqiao.core_services.reviews.queries.changes import title_of
from zhanqiao.core_services.reviews.rules import DUTIES, STAGES, WORDS, ChangeState, Stage
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.queries import account_card
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.operations import record
from zhanqiao.people.notices.operations import tell

OBJECT = "change"


def locked(*, change_id: str) -> ReviewedChange:
    """Return the change's row, locked until the transaction ends. Raises NotFoundError."""
    found = ReviewedChange.objects.select_for_update().filter(pk=change_id).first()
    if found is None:
        raise NotFoundError(what=change_id)
    return found


def move(change: ReviewedChange, /, *, to: ChangeState, by: str, at: datetime, words: str = "") -> None:
    """Take a locked change one step further: the clock before ends, the next one starts, whoever asked is told of an end."""
    before = STAGES.get(ChangeState(change.state))
    if before is not None:
        deadlines.end_clock(
            duty=DUTIES[before], object_type=OBJECT, object_id=change.id, outcome=to.value, by=by, at=at
        )
    change.state = to.value
    change.save()
    ChangeStep.objects.create(change=change, state=to.value, by=by, at=at, words=words)
    detail = {"kind": change.kind, **({"words": words} if words else {})}
    record(by=by, action=f"change.{to.value}", object_type=OBJECT, object_id=change.id, detail=detail, at=at)
    if to in STAGES:
        _await(change, stage=STAGES[to], by=by, at=at)
    elif change.by != by and account_card(account_id=change.by):
        title, state = title_of(change=change), WORDS[to]
        said = Text(f"{title.zh}：{state.zh}", f"{title.en}: {state.en}")
        tell(account_ids=[change.by], kind=OBJECT, text=said, url=page_of(change), at=at)
    moved = events.ChangeMoved(change_id=change.id, state=to.value, by=by, at=at)
    transaction.on_commit(partial(events.change_moved.send_robust, sender=events.ChangeMoved, event=moved))


def page_of(change: ReviewedChange, /) -> str:
    """Return the address of a change's page."""
    return f"/workbench/changes/{change.id}/"


def _await(change: ReviewedChange, *, stage: Stage, by: str, at: datetime) -> None:
    departmental = stage is Stage.DEPARTMENT
    deadlines.start_clock(
        duty=DUTIES[stage],
        object_type=OBJECT,
        object_id=change.id,
        title=title_of(change=change),
        url=page_of(change),
        role=Role.reviewer if departmental else Role.authority,
        department_id=change.department_id if departmental else None,
        received_at=at,
        by=by,
    )
