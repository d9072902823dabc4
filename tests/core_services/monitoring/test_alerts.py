"""Alerts are raised once, resolved once, and told by mail and webhook until somebody took the message."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.core_services.monitoring.conftest import Web
from tests.servers import Inbox

from zhanqiao.core_services.monitoring.models import Alert, AlertDelivery
from zhanqiao.core_services.monitoring.operations import (
    alerting,
    beat,
    deliver_due,
    judge,
    send_again,
    send_test,
    watch_worker,
)
from zhanqiao.core_services.monitoring.queries import alert_cards, message_cards, open_alerts
from zhanqiao.core_services.monitoring.rules.alerts import Reading
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.kit.webhooks import PAUSES
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.audit.queries import verify

AT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"a key of the tests, 24 B").decode()
pytestmark = pytest.mark.django_db


def disk(percent: float) -> list[Reading]:
    return [Reading("disk", percent)]


def test_an_alert_is_raised_once_and_resolved_once() -> None:
    (raised,) = judge(readings=disk(8.0), at=AT)
    assert judge(readings=disk(7.0), at=AT + timedelta(minutes=1)) == ()
    assert open_alerts() == 1
    assert judge(readings=disk(40.0), at=AT + timedelta(minutes=2)) == (raised,)
    assert judge(readings=disk(40.0), at=AT + timedelta(minutes=3)) == ()
    (card,) = alert_cards()
    assert (card.text.en, card.resolved_at) == ("8.0% of the disk is free (less than 10%).", AT + timedelta(minutes=2))
    lines = AuditLine.objects.order_by("seq").values_list("action", "object_id")
    assert list(lines) == [("alert.raise", raised), ("alert.resolve", raised)]
    assert verify().is_whole


def test_the_same_rule_is_open_once_for_each_subject() -> None:
    late = [Reading("punctuality", 2.0, key, Text(key, key)) for key in ("parks", "water")]
    assert len(judge(readings=late, at=AT)) == 2
    assert judge(readings=late, at=AT) == ()
    assert len(judge(readings=late[:1], at=AT)) == 1  # the other has no overdue datasets any more
    assert list(Alert.objects.filter(resolved_at__isnull=True).values_list("subject", flat=True)) == ["parks"]


def test_a_rule_that_was_not_read_leaves_its_alert_open() -> None:
    judge(readings=disk(1.0), at=AT)
    assert judge(readings=[Reading("queue", 0.0)], at=AT) == ()
    assert open_alerts() == 1


def test_a_threshold_of_the_settings_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_ALERT_LIMITS", "disk=5")
    assert judge(readings=disk(8.0), at=AT) == ()


def test_mail_is_received_in_both_languages_when_raised_and_when_resolved(inbox: Inbox) -> None:
    judge(readings=disk(8.0), at=AT)
    assert deliver_due(at=AT) == 1
    judge(readings=disk(50.0), at=AT)
    assert (deliver_due(at=AT), deliver_due(at=AT)) == (1, 0)
    subjects = [str(mail["Subject"]).strip() for mail in inbox.mails]
    assert [subject.split("]")[0] for subject in subjects] == ["[告警 · Alert", "[已恢复 · Resolved"]
    assert {mail["To"] for mail in inbox.mails} == {"zhi.ban@example.gov.cn, second@example.gov.cn"}
    text = inbox.mails[0].get_payload(decode=True).decode()
    assert "磁盘只剩 8.0% 可用" in text
    assert "8.0% of the disk is free" in text


def test_a_webhook_is_signed_so_that_its_receiver_can_check(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_ALERT_WEBHOOK", f"{web.url}/hook")
    monkeypatch.setenv("ZHANQIAO_ALERT_WEBHOOK_SECRET", SECRET)
    (alert_id,) = judge(readings=disk(8.0), at=AT)
    assert deliver_due(at=AT) == 1
    ((method, path, headers, body),) = web.asked
    document = json.loads(body)
    assert (method, path, document["type"], document["data"]["id"]) == ("POST", "/hook", "alert.raised", alert_id)
    assert document["data"]["text"]["zh"].startswith("磁盘只剩")
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    made = hmac.new(base64.b64decode(SECRET.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(made).decode()}"


def test_a_message_nobody_takes_is_tried_again_then_given_up_and_can_be_sent_again(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_ALERT_WEBHOOK", f"{web.url}/hook")
    web.answers["POST", "/hook"] = (500, "")
    judge(readings=disk(8.0), at=AT)
    at = AT
    for pause in PAUSES:
        assert deliver_due(at=at) == 0
        assert deliver_due(at=at + pause - timedelta(seconds=1)) == 0
        at += pause
    tries = len(web.asked)
    assert (deliver_due(at=at), tries, len(web.asked)) == (0, len(PAUSES), len(PAUSES) + 1)
    (message,) = message_cards()
    assert (message.state, message.reason, message.tries) == ("dead", "HTTP 500", len(PAUSES) + 1)
    assert (deliver_due(at=at + timedelta(days=30)), len(web.asked)) == (0, len(PAUSES) + 1)
    del web.answers["POST", "/hook"]
    send_again(delivery_id=message.id, by="acc_op", at=at)
    assert deliver_due(at=at) == 1
    ids = {headers["webhook-id"] for _, _, headers, _ in web.asked}
    assert (message_cards()[0].state, ids) == ("delivered", {message.id})
    with pytest.raises(NotFoundError):
        send_again(delivery_id=message.id, by="acc_op", at=at)


def test_mail_that_is_refused_waits_and_names_no_address(inbox: Inbox) -> None:
    inbox.answer = "451 later"
    judge(readings=disk(8.0), at=AT)
    assert deliver_due(at=AT) == 0
    inbox.answer = "250 OK"
    waiting = AlertDelivery.objects.get()
    assert (waiting.reason, waiting.next_at) == ("SMTPDataError", AT + PAUSES[0])
    assert deliver_due(at=AT + PAUSES[0]) == 1


def test_a_test_goes_by_every_channel_at_once(inbox: Inbox, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_ALERT_WEBHOOK", f"{web.url}/gone")
    web.answers["POST", "/gone"] = (410, "")
    sent = {one.channel: bool(one.delivered_at) for one in send_test(by="command-line", at=AT)}
    assert (sent, len(inbox.mails), open_alerts()) == ({"mail": True, "webhook": False}, 1, 0)


def test_without_channels_an_alert_is_a_row_only() -> None:
    judge(readings=disk(8.0), at=AT)
    assert (AlertDelivery.objects.count(), deliver_due(at=AT)) == (0, 0)


def test_a_silent_worker_is_told_from_outside_and_its_waiting_messages_go(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_ALERT_WEBHOOK", f"{web.url}/hook")
    beat(at=AT)
    judge(readings=disk(8.0), at=AT)  # the worker's last deed
    assert (watch_worker(since=AT, at=AT + timedelta(seconds=60)), web.asked) == (60.0, [])
    assert watch_worker(since=AT, at=AT + timedelta(seconds=61)) == 61.0
    assert watch_worker(since=AT, at=AT + timedelta(seconds=90)) == 90.0
    told = [json.loads(body)["data"]["rule"] for *_, body in web.asked]
    assert (told, open_alerts()) == (["disk", "worker"], 2)
    beat(at=AT + timedelta(seconds=100))
    watch_worker(since=AT, at=AT + timedelta(seconds=101))
    assert [card.label.en for card in alert_cards() if card.resolved_at] == ["Silence of the job process (s)"]


def test_a_worker_that_never_gave_a_sign_of_life_is_silent_since_the_watching_began(inbox: Inbox) -> None:
    assert watch_worker(since=AT, at=AT + timedelta(seconds=59)) == 59.0
    watch_worker(since=AT, at=AT + timedelta(seconds=61))
    assert len(inbox.mails) == 1


def test_a_sign_of_life_from_before_the_watching_began_raises_nothing_at_once() -> None:
    beat(at=AT - timedelta(days=3))  # the platform was switched off
    watch_worker(since=AT, at=AT + timedelta(seconds=20))
    assert open_alerts() == 0


def test_a_message_that_another_process_is_sending_is_left_to_it(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_ALERT_WEBHOOK", f"{web.url}/hook")
    judge(readings=disk(8.0), at=AT)
    (stale,) = AlertDelivery.objects.all()
    assert (alerting._claim(stale, AT), alerting._claim(stale, AT), deliver_due(at=AT)) == (True, False, 0)
    assert deliver_due(at=AT + alerting.CLAIMED) == 1
