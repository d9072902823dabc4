"""Who reviews: nobody their own work, nobody twice, nobody who edited it, and only the stage that waits."""

from __future__ import annotations

import pytest
from tests.core_services.publishing.grounds import (
    AT,
    AUTHORITY,
    BY,
    REVIEWER,
    STOPS,
    approve,
    card_of,
    described,
    officer,
    submitted,
    understood,
)

from zhanqiao.core_services.publishing import operations, queries
from zhanqiao.core_services.publishing.rules import CONCLUSIONS, OwnWorkError, Stage, SubmissionStep, TableMasking
from zhanqiao.people.access.rules import AccessCard, Role
from zhanqiao.people.departments.queries import department_card

pytestmark = pytest.mark.django_db


def test_nobody_reviews_their_own_work(department: str) -> None:
    submission_id = submitted(department)
    with pytest.raises(OwnWorkError):
        approve(submission_id, Stage.DEPARTMENT, by=BY)
    assert card_of(submission_id, department).state is SubmissionStep.DEPARTMENT_REVIEW


def test_nobody_reviews_twice(department: str) -> None:
    submission_id = submitted(department)
    approve(submission_id, Stage.DEPARTMENT, by=REVIEWER)
    with pytest.raises(OwnWorkError):
        approve(submission_id, Stage.AUTHORITY, by=REVIEWER)


def test_who_edited_after_a_return_does_not_review(department: str) -> None:
    submission_id = submitted(department)
    operations.send_back(submission_id=submission_id, stage=Stage.DEPARTMENT, reason="请补充摘要", by=REVIEWER, at=AT)
    card = card_of(submission_id, department)
    operations.describe(
        submission_id=submission_id,
        entry=queries.proposed_entry(submission=card),
        tables=queries.proposed_tables(submission=card),
        by="acc_helper",
        at=AT,
    )
    operations.submit(submission_id=submission_id, by=BY, at=AT)
    with pytest.raises(OwnWorkError):
        approve(submission_id, Stage.DEPARTMENT, by="acc_helper")
    assert approve(submission_id, Stage.DEPARTMENT, by=REVIEWER) is SubmissionStep.AUTHORITY_REVIEW


def test_whoever_chose_masks_or_assessed_reviews_none_of_it(department: str) -> None:
    submission_id = understood(content=STOPS, department=department)
    described(submission_id, department=department)
    operations.choose_masking(submission_id=submission_id, table="公交站点", masking=TableMasking(), by=REVIEWER, at=AT)
    operations.assess(
        submission_id=submission_id,
        purpose="公布公交站点的位置",
        effect="没有个人信息，影响很小",
        measures="没有需要采取的措施",
        conclusion=min(CONCLUSIONS),
        assessor="李评估",
        assessed_on=AT.date(),
        by=AUTHORITY,
        at=AT,
    )
    operations.submit(submission_id=submission_id, by=BY, at=AT)
    with pytest.raises(OwnWorkError):
        approve(submission_id, Stage.DEPARTMENT, by=REVIEWER)
    approve(submission_id, Stage.DEPARTMENT, by="another-reviewer")
    with pytest.raises(OwnWorkError):
        approve(submission_id, Stage.AUTHORITY, by=AUTHORITY)


def test_only_the_stage_that_waits_may_decide(department: str) -> None:
    submission_id = submitted(department)
    owner = department_card(key_or_code=department).id
    reviewer = AccessCard(account_id=REVIEWER, roles=frozenset({(Role.reviewer, owner)}))
    stranger = AccessCard(account_id="acc_stranger", roles=frozenset({(Role.reviewer, "dep_other")}))
    authority = AccessCard(account_id=AUTHORITY, roles=frozenset({(Role.authority, None)}))
    card = card_of(submission_id, department)
    seen = [
        queries.may_review(submission=card, card=one) for one in (reviewer, stranger, authority, officer(department))
    ]
    assert seen == [Stage.DEPARTMENT, None, None, None]
    approve(submission_id, Stage.DEPARTMENT, by=REVIEWER)
    card = card_of(submission_id, department)
    assert [queries.may_review(submission=card, card=one) for one in (reviewer, authority)] == [None, Stage.AUTHORITY]
