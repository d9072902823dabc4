"""After a restart: work that a killed process left is taken up again, files it left are removed."""

from __future__ import annotations

from datetime import datetime

from zhanqiao.core_services.publishing.models import JobProgress, Submission
from zhanqiao.core_services.publishing.operations.steps import call_for_work, clear_files
from zhanqiao.core_services.publishing.operations.uploads import forget_uploads
from zhanqiao.core_services.publishing.operations.working import working
from zhanqiao.core_services.publishing.queries.places import folder
from zhanqiao.core_services.publishing.rules import RUNNING, SubmissionStep

ABANDONED_SECONDS = 86_400
CLEARED = frozenset({SubmissionStep.PUBLISHED.value, SubmissionStep.CANCELLED.value})


def resume_interrupted(*, at: datetime) -> tuple[str, ...]:
    """Call for a worker for every submission that waits for one and that no process works on; return their ids.

    Call it once at the start of a worker. Calling too often does no harm: work done or under way is left alone.
    """
    _tidy(at=at)
    forget_uploads(at=at)
    waiting = Submission.objects.filter(state__in=[state.value for state in RUNNING]).order_by("at")
    return tuple(submission.id for submission in waiting if _resumed(submission, at=at))


def _resumed(submission: Submission, *, at: datetime) -> bool:
    with working(submission_id=submission.id) as free:
        if not free:
            return False
        JobProgress.objects.get_or_create(submission=submission, defaults={"began_at": at, "updated_at": at})
    call_for_work(submission)
    return True


def _tidy(*, at: datetime) -> None:
    """Remove files of submissions that ended, and of uploads that were never acknowledged and are a day old."""
    for place in folder(submission_id="").glob("sub_*"):
        state = Submission.objects.filter(pk=place.name).values_list("state", flat=True).first()
        never_acknowledged = state is None and at.timestamp() - place.stat().st_mtime > ABANDONED_SECONDS
        if state in CLEARED or never_acknowledged:
            clear_files(submission_id=place.name)
