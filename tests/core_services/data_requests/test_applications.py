"""An application from hand to hand, with its clocks, its agreement, its grant and its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.core_services.data_requests.conftest import AT, People, dataset
from tests.core_services.data_requests.test_rules import PDF, application

from zhanqiao.core_services.data_requests import operations, queries
from zhanqiao.core_services.data_requests.models import ApplicationFile
from zhanqiao.core_services.data_requests.operations import NotForApplicationError, PersonalTextError
from zhanqiao.core_services.data_requests.operations.applications.agreeing import AgreementSupersededError
from zhanqiao.core_services.data_requests.operations.applications.following import NoReportDueError
from zhanqiao.core_services.data_requests.queries.files import proof_path
from zhanqiao.core_services.data_requests.rules import (
    FormRefusedError,
    ProofFile,
    ReasonNeededError,
    RequestStepError,
    SameHandsError,
    ToldTwiceError,
)
from zhanqiao.core_services.deadlines.queries import clocks_of, waiting_for
from zhanqiao.kit.clock import CITY_TIME, now, today
from zhanqiao.kit.deadlines import Light
from zhanqiao.people.access.operations import ForbiddenError, require
from zhanqiao.people.access.queries import card_of, card_of_key
from zhanqiao.people.access.rules import Action, Resource
from zhanqiao.people.audit.queries import verify
from zhanqiao.people.notices.models import Notice

DAY = timedelta(days=1)
PROOF = [ProofFile("证明.pdf", PDF)]


def handed_in(wells: str, people: People, **changes: object) -> str:
    return operations.submit_application(
        dataset_id=wells, form=application(**changes), files=PROOF, by=people.citizen, at=AT
    )


def agreed(wells: str, people: People, *, at: datetime = AT, **changes: object) -> str:
    """An application that waits for the applicant to accept the agreement."""
    made = operations.submit_application(
        dataset_id=wells, form=application(**changes), files=PROOF, by=people.citizen, at=at
    )
    operations.pass_application_on(application_id=made, by=people.authority, at=at)
    operations.consent_application(application_id=made, per_day=2, conditions="", by=people.parks_reviewer, at=at)
    return made


def lights(application_id: str, at: datetime) -> dict[str, tuple[str, Light]]:
    found = clocks_of(object_type="application", object_id=application_id, at=at)
    return {one.duty.code: (one.due.on.isoformat(), one.light) for one in found}


def reads(secret: str, dataset_id: str) -> None:
    resource = Resource(kind="dataset", id=dataset_id, department_id="dep_x", open_type="conditional")
    require(card=card_of_key(secret=secret), action=Action.see_rows, resource=resource)


def test_an_application_starts_the_authoritys_five_working_days(wells: str, people: People) -> None:
    made = handed_in(wells, people)
    assert lights(made, AT) == {"completeness_check": ("2026-12-03", Light.GREEN)}
    (waiting,) = waiting_for(card=card_of(account_id=people.authority), at=AT)
    assert (waiting.object_id, waiting.url) == (made, f"/workbench/requests/application/{made}/")
    assert queries.application_card(application_id=made).steps[-1].state.zh == "材料审查中"


def test_proof_is_kept_privately_and_whole(wells: str, people: People) -> None:
    made = handed_in(wells, people)
    row = ApplicationFile.objects.get()
    path = proof_path(application_id=made, file_id=row.id)
    assert (path.read_bytes(), oct(path.stat().st_mode)[-3:], row.name) == (PDF, "600", "证明.pdf")


def test_what_is_missing_is_told_once_and_stops_the_clock(wells: str, people: People) -> None:
    made = handed_in(wells, people)
    operations.tell_application_incomplete(
        application_id=made, missing="缺少单位证明", by=people.authority, at=AT + DAY
    )
    assert lights(made, AT + DAY)["completeness_check"][1] is Light.STOPPED
    (waiting,) = waiting_for(card=card_of(account_id=people.citizen), at=AT + DAY)
    assert (waiting.duty.code, waiting.url) == ("supplement", f"/my/applications/{made}/")
    operations.supplement_application(application_id=made, note="已补", files=PROOF, by=people.citizen, at=AT + 4 * DAY)
    # received on Thursday the 26th; the 27th counts, it stands until Monday the 30th; four days are left
    assert lights(made, AT + 4 * DAY)["completeness_check"] == ("2026-12-04", Light.GREEN)
    with pytest.raises(ToldTwiceError):
        operations.tell_application_incomplete(
            application_id=made, missing="再补", by=people.authority, at=AT + 5 * DAY
        )


def test_a_refusal_needs_its_reason_and_nothing_personal_in_it(wells: str, people: People) -> None:
    made = handed_in(wells, people)
    operations.pass_application_on(application_id=made, by=people.authority, at=AT)
    with pytest.raises(ReasonNeededError):
        operations.refuse_application(application_id=made, reason=" ", by=people.parks_reviewer, at=AT)
    with pytest.raises(PersonalTextError):
        operations.refuse_application(application_id=made, reason="请联系13800138000", by=people.parks_reviewer, at=AT)
    operations.refuse_application(application_id=made, reason="用途不明确", by=people.parks_reviewer, at=AT)
    ((result,), total) = queries.application_results(limit=10)
    assert (result.reason, result.outcome.zh, result.office.zh, total) == (
        "用途不明确",
        "不予同意",
        "青岛市园林和林业局",
        1,
    )
    assert lights(made, AT)["owner_decision"][1] is Light.DONE
    with pytest.raises(RequestStepError):
        operations.consent_application(application_id=made, per_day=1, conditions="", by=people.parks_reviewer, at=AT)


def test_the_public_result_hides_who_applied_and_for_what(wells: str, people: People) -> None:
    agreed(wells, people, applicant="绝密申请人", purpose="绝密用途")
    (results, _) = queries.application_results(limit=10)
    assert "绝密" not in repr(results)


def test_the_agreement_accepted_opens_the_data_to_its_key_until_it_ends(wells: str, people: People) -> None:
    at = now()
    on = today()
    made = agreed(wells, people, at=at, from_on=on + DAY, to_on=on + 400 * DAY)
    with pytest.raises(AgreementSupersededError):
        operations.accept_agreement(application_id=made, number=2, by=people.citizen, at=at)
    operations.revise_agreement(application_id=made, per_day=5, conditions="仅限院内", by=people.parks_reviewer, at=at)
    with pytest.raises(AgreementSupersededError):
        operations.accept_agreement(application_id=made, number=1, by=people.citizen, at=at)
    secret = operations.accept_agreement(application_id=made, number=2, by=people.citizen, at=at)
    card = queries.application_card(application_id=made)
    assert (card.grant.per_day, card.agreement.accepted_at, len(card.reports)) == (5, at, 3)
    with pytest.raises(ForbiddenError):
        reads(secret, wells)  # it begins tomorrow


def granted(wells: str, people: People) -> tuple[str, str]:
    at = now()
    made = agreed(wells, people, at=at, from_on=today() + DAY, to_on=today() + 400 * DAY)
    secret = operations.accept_agreement(application_id=made, number=1, by=people.citizen, at=at)
    from zhanqiao.people.access.models import CHANGES, DataGrant  # the day after, without waiting for it

    DataGrant.objects.update(from_at=at - DAY)
    CHANGES.advance()
    return made, secret


def test_misuse_is_suspended_rectified_and_ended(wells: str, people: People) -> None:
    made, secret = granted(wells, people)
    at = now()
    reads(secret, wells)
    with pytest.raises(FormRefusedError):
        operations.suspend_application(
            application_id=made, reason="超范围", rectify_by=today() - DAY, office_id=None, by=people.authority, at=at
        )
    operations.suspend_application(
        application_id=made, reason="超范围", rectify_by=today() + 9 * DAY, office_id=None, by=people.authority, at=at
    )
    with pytest.raises(ForbiddenError):
        reads(secret, wells)
    with pytest.raises(RequestStepError):
        operations.accept_agreement(application_id=made, number=1, by=people.citizen, at=at)
    operations.resume_application(application_id=made, reason="已整改", office_id=None, by=people.authority, at=at)
    reads(secret, wells)
    operations.end_application(application_id=made, reason="用途结束", office_id=None, by=people.authority, at=at)
    with pytest.raises(ForbiddenError):
        reads(secret, wells)
    found = {one.duty.code: one.outcome for one in clocks_of(object_type="application", object_id=made, at=at)}
    assert (found["rectification"], found["use_report"]) == ("rectified", "")
    (last,) = [one for one in queries.application_card(application_id=made).reports if one.at is None]
    assert last.due_on == today()
    operations.report_use(application_id=made, use="已停止使用并销毁", results="", by=people.citizen, at=at)
    with pytest.raises(NoReportDueError):
        operations.report_use(application_id=made, use="多余", results="", by=people.citizen, at=at)
    assert verify().is_whole


def test_the_clocks_say_the_dates_that_people_were_given(wells: str, people: People) -> None:
    made, _ = granted(wells, people)
    at = now()

    def due(duty: str) -> list[str]:
        found = clocks_of(object_type="application", object_id=made, at=at)
        return [one.due.on.isoformat() for one in found if one.duty.code == duty and not one.ended_at]

    first, second, _ = queries.application_card(application_id=made).reports
    assert due("use_report") == [first.due_on.isoformat()]
    operations.report_use(application_id=made, use="查询", results="", by=people.citizen, at=at)
    assert due("use_report") == [second.due_on.isoformat()]
    to = today() + 3 * DAY
    operations.suspend_application(
        application_id=made, reason="超范围", rectify_by=to, office_id=None, by=people.authority, at=at
    )
    assert due("rectification") == [to.isoformat()]


def test_nobody_decides_what_they_applied_for(wells: str, people: People) -> None:
    made = operations.submit_application(
        dataset_id=wells, form=application(), files=PROOF, by=people.parks_reviewer, at=AT
    )
    with pytest.raises(SameHandsError):
        operations.pass_application_on(application_id=made, by=people.parks_reviewer, at=AT)
    operations.pass_application_on(application_id=made, by=people.authority, at=AT)
    with pytest.raises(SameHandsError):
        operations.consent_application(application_id=made, per_day=1, conditions="", by=people.parks_reviewer, at=AT)
    with pytest.raises(SameHandsError):
        operations.refuse_application(application_id=made, reason="依据不足", by=people.parks_reviewer, at=AT)
    assert queries.application_card(application_id=made).line.state == "deciding"


def test_reports_of_use_are_given_one_after_another(wells: str, people: People) -> None:
    made, _ = granted(wells, people)
    for number in (2, 1, 0):
        operations.report_use(application_id=made, use="查询两次", results="论文一篇", by=people.citizen, at=now())
        given = [one for one in queries.application_card(application_id=made).reports if one.at is None]
        assert len(given) == number
    with pytest.raises(NoReportDueError):
        operations.report_use(application_id=made, use="多余", results="", by=people.citizen, at=now())


def test_only_published_conditional_data_are_applied_for_and_once_at_a_time(wells: str, people: People) -> None:
    open_one = dataset("parks", "公园")
    with pytest.raises(NotForApplicationError):
        handed_in(open_one, people)
    handed_in(wells, people)
    with pytest.raises(NotForApplicationError):
        handed_in(wells, people)
    assert ApplicationFile.objects.count() == 1


def test_a_form_with_problems_keeps_nothing(wells: str, people: People) -> None:
    with pytest.raises(FormRefusedError) as raised:
        operations.submit_application(
            dataset_id=wells, form=replace(application(), promised=False), files=[], by=people.citizen, at=AT
        )
    assert set(raised.value.problems) == {"promised", "proof"}
    assert queries.applications_of(account_id=people.citizen) == ()


def test_a_withdrawn_application_waits_for_nobody(wells: str, people: People) -> None:
    made = handed_in(wells, people)
    operations.withdraw_application(application_id=made, by=people.citizen, at=AT)
    assert waiting_for(card=card_of(account_id=people.authority), at=AT) == ()
    assert handed_in(wells, people) != made


def test_the_applicant_is_told_what_offices_do(wells: str, people: People) -> None:
    made = handed_in(wells, people)
    operations.pass_application_on(application_id=made, by=people.authority, at=AT)
    told = Notice.objects.filter(account_id=people.citizen, kind="application").values_list("text_en", flat=True)
    assert list(told) == ["Your application for '地下水监测井': with the data owner for decision"]


def test_dates_are_of_the_citys_time_zone(wells: str, people: People) -> None:
    late = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)  # already the 26th in Qingdao
    made = operations.submit_application(
        dataset_id=wells, form=application(from_on=date(2026, 11, 26)), files=PROOF, by=people.citizen, at=late
    )
    assert lights(made, late) == {"completeness_check": ("2026-12-03", Light.GREEN)}


def test_what_ran_out_of_its_time_is_ended_by_the_system(wells: str, people: People) -> None:
    made, _ = granted(wells, people)
    last = queries.application_card(application_id=made).to_on
    on_the_day = datetime.combine(last, datetime.min.time(), tzinfo=CITY_TIME) + timedelta(hours=23)
    ended = [operations.end_expired_applications(at=at) for at in (on_the_day, on_the_day + DAY, on_the_day + DAY)]
    card = queries.application_card(application_id=made)
    assert (ended, card.line.state, card.grant.state, card.steps[-1].by) == ([0, 1, 0], "ended", "ended", "system")


def test_results_cost_the_same_queries_with_one_and_with_three(
    wells: str, people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def refuse() -> None:
        made = operations.submit_application(
            dataset_id=wells, form=application(), files=PROOF, by=people.citizen, at=AT
        )
        operations.pass_application_on(application_id=made, by=people.authority, at=AT)
        operations.refuse_application(application_id=made, reason="用途不明确", by=people.parks_reviewer, at=AT)

    for number in (1, 2, 3):
        refuse()
        if number in (1, 3):
            with django_assert_num_queries(3):  # the rows, their reasons, the total
                assert len(queries.application_results(limit=10)[0]) == number


def test_an_agreement_whose_time_is_over_is_not_accepted(wells: str, people: People) -> None:
    made = agreed(wells, people)
    with pytest.raises(FormRefusedError):
        operations.accept_agreement(application_id=made, number=1, by=people.citizen, at=AT + 800 * DAY)
