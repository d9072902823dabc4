"""The operators' pages show what is there, to operators only; the audit page to the audit administrator only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from zhanqiao.core_services.monitoring import operations, queries
from zhanqiao.core_services.monitoring.models import AlertDelivery
from zhanqiao.core_services.monitoring.operations import Noted
from zhanqiao.core_services.monitoring.rules.alerts import Reading
from zhanqiao.people.accounts.models import Account
from zhanqiao.people.accounts.operations import create_account, grant_role
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.mails.models import Mail, MailAddress

AT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
PAGES = ("", "jobs/", "alerts/", "mails/", "incidents/", "queries/", "storage/", "punctuality/", "links/", "retention/")
pytestmark = pytest.mark.django_db


def logged_in(role: Role) -> Client:
    """Return a browser in which somebody with this role is logged in."""
    by = "tests"
    account_id = create_account(
        username=f"some.{role.value}", display_name="某人", password="Red-Roofs-1891", department_id=None, by=by, at=AT
    )
    grant_role(account_id=account_id, role=role, department_id=None, by=by, at=AT)
    client = Client()
    client.force_login(Account.objects.get(pk=account_id))
    return client


def notes(number: int) -> list[Noted]:
    return [
        Noted(AT + timedelta(seconds=n), "/api/v1/tables/t/rows", "where=姓名='张三'", 503, n, f"r-{n}")
        for n in range(number)
    ]


@pytest.mark.parametrize("place", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_operator_sees_each_page_in_both_languages(place: str, prefix: str) -> None:
    answer = logged_in(Role.operator).get(f"{prefix}/workbench/operations/{place}")
    assert answer.status_code == 200
    assert ("Operations" in answer.content.decode()) == bool(prefix)


@pytest.mark.parametrize(
    "role", [Role.citizen, Role.authority, Role.audit_admin, Role.system_admin, Role.security_admin]
)
def test_nobody_else_sees_them(role: Role) -> None:
    client = logged_in(role)
    assert {client.get(f"/workbench/operations/{page}").status_code for page in PAGES} == {403}
    assert client.post("/workbench/operations/alerts/test/").status_code == 403


def test_a_stranger_is_sent_to_the_login_page() -> None:
    assert Client().get("/workbench/operations/").headers["Location"] == "/login/?next=/workbench/operations/"


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_slow_queries_costs_the_same_however_many_there_are(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = logged_in(Role.operator)
    operations.keep_notes(notes=notes(number))
    with django_assert_num_queries(
        7
    ):  # session, account, roles, grants of data; how many before and after the page itself
        content = client.get("/workbench/operations/queries/").content.decode()
    assert content.count("where=姓名=?") == number
    assert "张三" not in content


def test_an_incident_is_opened_noted_and_resolved_by_forms_and_seen_by_the_public() -> None:
    client, public = logged_in(Role.operator), Client()
    first = {
        "title_zh": "接口缓慢", "title_en": "Slow API", "components": ["api"], "state": "investigating",
        "text_zh": "排查中。", "text_en": "We are looking.",
    }  # fmt: skip
    address = client.post("/workbench/operations/incidents/", first).headers["Location"]
    assert "We are looking." in public.get("/en/status/").content.decode()
    refused = client.post("/workbench/operations/incidents/", first | {"title_en": ""})
    assert (refused.status_code, len(queries.incident_cards())) == (422, 1)
    done = {"state": "resolved", "text_zh": "已恢复。", "text_en": "It works again."}
    assert client.post(address, done).headers["Location"] == address
    assert (queries.incident_cards()[0].resolved_at is not None, client.post(address, done).status_code) == (True, 409)


def test_an_alert_and_its_lost_message_are_shown_and_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_ALERT_WEBHOOK", "http://127.0.0.1:9/")
    client = logged_in(Role.operator)
    operations.judge(readings=[Reading("disk", 3.0)], at=AT)
    AlertDelivery.objects.update(next_at=None, tries=8, reason="HTTP 500")
    content = client.get("/en/workbench/operations/alerts/").content.decode()
    assert [words in content for words in ("3.0% of the disk is free", "Given up", "HTTP 500")] == [True, True, True]
    (message,) = queries.message_cards()
    client.post(f"/workbench/operations/alerts/messages/{message.id}/")
    assert queries.message_cards()[0].state == "waiting"


def test_a_lost_mail_is_shown_without_its_address_and_sent_again() -> None:
    client = logged_in(Role.operator)
    reader = create_account(username="zhao.min", display_name="赵敏", password="Red-Roofs-1891", by="tests", at=AT)
    MailAddress.objects.create(account_id=reader, address="zhao.min@example.com", asked_at=AT, verified_at=AT)
    facts = {"account_id": reader, "purpose": "notice", "made_at": AT, "claimed_at": AT, "ended_at": AT}
    lost = Mail.objects.create(**facts, outcome="unknown", reason="interrupted")
    Mail.objects.create(**facts, outcome="sent")
    content = client.get("/en/workbench/operations/mails/?lost=yes").content.decode()
    shown = [words in content for words in (reader, "Not known", "interrupted", "zhao.min", "Delivered")]
    assert shown == [True, True, True, False, False]
    client.post(f"/workbench/operations/mails/{lost.id}/")
    lost.refresh_from_db()
    assert (lost.outcome, lost.next_at is not None, AuditLine.objects.filter(action="mail.send-again").count()) == (
        "",
        True,
        1,
    )
    assert "ZHANQIAO_SMTP_HOST" in client.get("/en/workbench/operations/mails/").content.decode()


def test_the_audit_administrator_searches_the_trail_and_proves_it_whole() -> None:
    client = logged_in(Role.audit_admin)
    operations.judge(readings=[Reading("disk", 3.0)], at=AT)
    operations.judge(readings=[Reading("disk", 30.0)], at=AT + timedelta(days=2))

    def found(query: str) -> list[str]:
        lines = client.get(f"/workbench/audit/?{query}").context["lines"]
        return [line.action for line in lines]

    assert found("action=alert.") == ["alert.resolve", "alert.raise"]
    assert found("action=alert.&by=nobody") == []
    assert found("action=alert.&since=2026-12-01") == ["alert.resolve"]
    assert found("action=alert.&until=2026-11-30") == ["alert.raise"]
    assert found("object_type=alert") == ["alert.resolve", "alert.raise"]
    assert len(found("since=nonsense")) == AuditLine.objects.count()
    proof = client.post("/en/workbench/audit/verification/").content.decode()
    assert f"Whole and unchanged: {AuditLine.objects.count()} lines hold." in proof


@pytest.mark.parametrize("role", [Role.operator, Role.system_admin, Role.security_admin, Role.authority])
def test_the_audit_trail_is_for_the_audit_administrator_only(role: Role) -> None:
    client = logged_in(role)
    assert client.get("/workbench/audit/").status_code == 403
    assert client.post("/workbench/audit/verification/").status_code == 403
