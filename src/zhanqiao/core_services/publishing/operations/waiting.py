"""The clocks of a submission: whom it waits for, and until when."""

from __future__ import annotations

from datetime import datetime

from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.core_services.publishing.models import Submission
from zhanqiao.core_services.publishing.rules import DUTIES, REVIEW_DUTIES, REWORK, Stage
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.rules import Role

OBJECT = "submission"


def await_review(submission: Submission, /, *, stage: Stage, by: str, at: datetime) -> None:
    """Start the clock of a stage: it waits for the department's reviewers, or for the authority."""
    if stage is Stage.DEPARTMENT:
        _start(submission, DUTIES[stage], Role.reviewer, submission.department_id, "review/", by=by, at=at)
    else:
        _start(submission, DUTIES[stage], Role.authority, None, "review/", by=by, at=at)


def await_rework(submission: Submission, /, *, by: str, at: datetime) -> None:
    """Start the clock of rework: it waits for the department's officers."""
    _start(submission, REWORK, Role.officer, submission.department_id, "", by=by, at=at)


def end_waiting(submission_id: str, /, *, outcome: str, by: str, at: datetime) -> None:
    """End whatever clock of a submission runs."""
    for duty in REVIEW_DUTIES:
        deadlines.end_clock(duty=duty, object_type=OBJECT, object_id=submission_id, outcome=outcome, by=by, at=at)


def _start(
    submission: Submission, duty: str, role: Role, department_id: str | None, place: str, *, by: str, at: datetime
) -> None:
    entry = DatasetEntry.from_dict(submission.entry or {})
    deadlines.start_clock(
        duty=duty,
        object_type=OBJECT,
        object_id=submission.id,
        title=Text(entry.title_zh or submission.filename, entry.title_en or entry.title_zh or submission.filename),
        url=f"/workbench/submissions/{submission.id}/{place}",
        role=role,
        department_id=department_id,
        received_at=at,
        by=by,
    )
