"""What the steps of a remark share: row, clock, notice, audit line, event."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from zhanqiao.core_services.conversation.events import RemarkMoved, remark_moved
from zhanqiao.core_services.conversation.models import Remark, RemarkStep
from zhanqiao.core_services.conversation.rules import KINDS, RemarkKind, RemarkState, require_step
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.operations import record
from zhanqiao.people.notices.operations import tell

DUTY, OBJECT = "remark", "remark"
SHOWN_LETTERS = 40


def locked(*, remark_id: str) -> Remark:
    """Return a remark, locked. Raises NotFoundError."""
    found = Remark.objects.select_for_update().filter(pk=remark_id).first()
    if found is None:
        raise NotFoundError(what=remark_id)
    return found


def move(remark: Remark, then: RemarkState, /) -> None:
    """Put a remark into a state. Raises RemarkStepError."""
    require_step(now=RemarkState(remark.state), then=then)
    remark.state = then.value


def note(remark: Remark, verb: str, /, *, by: str, at: datetime, reason: str = "") -> None:
    """Write a step down with its audit line and event; the words stay out of the audit trail."""
    RemarkStep.objects.create(remark=remark, verb=verb, by=by, at=at, reason=reason)
    event = RemarkMoved(remark_id=remark.id, verb=verb, by=by, at=at)
    transaction.on_commit(partial(remark_moved.send_robust, sender=RemarkMoved, event=event))
    record(by=by, action=f"remark.{verb}", object_type=OBJECT, object_id=remark.id, detail={"kind": remark.kind}, at=at)


def start_clock(remark: Remark, /, *, by: str, at: datetime) -> None:
    """Start the clock: held by the officers of the dataset's department, or by the authority."""
    kind = KINDS[RemarkKind(remark.kind)]
    words = remark.text[:SHOWN_LETTERS]
    deadlines.start_clock(
        duty=DUTY,
        object_type=OBJECT,
        object_id=remark.id,
        title=Text(f"{kind.zh}：{words}", f"{kind.en}: {words}"),
        url=f"/workbench/remarks/{remark.id}/",
        role=Role.officer if remark.department_id else Role.authority,
        department_id=remark.department_id,
        received_at=at,
        by=by,
    )


def end_clock(remark: Remark, /, *, outcome: str, by: str, at: datetime) -> None:
    """End the clock if it runs."""
    deadlines.end_clock(duty=DUTY, object_type=OBJECT, object_id=remark.id, outcome=outcome, by=by, at=at)


def tell_author(remark: Remark, text: Text, /, *, at: datetime) -> None:
    """Leave a notice for whoever wrote it."""
    tell(account_ids=[remark.account_id], kind="remark", text=text, url=page_of(remark), at=at)


def page_of(remark: Remark, /) -> str:
    """Return where a remark is read."""
    if remark.dataset_id is None:
        return f"/suggestions/#{remark.id}"
    return f"/datasets/{catalogue.entry(dataset_id=remark.dataset_id).slug}/conversation/#{remark.id}"
