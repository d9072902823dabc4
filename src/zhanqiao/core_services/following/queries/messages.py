"""Programs that are told, and what is on its way to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import salted_hmac

from zhanqiao.core_services.following.models import Webhook, WebhookMessage
from zhanqiao.kit.texts import Text
from zhanqiao.kit.webhooks import written_secret

SALT = "core_services.following.webhook"
SHOWN = 50


@dataclass(frozen=True, slots=True)
class WebhookCard:
    """A program that is told."""

    id: str
    url: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message to a program. ``state``: delivered, waiting, or dead (given up)."""

    id: str
    webhook_id: str
    text: Text
    at: datetime
    tries: int
    next_at: datetime | None
    state: str
    reason: Text


def webhook_cards(*, account_id: str) -> tuple[WebhookCard, ...]:
    """Return the programs of an account that are told, in the order they were made."""
    found = Webhook.objects.filter(account_id=account_id, ended_at__isnull=True)
    return tuple(WebhookCard(one.id, one.url, one.made_at) for one in found)


def message_cards(*, account_id: str, limit: int = SHOWN) -> tuple[MessageCard, ...]:
    """Return the newest messages to an account's programs: those given up first, then by time."""
    rows = WebhookMessage.objects.filter(webhook__account_id=account_id, webhook__ended_at__isnull=True)
    dead = rows.filter(delivered_at__isnull=True, next_at__isnull=True).select_related("news")[:limit]
    others = rows.exclude(delivered_at__isnull=True, next_at__isnull=True).select_related("news")[:limit]
    return tuple(_message(one) for one in (*dead, *others))[:limit]


def secret_of(*, webhook_id: str) -> str:
    """Return the secret that signs messages to a program: made of the platform's key and the id, so kept nowhere."""
    return written_secret(salted_hmac(SALT, webhook_id, algorithm="sha256").digest())


def _message(row: WebhookMessage) -> MessageCard:
    state = "delivered" if row.delivered_at else "waiting" if row.next_at else "dead"
    text = Text(row.news.text_zh, row.news.text_en)
    reason = Text(row.reason_zh, row.reason_en)
    return MessageCard(row.id, row.webhook_id, text, row.at, row.tries, row.next_at, state, reason)
