"""Exemptions by somebody else, with a reason; and the assessment without which personal data is not opened."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.core_services.publishing.grounds import AT, BY
from tests.core_services.publishing.personal_grounds import (
    AUTHORITY,
    NAMES,
    assess,
    exempt,
    mask,
    publish,
    rows_of,
    waiting,
)

from zhanqiao.core_services.publishing import operations
from zhanqiao.core_services.publishing.models import ImpactAssessment, PersonalExemption
from zhanqiao.core_services.publishing.rules import (
    AssessmentMissingError,
    NothingToExemptError,
    OwnExemptionError,
    PersonalDataError,
    ReasonMissingError,
)
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.people.access.rules import AccessCard, Action, Role, decide


def test_an_assessment_that_refuses_or_is_old_does_not_open(department: str) -> None:
    submission_id = waiting(department)
    mask(submission_id)
    for conclusion, on in (("refuse", AT.date()), ("publish", AT.date() - timedelta(days=366))):
        assess(submission_id, conclusion=conclusion, on=on)
        with pytest.raises(AssessmentMissingError):
            operations.submit(submission_id=submission_id, by=BY, at=AT)


def test_an_assessment_is_kept_for_three_years(department: str) -> None:
    submission_id = waiting(department)
    assess(submission_id)
    assert [one.keep_until for one in ImpactAssessment.objects.all()] == [date(2029, 11, 22)]


def test_an_exemption_needs_somebody_else_a_reason_and_a_finding(department: str) -> None:
    submission_id = waiting(department)
    with pytest.raises(OwnExemptionError):
        exempt(submission_id, "申请人", "name", by=BY)
    with pytest.raises(ReasonMissingError):
        exempt(submission_id, "申请人", "name", reason="  ")
    with pytest.raises(NothingToExemptError):
        exempt(submission_id, "登记日期", "name")
    assert PersonalExemption.objects.count() == 0


def test_only_the_authority_may_exempt() -> None:
    may = {
        role: decide(
            card=AccessCard(account_id="a", roles=frozenset({(role, "d")})), action=Action.exempt_personal
        ).allowed
        for role in Role
    }
    assert [role for role, allowed in may.items() if allowed] == [Role.authority]


def test_exempted_data_is_published_as_it_is_and_follows_the_table(department: str) -> None:
    content = "申请人,结果\n" + "".join(f"{name},通过\n" for name in NAMES)
    submission_id = waiting(department, content=content)
    exempt(submission_id, "申请人", "name")
    assess(submission_id, conclusion="publish")
    table_id = str(publish(submission_id)["tables"][0])
    again = waiting(department, content=content, dataset_id=storage.table_card(table_id=table_id).dataset_id)
    assert publish(again)["tables"] == [table_id]
    assert rows_of(table_id)[0][0] == "王小明"
    batch, known = operations.send_rows(
        table_id=table_id, operation=Operation.APPEND, rows=[{"申请人": "钱七", "结果": "通过"}], by=BY, at=AT
    )
    assert (batch.rows, known) == (1, False)


def test_a_revoked_exemption_blocks_again(department: str) -> None:
    submission_id = waiting(department, content="申请人,结果\n" + "".join(f"{name},通过\n" for name in NAMES))
    exempt(submission_id, "申请人", "name")
    assess(submission_id)
    kept = PersonalExemption.objects.get()
    operations.revoke_exemption(submission_id=submission_id, exemption_id=kept.pk, by=AUTHORITY, at=AT)
    with pytest.raises(PersonalDataError):
        operations.submit(submission_id=submission_id, by=BY, at=AT)
