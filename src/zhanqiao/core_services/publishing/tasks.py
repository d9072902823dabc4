"""Background work of publishing, run by ``zhanqiao work``."""

from __future__ import annotations

from typing import Any

from django_tasks import task

from zhanqiao.core_services.publishing import operations
from zhanqiao.core_services.publishing.events import WorkWanted, work_wanted
from zhanqiao.core_services.publishing.rules import SubmissionStep
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.audit.rules import SYSTEM


@task()
def understand(submission_id: str) -> str:
    """Understand a submission; returns the state it ends in."""
    return operations.understand_submission(submission_id=submission_id, by=SYSTEM, at=now(), clock=now).value


@task()
def publish(submission_id: str) -> dict[str, Any] | None:
    """Publish a submission; returns what was published, None when it was sent back (its state says why)."""
    by = operations.publisher(submission_id=submission_id)
    try:
        return operations.publish(submission_id=submission_id, by=by, at=now(), clock=now, only_begun=True)
    except ZhanqiaoError:
        return None  # the officer reads the reason in the submission's state


def connect() -> None:
    """Let wanted work start these tasks."""
    work_wanted.connect(_enqueue, dispatch_uid="publishing.tasks")


def _enqueue(*, event: WorkWanted, **_: object) -> None:
    chosen = publish if event.state == SubmissionStep.PUBLISHING.value else understand
    chosen.enqueue(event.submission_id)
