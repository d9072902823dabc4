"""Programs are told by messages that an outside receiver verifies; what is not taken is tried again, and can be sent again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from standardwebhooks.webhooks import Webhook as Receiver
from standardwebhooks.webhooks import WebhookVerificationError
from tests.core_services.following.conftest import FIRST, SECOND, Parks, Web, told_to
from tests.seeding import BY

from zhanqiao.core_services.following import operations, queries
from zhanqiao.core_services.following.models import WebhookMessage
from zhanqiao.core_services.following.rules import FollowRefusedError, Rhythm
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.webhooks import PAUSES

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(parks: Parks, citizen: str, web: Web, monkeypatch: pytest.MonkeyPatch) -> str:
    """The secret of a webhook to ``web`` of somebody who follows the parks."""
    monkeypatch.setenv("ZHANQIAO_WEBHOOK_ALLOW", web.url.removeprefix("http://"))
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    webhook, secret = operations.make_webhook(account_id=citizen, url=f"{web.url}/hook?token=1", at=now())
    card = queries.follow_cards(account_id=citizen)[0]
    operations.revise(
        follow_id=card.id, account_id=citizen, rhythm=Rhythm.AT_ONCE, by_mail=False, webhook_id=webhook, at=now()
    )
    return secret


def test_an_outside_receiver_verifies_the_message_and_reads_the_rows(
    parks: Parks, citizen: str, secret: str, web: Web
) -> None:
    parks.publish(SECOND)
    at = now()
    operations.tell_changes(at=at)
    assert [operations.send_due_messages(at=at) for _ in range(2)] == [1, 0]
    ((method, path, headers, body),) = web.asked
    lower = {name.lower(): text for name, text in headers.items()}
    assert (method, path) == ("POST", "/hook?token=1")
    told = Receiver(secret).verify(body, lower)
    assert told["type"] == "dataset.rows_changed"
    data = told["data"]
    assert (data["dataset"]["slug"], data["counts"], data["more_url"]) == (
        "parks",
        {"added": 1, "removed": 1, "changed": 1},
        None,
    )
    assert [(one["kind"], one["columns"], (one["new"] or one["old"])["名称"]) for one in data["changes"]] == [
        ("changed", ["面积"], "中山公园"),
        ("added", [], "石老人"),
        ("removed", [], "八大关"),
    ]
    with pytest.raises(WebhookVerificationError):
        Receiver(secret).verify(body.replace("石老人".encode(), "八大关".encode()), lower)


def test_what_is_not_taken_is_tried_with_growing_pauses_then_given_up_and_sent_again(
    parks: Parks, citizen: str, secret: str, web: Web
) -> None:
    web.answers["POST", "/hook?token=1"] = (500, "")
    parks.publish(SECOND)
    at = now()
    operations.tell_changes(at=at)
    for pause in PAUSES:
        assert operations.send_due_messages(at=at) == 0
        assert WebhookMessage.objects.get().next_at == at + pause
        assert operations.send_due_messages(at=at + pause - timedelta(seconds=1)) == 0
        at += pause
    assert operations.send_due_messages(at=at) == 0
    (message,) = queries.message_cards(account_id=citizen)
    assert (message.state, message.tries, message.reason.zh) == ("dead", len(PAUSES) + 1, "对方回答 HTTP 500")
    with pytest.raises(NotFoundError):
        operations.send_message_again(message_id=message.id, account_id="acc_other", at=at)
    web.answers.clear()
    operations.send_message_again(message_id=message.id, account_id=citizen, at=at)
    assert operations.send_due_messages(at=at) == 1
    assert queries.message_cards(account_id=citizen)[0].state == "delivered"
    assert len({headers["webhook-id"] for _, _, headers, _ in web.asked}) == 1


def test_rows_of_a_dataset_that_was_withdrawn_meanwhile_are_not_sent(parks: Parks, secret: str, web: Web) -> None:
    parks.publish(SECOND)
    at = now()
    operations.tell_changes(at=at)
    catalogue.withdraw_dataset(dataset_id=parks.dataset, reason="复核", by=BY, at=now())
    assert operations.send_due_messages(at=at) == 1
    (told,) = told_to(web)
    assert (told["data"]["changes"], [one["code"] for one in told["data"]["limits"]]) == ([], ["rows-not-here"])
    assert "石老人" not in json.dumps(told, ensure_ascii=False)


def test_a_long_change_is_cut_and_says_so(parks: Parks, secret: str, web: Web) -> None:
    parks.publish(FIRST + "".join(f"N{one:03d},新{one},崂山区,1\n" for one in range(150)))
    at = now()
    operations.tell_changes(at=at)
    assert operations.send_due_messages(at=at) == 1
    data = told_to(web)[0]["data"]
    assert (data["counts"]["added"], len(data["changes"]), data["limits"][0]["code"]) == (150, 100, "limit-cut")
    assert data["more_url"].partition("?")[0] == f"/api/v1/tables/{parks.table}/diff"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/", "http://169.254.169.254/latest", "ftp://example.com/", "http://[::1]/", "hook", ""]
)
def test_an_internal_address_is_no_webhook(citizen: str, url: str) -> None:
    with pytest.raises(FollowRefusedError):
        operations.make_webhook(account_id=citizen, url=url, at=now())
    assert queries.webhook_cards(account_id=citizen) == ()


def test_an_address_that_leads_inside_later_is_not_connected_to(
    parks: Parks, citizen: str, secret: str, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_WEBHOOK_ALLOW", "")
    parks.publish(SECOND)
    at = now()
    operations.tell_changes(at=at)
    assert operations.send_due_messages(at=at) == 0
    assert (web.asked, queries.message_cards(account_id=citizen)[0].state) == ([], "waiting")


def test_an_ended_webhook_is_told_nothing(parks: Parks, citizen: str, secret: str, web: Web) -> None:
    parks.publish(SECOND)
    at = now()
    operations.tell_changes(at=at)
    (webhook,) = queries.webhook_cards(account_id=citizen)
    operations.end_webhook(webhook_id=webhook.id, account_id=citizen, at=at)
    assert (operations.send_due_messages(at=at), web.asked) == (0, [])
    assert queries.follow_cards(account_id=citizen)[0].webhook_id == ""


def test_two_webhooks_have_different_secrets(citizen: str, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_WEBHOOK_ALLOW", "127.0.0.1")
    made = [operations.make_webhook(account_id=citizen, url=web.url, at=now()) for _ in range(2)]
    assert len({secret for _, secret in made}) == 2
