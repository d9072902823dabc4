"""Review: two stages by different people, sent back with a reason, released in time, with what would change in sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core_services.publishing.grounds import (
    AT,
    AUTHORITY,
    BY,
    REVIEWER,
    STOPS,
    approve,
    card_of,
    clock,
    described,
    reviewed,
    submitted,
    understood,
)

from zhanqiao.core_services.deadlines.queries import clocks_of
from zhanqiao.core_services.publishing import operations, queries
from zhanqiao.core_services.publishing.operations import NotInReviewError
from zhanqiao.core_services.publishing.rules import (
    EmptyReasonError,
    PastReleaseError,
    Place,
    Stage,
    SubmissionStep,
    SubmissionStepError,
)
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.people.access.queries import ANONYMOUS

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=2)


def running(submission_id: str) -> list[str]:
    found = clocks_of(object_type="submission", object_id=submission_id, at=AT)
    return [one.duty.code for one in found if one.ended_at is None]


def published(department: str) -> str:
    submission_id = understood(content=STOPS, department=department)
    described(submission_id, department=department)
    reviewed(submission_id)
    result = operations.publish(submission_id=submission_id, by=AUTHORITY, at=AT, clock=clock)
    assert result is not None
    return str(result["dataset"])


def test_a_submission_goes_from_the_department_to_the_authority_to_publication(department: str) -> None:
    submission_id = submitted(department)
    assert running(submission_id) == ["department_review"]
    assert approve(submission_id, Stage.DEPARTMENT, by=REVIEWER) is SubmissionStep.AUTHORITY_REVIEW
    assert running(submission_id) == ["authority_review"]
    assert catalogue.newest(card=ANONYMOUS) == ()
    assert approve(submission_id, Stage.AUTHORITY, by=AUTHORITY) is SubmissionStep.PUBLISHING
    assert running(submission_id) == []
    operations.publish(submission_id=submission_id, by=AUTHORITY, at=AT, clock=clock)
    assert len(catalogue.newest(card=ANONYMOUS)) == 1


def test_a_decision_at_the_wrong_stage_is_refused(department: str) -> None:
    submission_id = submitted(department)
    with pytest.raises(NotInReviewError):
        approve(submission_id, Stage.AUTHORITY, by=AUTHORITY)


def test_sending_back_gives_the_reason_and_starts_the_clock_of_rework(department: str) -> None:
    submission_id = submitted(department)
    operations.send_back(submission_id=submission_id, stage=Stage.DEPARTMENT, reason=" 请补充摘要 ", by=REVIEWER, at=AT)
    card = card_of(submission_id, department)
    assert (card.state, card.reason and card.reason.zh) == (SubmissionStep.UNDERSTOOD, "审核退回：请补充摘要")
    assert running(submission_id) == ["rework"]
    operations.submit(submission_id=submission_id, by=BY, at=AT)
    assert running(submission_id) == ["department_review"]


def test_sending_back_without_a_reason_is_refused(department: str) -> None:
    submission_id = submitted(department)
    with pytest.raises(EmptyReasonError):
        operations.send_back(submission_id=submission_id, stage=Stage.DEPARTMENT, reason="  ", by=REVIEWER, at=AT)


def test_an_approved_release_waits_for_its_time(department: str) -> None:
    submission_id = submitted(department)
    approve(submission_id, Stage.DEPARTMENT, by=REVIEWER)
    assert approve(submission_id, Stage.AUTHORITY, by=AUTHORITY, release_at=LATER) is SubmissionStep.APPROVED
    assert operations.release_due(at=LATER - timedelta(seconds=1)) == ()
    assert operations.release_due(at=LATER) == (submission_id,)
    assert operations.release_due(at=LATER) == ()
    assert card_of(submission_id, department).state is SubmissionStep.PUBLISHING


def test_an_approved_release_is_stopped_by_sending_it_back(department: str) -> None:
    submission_id = submitted(department)
    approve(submission_id, Stage.DEPARTMENT, by=REVIEWER)
    approve(submission_id, Stage.AUTHORITY, by=AUTHORITY, release_at=LATER)
    operations.send_back(submission_id=submission_id, stage=Stage.AUTHORITY, reason="暂缓", by=AUTHORITY, at=AT)
    assert operations.release_due(at=LATER) == ()


@pytest.mark.parametrize("moment", [AT, AT - timedelta(days=1), AT + timedelta(days=400)])
def test_a_release_time_that_cannot_be_is_refused(department: str, moment: object) -> None:
    submission_id = understood(content=STOPS, department=department)
    described(submission_id, department=department)
    with pytest.raises(PastReleaseError):
        operations.submit(submission_id=submission_id, release_at=moment, by=BY, at=AT)  # type: ignore[arg-type]  # a moment


def test_what_is_in_review_is_not_edited(department: str) -> None:
    submission_id = submitted(department)
    with pytest.raises(SubmissionStepError):
        described(submission_id, department=department)


def test_taking_back_ends_the_clock(department: str) -> None:
    submission_id = submitted(department)
    operations.take_back(submission_id=submission_id, by=BY, at=AT)
    assert (running(submission_id), card_of(submission_id, department).state) == ([], SubmissionStep.UNDERSTOOD)


def test_what_is_being_published_is_not_taken_back_and_no_late_job_publishes_what_was(department: str) -> None:
    submission_id = submitted(department)
    approve(submission_id, Stage.DEPARTMENT, by=REVIEWER)
    approve(submission_id, Stage.AUTHORITY, by=AUTHORITY)
    with pytest.raises(NotInReviewError):
        operations.take_back(submission_id=submission_id, by=BY, at=AT)
    other = submitted(department)
    operations.take_back(submission_id=other, by=BY, at=AT)
    with pytest.raises(NotInReviewError):
        operations.take_back(submission_id=other, by=BY, at=AT)
    assert operations.publish(submission_id=other, by=BY, at=AT, clock=clock, only_begun=True) is None
    assert card_of(other, department).state is SubmissionStep.UNDERSTOOD


def test_cancelling_in_review_ends_the_clock(department: str) -> None:
    submission_id = submitted(department)
    assert operations.cancel(submission_id=submission_id, by=BY, at=AT) is SubmissionStep.CANCELLED
    assert running(submission_id) == []


def test_a_reviewer_sees_the_rows_that_would_change(department: str) -> None:
    dataset_id = published(department)
    changed = (
        STOPS.replace("0002,第2站", "0002,第二站").replace("0003,第3站,120.003,36.003\n", "") + "0031,新站,120.5,36.5\n"
    )
    submission_id = submitted(department, content=changed, dataset_id=dataset_id)
    (review,) = queries.table_reviews(submission=card_of(submission_id, department), at=AT)
    found = queries.review_difference(review=review)
    assert found is not None
    counts = found.counts
    assert (found.key, counts.added, counts.removed, counts.changed, counts.unchanged) == (("编号",), 1, 1, 1, 28)
    rows = queries.review_rows(review=review, difference=found, kind="changed", limit=10)
    assert [(one.old and one.old["站名"], one.new and one.new["站名"], one.columns) for one in rows] == [
        ("第2站", "第二站", ("站名",))
    ]
    assert (review.old_measures and review.old_measures.rows, review.measures.rows) == (30, 30)


def test_a_reviewer_sees_that_rows_are_added(department: str) -> None:
    dataset_id = published(department)
    more = "编号,站名,经度,纬度\n0031,新站,120.5,36.5\n"
    submission_id = submitted(department, content=more, dataset_id=dataset_id, mode=Mode.APPEND)
    (review,) = queries.table_reviews(submission=card_of(submission_id, department), at=AT)
    assert (review.appends, review.draft.rows, queries.review_difference(review=review)) == (True, 1, None)


def test_a_reviewer_sees_the_fields_that_would_change(department: str) -> None:
    dataset_id = published(department)
    submission_id = understood(content=STOPS, department=department, dataset_id=dataset_id)
    card = card_of(submission_id, department)
    entry = replace(queries.proposed_entry(submission=card), title_zh="公交站点（2026）")
    operations.describe(
        submission_id=submission_id,
        entry=entry,
        tables=queries.proposed_tables(submission=card),
        dataset_id=dataset_id,
        by=BY,
        at=AT,
    )
    changes = queries.entry_changes(submission=card_of(submission_id, department))
    assert changes == (("title_zh", "公交站点", "公交站点（2026）"),)


def test_a_comment_on_a_cell_is_settled_once(department: str) -> None:
    submission_id = submitted(department)
    place = Place(table="公交站点", column="站名", row=3)
    number = operations.comment(submission_id=submission_id, place=place, text="站名有误", by=REVIEWER, at=AT)
    (comment,) = queries.comments_of(submission_id=submission_id)
    assert (comment.place, comment.text, comment.is_open) == (place, "站名有误", True)
    operations.settle_comment(submission_id=submission_id, number=number, by=BY, at=AT)
    with pytest.raises(NotFoundError):
        operations.settle_comment(submission_id=submission_id, number=number, by=BY, at=AT)
    assert not queries.comments_of(submission_id=submission_id)[0].is_open


def test_what_was_approved_and_cannot_be_published_waits_for_its_officer(department: str) -> None:
    dataset_id = published(department)
    fewer = "编号,站名\n0031,新站\n"
    submission_id = submitted(department, content=fewer, dataset_id=dataset_id, mode=Mode.APPEND)
    approve(submission_id, Stage.DEPARTMENT, by=REVIEWER)
    approve(submission_id, Stage.AUTHORITY, by=AUTHORITY)
    with pytest.raises(ZhanqiaoError):
        operations.publish(submission_id=submission_id, by=AUTHORITY, at=AT, clock=clock)
    card = card_of(submission_id, department)
    assert (card.state, running(submission_id)) == (SubmissionStep.UNDERSTOOD, ["rework"])
