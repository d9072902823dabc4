"""Moving a correction: a row with who and when, an audit line, an event, a word to whoever asked; and its clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction

from zhanqiao.core_services.corrections import events
from zhanqiao.core_services.corrections.models import Correction, CorrectionStep
from zhanqiao.core_services.corrections.rules import WORDS, CorrectionState, Origin, require_step
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.operations import record
from zhanqiao.people.notices.operations import tell

DUTY, FORWARDING, OBJECT = "correction", "forwarding", "correction"
TOLD = frozenset(
    {CorrectionState.PUBLISHED, CorrectionState.REJECTED, CorrectionState.ACCEPTED, CorrectionState.RETRACTED}
)
NEWS = Text("您对“{zh}”的校核申请：{state_zh}", "Your correction of '{en}': {state_en}")


def locked(*, correction_id: str) -> Correction:
    """Return the correction's row, locked until the transaction ends. Raises NotFoundError."""
    found = Correction.objects.select_for_update().filter(pk=correction_id).first()
    if found is None:
        raise NotFoundError(what=correction_id)
    return found


def move(correction: Correction, *, to: CorrectionState, by: str, at: datetime, words: str) -> None:
    """Take a locked correction one step further. Raises CorrectionStepError."""
    require_step(origin=Origin(correction.origin), now=CorrectionState(correction.state), then=to)
    correction.state = to.value
    note(correction, to=to, by=by, at=at, words=words)


def note(correction: Correction, *, to: CorrectionState, by: str, at: datetime, words: str) -> None:
    """Write the row of a step that was taken, tell whoever asked, record and announce it."""
    correction.save()
    CorrectionStep.objects.create(correction=correction, state=to.value, by=by, at=at, words=words)
    if to in TOLD and by != correction.account_id:
        tell_sender(correction, news=WORDS[to], at=at)
    event = events.CorrectionMoved(correction.id, correction.dataset_id, to.value, at)
    transaction.on_commit(partial(events.correction_moved.send_robust, sender=events.CorrectionMoved, event=event))
    detail = {"dataset": correction.dataset_id, "column": correction.column, "origin": correction.origin}
    record(by=by, action=f"correction.{to.value}", object_type=OBJECT, object_id=correction.id, detail=detail, at=at)


def tell_sender(correction: Correction, *, news: Text, at: datetime) -> None:
    """Tell whoever asked what became of their correction."""
    dataset = correction.dataset
    said = NEWS.filled(zh=dataset.title_zh, en=dataset.title_en or dataset.title_zh, state_zh=news.zh, state_en=news.en)
    tell(account_ids=[correction.account_id], kind="correction", text=said, url=f"/corrections/{correction.id}/", at=at)


def tie(correction: Correction, *, discrepancies: Iterable[str]) -> None:
    """Keep that discrepancies are about the cell of a correction."""
    correction.discrepancies.add(*discrepancies)  # type: ignore[arg-type]  # - the stubs know keys that are numbers only


def start_answering(correction: Correction, *, by: str, at: datetime) -> None:
    """Start the department's clock, which runs until the correction is published or rejected."""
    _start(correction, DUTY, Role.officer, correction.department_id, by=by, at=at)


def start_forwarding(correction: Correction, *, by: str, at: datetime) -> None:
    """Start the authority's clock to forward it."""
    _start(correction, FORWARDING, Role.authority, None, by=by, at=at)


def hand(correction: Correction, *, to: Role, by: str, at: datetime) -> None:
    """Let the department's clock go on with its officer or its reviewer."""
    deadlines.hand_clock(
        duty=DUTY,
        object_type=OBJECT,
        object_id=correction.id,
        role=to,
        department_id=correction.department_id,
        url=page_of(correction_id=correction.id),
        by=by,
        at=at,
    )


def end_clocks(correction: Correction, *, outcome: str, by: str, at: datetime) -> None:
    """End whatever clock runs for the correction."""
    for duty in (DUTY, FORWARDING):
        deadlines.end_clock(duty=duty, object_type=OBJECT, object_id=correction.id, outcome=outcome, by=by, at=at)


def page_of(*, correction_id: str) -> str:
    """Return the address of a correction in the workbench."""
    return f"/workbench/corrections/{correction_id}/"


def _start(correction: Correction, duty: str, role: Role, department_id: str | None, *, by: str, at: datetime) -> None:
    dataset, column = correction.dataset, correction.column
    deadlines.start_clock(
        duty=duty,
        object_type=OBJECT,
        object_id=correction.id,
        title=Text(f"{dataset.title_zh} · {column}", f"{dataset.title_en or dataset.title_zh} · {column}"),
        url=page_of(correction_id=correction.id),
        role=role,
        department_id=department_id,
        received_at=at,
        by=by,
    )
