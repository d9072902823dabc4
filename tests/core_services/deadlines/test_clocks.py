"""Clocks of duties: who they wait for, how they stop, go on, are extended and end, and what is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError

from zhanqiao.core_services.deadlines import operations, queries
from zhanqiao.core_services.deadlines.operations import ClockNotRunningError, ExtensionTooLongError
from zhanqiao.core_services.deadlines.rules import UnknownDutyError, terms_of_settings
from zhanqiao.kit.deadlines import Light, Term, TermError, Unit
from zhanqiao.kit.texts import Text
from zhanqiao.kit.working_days import read_holidays
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.accounts.operations import create_account, grant_role
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.mails.models import MailAddress, MailItem
from zhanqiao.people.notices.operations import mark_read
from zhanqiao.people.notices.queries import notices_of, unread

pytestmark = pytest.mark.django_db
HOLIDAYS = Path(__file__).resolve().parents[2] / "kit" / "deadlines" / "holidays.csv"
MONDAY = datetime(2026, 6, 1, 2, tzinfo=UTC)
THING = {"object_type": "correction", "object_id": "cor_1"}


@pytest.fixture(autouse=True)
def _holidays(db: None) -> None:
    days = read_holidays(text=HOLIDAYS.read_text(encoding="utf-8"))
    operations.import_holidays(days=days, by="tests", at=MONDAY)


@pytest.fixture
def reviewer(department: str) -> str:
    account = create_account(username="wang.li", display_name="王丽", password="Red-Roofs-1891", by="tests", at=MONDAY)
    owner = department_card(key_or_code=department).id
    grant_role(account_id=account, role=Role.reviewer, department_id=owner, by="tests", at=MONDAY)
    return account


def start(duty: str, department: str, at: datetime = MONDAY) -> str:
    return operations.start_clock(
        duty=duty,
        title=Text("公园门票", "Park tickets"),
        url="/workbench/",
        role=Role.reviewer,
        department_id=department_card(key_or_code=department).id,
        received_at=at,
        by="tests",
        **THING,
    )


def the_clock(at: datetime = MONDAY) -> queries.ClockCard:
    (card,) = queries.clocks_of(at=at, **THING)
    return card


def test_a_clock_waits_for_whoever_holds_its_duty_and_tells_them(reviewer: str, department: str) -> None:
    start("correction", department)
    (waiting,) = queries.waiting_for(card=card_of(account_id=reviewer), at=MONDAY)
    assert (waiting.duty.code, waiting.due.on, waiting.light) == ("correction", date(2026, 6, 8), Light.GREEN)
    assert waiting.explanation[0].zh == "依据：青岛市公共数据管理办法第17条"
    (notice,) = notices_of(account_id=reviewer)
    assert notice.text == Text(
        "公众校核申请：“公园门票”等待您办理", "Correction asked by the public: 'Park tickets' waits for you"
    )


def test_a_notice_is_new_until_it_is_read(reviewer: str, department: str) -> None:
    start("correction", department)
    assert unread(account_id=reviewer) == 1
    assert mark_read(account_id=reviewer, at=MONDAY) == 1
    assert unread(account_id=reviewer) == 0


def test_a_clock_waits_for_nobody_else(reviewer: str, department: str) -> None:
    other = create_account(username="zhao.qi", display_name="赵琪", password="Red-Roofs-1891", by="tests", at=MONDAY)
    start("correction", department)
    assert queries.waiting_for(card=card_of(account_id=other), at=MONDAY) == ()


def test_one_duty_of_one_thing_runs_once(department: str) -> None:
    start("correction", department)
    with pytest.raises(IntegrityError):
        start("correction", department)


def test_a_stopped_clock_moves_its_due_date(department: str) -> None:
    start("correction", department)
    operations.pause_clock(duty="correction", reason="补正材料", by="tests", at=MONDAY + timedelta(days=1), **THING)
    assert the_clock(MONDAY + timedelta(days=8)).light is Light.STOPPED
    operations.resume_clock(duty="correction", by="tests", at=MONDAY + timedelta(days=8), **THING)
    assert the_clock().due.on == date(2026, 6, 15)


def test_a_clock_does_not_stop_twice(department: str) -> None:
    start("correction", department)
    operations.pause_clock(duty="correction", reason="补正", by="tests", at=MONDAY, **THING)
    with pytest.raises(ClockNotRunningError):
        operations.pause_clock(duty="correction", reason="补正", by="tests", at=MONDAY, **THING)


def extend(days: int) -> None:
    term = Term(days, Unit.WORKING_DAYS)
    operations.extend_clock(
        duty="correction", term=term, approver="王主任", reason="情况复杂", by="tests", at=MONDAY, **THING
    )


def test_an_extension_is_audited_and_explained(department: str) -> None:
    start("correction", department)
    extend(5)
    assert the_clock().due.on == date(2026, 6, 15)
    assert (
        Text("经王主任批准延长5个工作日（情况复杂）", "Extended by 5 working days, approved by 王主任 (情况复杂)")
        in the_clock().explanation
    )
    assert AuditLine.objects.latest("seq").action == "clock.extend"


def test_an_extension_beyond_the_rule_is_refused(department: str) -> None:
    start("correction", department)
    extend(3)
    with pytest.raises(ExtensionTooLongError):
        extend(3)
    assert the_clock().due.on == date(2026, 6, 11)


def test_lights_are_told_once(reviewer: str, department: str) -> None:
    start("correction", department)
    mark_read(account_id=reviewer, at=MONDAY)
    near, past = datetime(2026, 6, 5, 2, tzinfo=UTC), datetime(2026, 6, 9, 2, tzinfo=UTC)
    assert [operations.tell_lights(at=one) for one in (MONDAY, near, near, past, past)] == [0, 1, 0, 1, 0]
    assert [one.text.zh for one in notices_of(account_id=reviewer) if one.is_new] == [
        "红牌：公众校核申请“公园门票”已超期",
        "黄牌提醒：公众校核申请“公园门票”即将到期",
    ]


def test_waiting_duties_and_lights_are_mailed_at_once_to_a_reviewer(
    reviewer: str, department: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("SMTP_HOST", "127.0.0.1"), ("SITE_URL", "https://data.example.gov.cn")):
        monkeypatch.setenv(f"ZHANQIAO_{name}", text)
    MailAddress.objects.create(account_id=reviewer, address="wang.li@example.cn", asked_at=MONDAY, verified_at=MONDAY)
    start("correction", department)
    for day in (5, 9):
        operations.tell_lights(at=datetime(2026, 6, day, 2, tzinfo=UTC))
    found = MailItem.objects.values_list("kind", "mail__purpose").order_by("at", "id")
    assert list(found) == [("clock", "notice"), ("light", "notice"), ("light", "notice")]


def test_an_ended_clock_counts_in_the_statistics(department: str) -> None:
    start("correction", department)
    operations.end_clock(duty="correction", outcome="accepted", by="tests", at=MONDAY + timedelta(days=10), **THING)
    start("calibration", department)
    (found,) = queries.answering(since=MONDAY, at=MONDAY + timedelta(days=20))
    assert (found.answered, found.late, found.open, found.overdue, found.median_days) == (1, 1, 1, 1, 8)


def test_a_city_sets_its_own_terms(department: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_DEADLINES", "correction=3 WD")
    start("correction", department)
    assert the_clock().due.on == date(2026, 6, 4)


@pytest.mark.parametrize(("text", "error"), [("correction=soon", TermError), ("tea=3 WD", UnknownDutyError)])
def test_wrong_terms_are_refused(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        terms_of_settings(text=text)


def test_a_second_import_replaces_its_years_only() -> None:
    days = read_holidays(text="2026-10-01,rest,国庆节\n")
    assert operations.import_holidays(days=days, by="tests", at=MONDAY) == (2026,)
    calendar = queries.calendar()
    assert (calendar.works(date(2026, 10, 2)), calendar.works(date(2025, 10, 2)), calendar.first) == (True, False, 2025)


def hand(department: str) -> None:
    owner = department_card(key_or_code=department).id
    operations.hand_clock(
        duty="correction",
        role=Role.reviewer,
        department_id=owner,
        url="/there/",
        by="tests",
        at=MONDAY + timedelta(days=2),
        **THING,
    )


def test_a_clock_that_is_handed_on_keeps_its_date_and_tells_the_new_holder(reviewer: str, department: str) -> None:
    start("correction", department)
    mark_read(account_id=reviewer, at=MONDAY)
    hand(department)
    assert (the_clock().due.on, the_clock().url, unread(account_id=reviewer)) == (date(2026, 6, 8), "/there/", 1)
    assert AuditLine.objects.filter(action="clock.hand").count() == 1


def test_a_clock_that_ended_is_not_handed_on(department: str) -> None:
    start("correction", department)
    operations.end_clock(duty="correction", outcome="done", by="tests", at=MONDAY, **THING)
    with pytest.raises(ClockNotRunningError):
        hand(department)


def test_clocks_are_chosen_by_office_and_of_what_ended_the_last_counts(department: str) -> None:
    owner = department_card(key_or_code=department).id
    both = frozenset({"forwarding", "correction"})

    def chosen(*, ended: bool, departments: frozenset[str] | None, **other: str) -> list[str]:
        choice = queries.ClockChoice(duties=both, departments=departments, ended=ended, **other)
        found, total = queries.clocks_chosen(choice=choice, at=MONDAY, limit=10, offset=0)
        assert total == len(found)
        return [one.duty.code for one in found]

    for duty, day in (("forwarding", 1), ("correction", 2)):
        start(duty, department)
        assert chosen(ended=False, departments=frozenset({owner})) == [duty]
        at = MONDAY + timedelta(days=day)
        operations.end_clock(duty=duty, outcome="done", by="tests", at=at, **THING)
        assert chosen(ended=True, departments=None) == [duty]
    assert chosen(ended=True, departments=frozenset({"dep_other"})) == []
    assert chosen(ended=True, departments=None, object_type="discrepancy") == []
