"""Programs that are told: made, ended, and messages that were given up sent again."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from zhanqiao.core_services.exchange.operations import refusal_of
from zhanqiao.core_services.following.models import Follow, Webhook, WebhookMessage
from zhanqiao.core_services.following.queries.messages import secret_of
from zhanqiao.core_services.following.rules import MOST_WEBHOOKS, FollowRefusedError
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record

LONGEST_URL = 500
NO_URL = Text(
    "请填写以 https:// 或 http:// 开头的完整地址。", "give a whole address that begins with https:// or http://."
)
INSIDE = Text(
    "找不到这个主机，或它指向内部地址；消息只发往公网地址。",
    "the host is not known or leads to an internal address; messages go to public addresses only.",
)
TOO_MANY = Text(f"一个账号最多 {MOST_WEBHOOKS} 个 Webhook。", f"an account has at most {MOST_WEBHOOKS} webhooks.")


def make_webhook(*, account_id: str, url: str, at: datetime) -> tuple[str, str]:
    """Make a webhook and return its id and its secret, which is shown this once. Raises FollowRefusedError."""
    url = url.strip()
    if len(url) > LONGEST_URL or urlsplit(url).scheme not in {"http", "https"}:
        raise FollowRefusedError(reason=NO_URL)
    if refusal_of(url=url):
        raise FollowRefusedError(reason=INSIDE)
    with transaction.atomic():
        if Webhook.objects.filter(account_id=account_id, ended_at__isnull=True).count() >= MOST_WEBHOOKS:
            raise FollowRefusedError(reason=TOO_MANY)
        made = Webhook.objects.create(account_id=account_id, url=url, made_at=at)
        record(by=account_id, action="webhook.make", object_type="webhook", object_id=made.id, detail={}, at=at)
    return made.id, secret_of(webhook_id=made.id)


def end_webhook(*, webhook_id: str, account_id: str, at: datetime) -> None:
    """Tell a program no more; what waits for it is dropped. Raises NotFoundError."""
    with transaction.atomic():
        mine = Webhook.objects.filter(pk=webhook_id, account_id=account_id, ended_at__isnull=True)
        if not mine.update(ended_at=at):
            raise NotFoundError(what=webhook_id)
        Follow.objects.filter(webhook_id=webhook_id).update(webhook=None)
        WebhookMessage.objects.filter(webhook_id=webhook_id).delete()
        record(by=account_id, action="webhook.end", object_type="webhook", object_id=webhook_id, detail={}, at=at)


def send_message_again(*, message_id: str, account_id: str, at: datetime) -> None:
    """Give a message that was given up another round of tries. Raises NotFoundError for another one."""
    with transaction.atomic():
        dead = WebhookMessage.objects.filter(
            pk=message_id, webhook__account_id=account_id, webhook__ended_at__isnull=True,
            delivered_at__isnull=True, next_at__isnull=True,
        )  # fmt: skip
        if not WebhookMessage.objects.filter(pk__in=list(dead.values_list("pk", flat=True))).update(
            next_at=at, tries=0
        ):
            raise NotFoundError(what=message_id)
        record(
            by=account_id, action="webhook.send-again", object_type="webhook", object_id=message_id, detail={}, at=at
        )
