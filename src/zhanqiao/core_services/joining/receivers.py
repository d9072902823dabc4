"""What derived tables do when something below changes: their sources get releases, their rows are understood or published."""

from __future__ import annotations

from zhanqiao.core_services.joining import operations
from zhanqiao.core_services.publishing.events import SubmissionMoved, submission_moved
from zhanqiao.core_services.publishing.rules import SubmissionStep
from zhanqiao.data_center.catalogue.events import ReleasePublished, release_published


def connect() -> None:
    """Listen; called once when Django has loaded the apps."""
    release_published.connect(_released, dispatch_uid="joining.releases")
    submission_moved.connect(_moved, dispatch_uid="joining.submissions")


def _released(event: ReleasePublished, **_: object) -> None:
    operations.refresh_of(table_ids=[table for table, _release in event.releases], at=event.at)


def _moved(event: SubmissionMoved, **_: object) -> None:
    if event.state == SubmissionStep.UNDERSTOOD.value:
        operations.describe_first(submission_id=event.submission_id, at=event.at)
    elif event.state == SubmissionStep.PUBLISHED.value:
        operations.settle_first(submission_id=event.submission_id, at=event.at)
