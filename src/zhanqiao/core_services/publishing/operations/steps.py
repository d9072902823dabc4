"""Moving a submission from state to state: a row with who, when and why, an audit line, an event."""

from __future__ import annotations

import shutil
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from zhanqiao.core_services.publishing import events
from zhanqiao.core_services.publishing.models import JobProgress, Submission, SubmissionState
from zhanqiao.core_services.publishing.queries.places import folder
from zhanqiao.core_services.publishing.rules import SubmissionStep, require_step
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.people.audit.operations import record


def locked(*, submission_id: str) -> Submission:
    """Return the submission's row, locked until the transaction ends. Raises NotFoundError."""
    found = Submission.objects.select_for_update().filter(pk=submission_id).first()
    if found is None:
        raise NotFoundError(what=submission_id)
    return found


def involve(submission: Submission, /, *, by: str) -> None:
    """Have a locked submission remember who had a hand in it: they review none of it. Whoever calls saves it."""
    submission.editors = sorted({*submission.editors, by})


def move(
    submission: Submission,
    *,
    to: SubmissionStep,
    by: str,
    at: datetime,
    why: ZhanqiaoError | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Take a locked submission one step further and save it whole. Raises SubmissionStepError.

    ``why`` is the error that refused it or sent it back; its sentence is kept for the officer.
    """
    require_step(filename=submission.filename, now=SubmissionStep(submission.state), then=to)
    submission.state = to.value
    submission.save()
    note_step(submission, by=by, at=at, why=why)
    detail = {**(detail or {}), **({"code": why.code} if why else {})}
    action = f"submission.{to.value}"
    record(by=by, action=action, object_type="submission", object_id=submission.id, detail=detail, at=at)


def note_step(submission: Submission, *, by: str, at: datetime, why: ZhanqiaoError | None = None) -> None:
    """Write the row of the step a submission has just taken, and announce it on commit."""
    SubmissionState.objects.create(
        submission=submission,
        state=submission.state,
        by=by,
        at=at,
        code=why.code if why else "",
        reason_zh=why.text.zh if why else "",
        reason_en=why.text.en if why else "",
    )
    moved = events.SubmissionMoved(submission_id=submission.id, state=submission.state, by=by, at=at)
    transaction.on_commit(partial(events.submission_moved.send_robust, sender=events.SubmissionMoved, event=moved))


def want_work(submission: Submission, *, at: datetime) -> None:
    """Start the submission's progress anew and call for a worker on commit."""
    JobProgress.objects.update_or_create(
        submission=submission,
        defaults={
            "stage": "waiting",
            "done": 0,
            "total": None,
            "unit": "rows",
            "began_at": at,
            "updated_at": at,
            "cancel_asked_by": "",
            "cancel_asked_at": None,
        },
    )
    call_for_work(submission)


def call_for_work(submission: Submission) -> None:
    """Call for a worker when the transaction commits, or at once without one."""
    event = events.WorkWanted(submission_id=submission.id, state=submission.state)
    transaction.on_commit(partial(events.work_wanted.send_robust, sender=events.WorkWanted, event=event))


def clear_files(*, submission_id: str) -> None:
    """Remove the files of a submission that has ended; a published release keeps its own copy of the source."""
    shutil.rmtree(folder(submission_id=submission_id), ignore_errors=True)
