"""Review of a submission: handed on by the officer, decided by the department, then by the authority, released in time.

Nothing that people hand in reaches the public by another way.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.publishing.models import ReviewComment, Submission, SubmissionState
from zhanqiao.core_services.publishing.operations.describing import require_publishable, understood_submission
from zhanqiao.core_services.publishing.operations.steps import involve, locked, move, want_work
from zhanqiao.core_services.publishing.operations.waiting import await_review, await_rework, end_waiting
from zhanqiao.core_services.publishing.rules import (
    Place,
    Stage,
    SubmissionStep,
    require_other_person,
    require_release_time,
    require_review_words,
    stage_of,
)
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.rules import SYSTEM


class NotInReviewError(ZhanqiaoError):
    """The submission does not wait for this decision; nothing was changed."""

    status = 409
    code = "not-in-review"
    sentence = Text(
        zh="这次提交现在不在等待此项审核，可能已由他人处理。什么都没有改变，请刷新页面。",
        en="The submission does not wait for this decision; somebody else may have taken it. Nothing was changed; reload the page.",
    )


class SentBackError(ZhanqiaoError):
    """Why a reviewer sent a submission back; kept with its step."""

    status = 409
    code = "sent-back"
    sentence = Text(zh="审核退回：{reason}", en="Sent back by the reviewer: {reason}")


class TakenBackError(ZhanqiaoError):
    """The sender took the submission out of review; kept with its step."""

    status = 409
    code = "taken-back"
    sentence = Text(zh="提交人已撤回审核。", en="The sender took it out of review.")


def submit(*, submission_id: str, release_at: datetime | None = None, by: str, at: datetime) -> None:
    """Hand a described submission on to review, to be released at a time or as soon as it is approved.

    Raises PersonalDataError, NotDescribedError, PastReleaseError, SubmissionStepError; then it stays as it was.
    """
    require_release_time(release_at=release_at, at=at)
    with transaction.atomic():
        submission = understood_submission(submission_id=submission_id)
        require_publishable(submission)
        submission.release_at = release_at
        involve(submission, by=by)
        move(submission, to=SubmissionStep.DEPARTMENT_REVIEW, by=by, at=at)
        end_waiting(submission.id, outcome="resubmitted", by=by, at=at)
        await_review(submission, stage=Stage.DEPARTMENT, by=by, at=at)


def approve(
    *, submission_id: str, stage: Stage, release_at: datetime | None = None, by: str, at: datetime
) -> SubmissionStep:
    """Approve a submission at a stage and return where it stands now; the authority may set the time of release.

    The department hands it on to the authority; the authority lets it be published, at once or when its time comes.
    Raises NotInReviewError, OwnWorkError, PersonalDataError, PastReleaseError.
    """
    require_release_time(release_at=release_at, at=at)
    with transaction.atomic():
        submission = _in_review(submission_id, stage)
        require_other_person(by=by, involved=_involved(submission))
        require_publishable(submission)
        end_waiting(submission.id, outcome="approved", by=by, at=at)
        submission.release_at = release_at or submission.release_at
        if stage is Stage.DEPARTMENT:
            move(submission, to=SubmissionStep.AUTHORITY_REVIEW, by=by, at=at)
            await_review(submission, stage=Stage.AUTHORITY, by=by, at=at)
        elif submission.release_at and submission.release_at > at:
            move(submission, to=SubmissionStep.APPROVED, by=by, at=at)
        else:
            move(submission, to=SubmissionStep.PUBLISHING, by=by, at=at)
            want_work(submission, at=at)
    return SubmissionStep(submission.state)


def send_back(*, submission_id: str, stage: Stage, reason: str, by: str, at: datetime) -> None:
    """Send a submission back to its officer with the reason; also one that is approved and waits for its time.

    Raises EmptyReasonError, NotInReviewError, OwnWorkError.
    """
    reason = require_review_words(text=reason)
    with transaction.atomic():
        submission = _in_review(submission_id, stage, also=SubmissionStep.APPROVED)
        require_other_person(by=by, involved={submission.by, *submission.editors})
        end_waiting(submission.id, outcome="sent_back", by=by, at=at)
        move(submission, to=SubmissionStep.UNDERSTOOD, why=SentBackError(reason=reason), by=by, at=at)
        await_rework(submission, by=by, at=at)


def take_back(*, submission_id: str, by: str, at: datetime) -> None:
    """Take a submission out of review, or from before its time of release, to change it. Raises NotInReviewError."""
    with transaction.atomic():
        submission = locked(submission_id=submission_id)
        if stage_of(state=SubmissionStep(submission.state)) is None:
            raise NotInReviewError
        move(submission, to=SubmissionStep.UNDERSTOOD, why=TakenBackError(), by=by, at=at)
        end_waiting(submission.id, outcome="taken_back", by=by, at=at)


def comment(*, submission_id: str, place: Place, text: str, by: str, at: datetime) -> int:
    """Leave a word on a submission or on a place in it, and return its number. Raises EmptyReasonError, NotFoundError."""
    text = require_review_words(text=text)
    with transaction.atomic():
        made = ReviewComment.objects.create(
            submission=locked(submission_id=submission_id),
            by=by,
            at=at,
            field=place.field,
            table=place.table,
            column=place.column,
            row=place.row,
            text=text,
        )
        _record(submission_id, "submission.comment", {"comment": made.pk}, by=by, at=at)
    return made.pk


def settle_comment(*, submission_id: str, number: int, by: str, at: datetime) -> None:
    """Mark a comment as met. Raises NotFoundError for one that is not there or was settled before."""
    with transaction.atomic():
        found = ReviewComment.objects.filter(pk=number, submission_id=submission_id, settled_at__isnull=True)
        if not found.update(settled_by=by, settled_at=at):
            raise NotFoundError(what=f"{submission_id}/{number}")
        _record(submission_id, "submission.settle", {"comment": number}, by=by, at=at)


def release_due(*, at: datetime) -> tuple[str, ...]:
    """Send every approved submission whose time has come to publication; return their ids."""
    due = Submission.objects.filter(state=SubmissionStep.APPROVED.value, release_at__lte=at)
    return tuple(one for one in due.values_list("id", flat=True) if _released(one, at=at))


def _released(submission_id: str, *, at: datetime) -> bool:
    with transaction.atomic():
        submission = locked(submission_id=submission_id)
        if submission.state != SubmissionStep.APPROVED.value:
            return False
        move(submission, to=SubmissionStep.PUBLISHING, by=SYSTEM, at=at)
        want_work(submission, at=at)
    return True


def _in_review(submission_id: str, stage: Stage, *, also: SubmissionStep | None = None) -> Submission:
    submission = locked(submission_id=submission_id)
    state = SubmissionStep(submission.state)
    if stage_of(state=state) is not stage or (state is SubmissionStep.APPROVED and also is not state):
        raise NotInReviewError
    return submission


def _involved(submission: Submission) -> set[str]:
    """Return who edited it, and who approved it since it was handed on last."""
    steps = list(SubmissionState.objects.filter(submission=submission).order_by("-id"))
    handed = next((n for n, one in enumerate(steps) if one.state == SubmissionStep.DEPARTMENT_REVIEW.value), len(steps))
    return {submission.by, *submission.editors, *(one.by for one in steps[: handed + 1])}


def _record(submission_id: str, action: str, detail: dict[str, int], *, by: str, at: datetime) -> None:
    record(by=by, action=action, object_type="submission", object_id=submission_id, detail=detail, at=at)
