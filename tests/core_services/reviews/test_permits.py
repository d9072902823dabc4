"""Permits for updates: programs write to what is public only in ways that two people approved, until a day."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from tests.core_services.reviews.grounds import AT, AUTHORITY, BY, REVIEWER, UNTIL, City, approved, asked

from zhanqiao.core_services.deadlines.queries import clocks_of
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.core_services.publishing.rules import SubmissionStep
from zhanqiao.core_services.reviews import operations, queries
from zhanqiao.core_services.reviews.rules import (
    ChangeNotInReviewError,
    ChangeState,
    ChangeWaitsError,
    EmptyReasonError,
    NoPermitError,
    OwnWorkError,
    PermitRefusedError,
    Stage,
    UpdatesNotPermittedError,
    UpdateWay,
)
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Field, LogicalType
from zhanqiao.data_center.storage.rules import Mode, Operation
from zhanqiao.people.access.rules import Role
from zhanqiao.people.audit.models import AuditLine

ROW = {"车场编号": "P006", "名称": "第6停车场", "余位": 6}


def send(city: City, *, operation: Operation = Operation.APPEND) -> str:
    card, _ = publishing.send_rows(table_id=city.table, operation=operation, rows=[ROW], by=BY, at=AT)
    return card.state


def sent_file(city: City) -> str:
    """Send a file as a program does and let it be understood; return its id."""
    submission, _ = publishing.send_file(
        table_id=city.table,
        chunks=["车场编号,名称,余位\nP001,第1停车场,9\n".encode()],
        filename="余位.csv",
        mode=Mode.REPLACE,
        by=BY,
        at=AT,
    )
    publishing.understand_submission(submission_id=submission, by=BY, at=AT, clock=lambda: AT)
    return submission


def state(submission_id: str, city: City) -> SubmissionStep:
    return submissions.submission_card(submission_id=submission_id, card=city.card()).state


@pytest.mark.parametrize("operation", list(Operation))
def test_rows_for_a_dataset_without_a_permit_are_refused(city: City, operation: Operation) -> None:
    with pytest.raises(UpdatesNotPermittedError):
        send(city, operation=operation)


def test_a_key_and_a_new_table_need_a_permit_too(city: City) -> None:
    with pytest.raises(UpdatesNotPermittedError):
        publishing.declare_key(table_id=city.table, columns=["车场编号"], by=BY, at=AT)
    fields = [Field("编号", LogicalType.TEXT)]
    with pytest.raises(UpdatesNotPermittedError):
        publishing.begin_table(dataset_id=city.lots, name="收费", fields=fields, rows=[{"编号": "1"}], by=BY, at=AT)
    assert len(catalogue.tables_of(dataset_id=city.lots)) == 1


def test_a_permit_that_two_people_approved_lets_rows_in(city: City) -> None:
    change = asked(city, "rows")
    assert queries.permit_of(dataset_id=city.lots, at=AT) is None
    assert approved(change) is ChangeState.IN_EFFECT
    permit = queries.permit_of(dataset_id=city.lots, at=AT)
    assert permit is not None
    assert (permit.ways, permit.until, permit.change_id) == (frozenset({UpdateWay.ROWS}), UNTIL, change)
    assert send(city) == "accepted"


def test_a_permit_for_rows_is_none_for_files_or_tables(city: City) -> None:
    approved(asked(city, "rows"))
    held = [queries.permits_updates(dataset_id=city.lots, way=way, at=AT) for way in UpdateWay]
    assert held == [True, False, False]


def test_a_permit_of_another_dataset_helps_nobody(city: City) -> None:
    approved(asked(city, "rows"))
    assert not queries.permits_updates(dataset_id=city.wells, way=UpdateWay.ROWS, at=AT)


def test_a_file_without_a_permit_waits_for_review_and_is_published_by_people(city: City) -> None:
    submission = sent_file(city)
    assert state(submission, city) is SubmissionStep.DEPARTMENT_REVIEW
    (clock,) = clocks_of(object_type="submission", object_id=submission, at=AT)
    assert (clock.duty.code, clock.ended_at) == ("department_review", None)
    publishing.approve(submission_id=submission, stage=Stage.DEPARTMENT, by=REVIEWER, at=AT)
    publishing.approve(submission_id=submission, stage=Stage.AUTHORITY, by=AUTHORITY, at=AT)
    publishing.publish(submission_id=submission, by=AUTHORITY, at=AT, clock=lambda: AT)
    assert storage.table_card(table_id=city.table).rows == 1


def test_a_file_under_a_permit_is_published_without_a_person(city: City) -> None:
    approved(asked(city, "files"))
    assert state(sent_file(city), city) is SubmissionStep.PUBLISHING


def test_a_permit_ends_with_its_last_day(city: City) -> None:
    approved(asked(city, "rows"))
    late = AT + timedelta(days=200)
    held = [
        queries.permits_updates(dataset_id=city.lots, way=UpdateWay.ROWS, at=late + timedelta(days=n)) for n in (0, 1)
    ]
    assert held == [True, False]


def test_a_permit_that_was_ended_lets_nothing_in(city: City) -> None:
    approved(asked(city, "rows"))
    operations.end_permit(dataset_id=city.lots, reason="系统停用", by=REVIEWER, at=AT)
    with pytest.raises(UpdatesNotPermittedError):
        send(city)
    with pytest.raises(NoPermitError):
        operations.end_permit(dataset_id=city.lots, reason="再次终止", by=REVIEWER, at=AT)


def test_officers_are_reminded_of_the_end(city: City) -> None:
    approved(asked(city, "rows"))
    (clock,) = clocks_of(object_type="dataset", object_id=city.lots, at=AT)
    assert (clock.duty.code, clock.due.on, clock.ended_at) == ("permit_renewal", UNTIL, None)
    approved(asked(city, "rows", "files"))
    clocks = clocks_of(object_type="dataset", object_id=city.lots, at=AT)
    assert sorted(one.ended_at is None for one in clocks) == [False, True]


def test_the_operators_short_cut_is_audited_as_such(city: City) -> None:
    operations.permit_updates(
        dataset_id=city.lots, ways=["rows"], until=UNTIL, reason="停车诱导系统", by="command-line", at=AT
    )
    line = AuditLine.objects.get(action="permit.begin")
    assert (line.by, json.loads(line.detail)["short_cut"], send(city)) == ("command-line", True, "accepted")


@pytest.mark.parametrize(
    ("ways", "until", "reason"),
    [
        ((), UNTIL, "停车诱导系统"),
        (("rows", "anything"), UNTIL, "停车诱导系统"),
        (("rows",), AT.date() - timedelta(days=1), "停车诱导系统"),
        (("rows",), AT.date() + timedelta(days=367), "停车诱导系统"),
        (("rows",), UNTIL, " 无 "),
    ],
)
def test_an_incomplete_request_is_refused(city: City, ways: tuple[str, ...], until: date, reason: str) -> None:
    with pytest.raises(PermitRefusedError):
        operations.ask_for_updates(dataset_id=city.lots, ways=ways, until=until, reason=reason, by=BY, at=AT)


def test_a_second_request_waits_for_the_first(city: City) -> None:
    change = asked(city, "rows")
    with pytest.raises(ChangeWaitsError):
        asked(city, "files")
    operations.take_back_change(change_id=change, by=BY, at=AT)
    assert asked(city, "files") != change


def test_nobody_approves_what_they_asked_for_or_reviewed(city: City) -> None:
    change = asked(city, "rows")
    with pytest.raises(OwnWorkError):
        operations.approve_change(change_id=change, stage=Stage.DEPARTMENT, by=BY, at=AT)
    operations.approve_change(change_id=change, stage=Stage.DEPARTMENT, by=REVIEWER, at=AT)
    with pytest.raises(OwnWorkError):
        operations.approve_change(change_id=change, stage=Stage.AUTHORITY, by=REVIEWER, at=AT)
    assert queries.permit_of(dataset_id=city.lots, at=AT) is None


def test_the_authority_cannot_decide_before_the_department(city: City) -> None:
    change = asked(city, "rows")
    with pytest.raises(ChangeNotInReviewError):
        operations.approve_change(change_id=change, stage=Stage.AUTHORITY, by=AUTHORITY, at=AT)


def test_sending_back_needs_a_reason_and_ends_the_change(city: City) -> None:
    change = asked(city, "rows")
    with pytest.raises(EmptyReasonError):
        operations.send_back_change(change_id=change, stage=Stage.DEPARTMENT, reason=" ", by=REVIEWER, at=AT)
    operations.send_back_change(change_id=change, stage=Stage.DEPARTMENT, reason="请写明系统", by=REVIEWER, at=AT)
    card = queries.change_card(change_id=change, card=city.card())
    assert (card.state, card.steps[-1].words) == (ChangeState.SENT_BACK, "请写明系统")
    (clock,) = clocks_of(object_type="change", object_id=change, at=AT)
    assert clock.outcome == "sent_back"
    with pytest.raises(ChangeNotInReviewError):
        approved(change)


def test_only_those_whose_decision_it_is_may_decide(city: City) -> None:
    change = asked(city, "rows")
    reviewer, authority = city.card(Role.reviewer, REVIEWER), city.card(Role.authority, AUTHORITY)

    def deciding() -> list[Stage | None]:
        card = queries.change_card(change_id=change, card=city.card())
        return [queries.may_decide(change=card, card=one) for one in (city.card(), reviewer, authority)]

    before = deciding()
    operations.approve_change(change_id=change, stage=Stage.DEPARTMENT, by=REVIEWER, at=AT)
    assert (before, deciding()) == ([None, Stage.DEPARTMENT, None], [None, None, Stage.AUTHORITY])
