"""Sending news to programs, as Standard Webhooks 1.0 wants it; only the job process calls it.

A message is tried at least once and carries the same ``webhook-id`` each time, by which a receiver knows it again. Its rows
are read at the moment of sending: what is no longer open to the account is not sent.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import structlog

from zhanqiao.core_services.exchange.operations import post_document
from zhanqiao.core_services.following.models import Follow, News, WebhookMessage
from zhanqiao.core_services.following.queries.messages import secret_of
from zhanqiao.core_services.following.queries.news import ChangedRows, card_of_news, changed_rows
from zhanqiao.core_services.following.rules import KEPT_DAYS, MESSAGES_KEPT_DAYS, ROWS_SENT, Kind
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.kit.webhooks import headers, next_try
from zhanqiao.people.access.queries import card_of

AT_ONCE = 20
CLAIMED = timedelta(minutes=2)  # longer than one try takes
TYPES = {
    Kind.ROWS.value: "dataset.rows_changed",
    Kind.TABLE.value: "dataset.table_added",
    Kind.DATASET.value: "dataset.published",
    Kind.OTHER.value: "subject.told",
}
CUT = Text("只附前 {limit} 行；其余见 more_url。", "Only the first {limit} rows are here; more_url has the rest.")
NOT_OPEN = Text("这些行现在不向您开放，未附数据。", "The rows are not open to you now; none are here.")
log = structlog.get_logger(__name__)


def send_due_messages(*, at: datetime) -> int:
    """Try the messages whose time has come; return how many were taken. Each is tried by one caller at a time."""
    due = WebhookMessage.objects.filter(next_at__lte=at).select_related("news", "webhook").order_by("next_at", "id")
    return sum(_claim(one, at) and _try(one, at) for one in due[:AT_ONCE])


def forget_news(*, at: datetime) -> int:
    """Remove news older than 400 days, messages older than 60, and subscriptions that ended so long ago; return how many news."""
    WebhookMessage.objects.filter(at__lt=at - timedelta(days=MESSAGES_KEPT_DAYS)).delete()
    old = at - timedelta(days=KEPT_DAYS)
    gone = News.objects.filter(at__lt=old).delete()[1].get("core_services.News", 0)
    Follow.objects.filter(ended_at__lt=old).delete()
    return gone


def _claim(message: WebhookMessage, at: datetime) -> bool:
    """Keep others from a message for a while; who is killed meanwhile leaves it to the next."""
    due = WebhookMessage.objects.filter(pk=message.pk, next_at=message.next_at)
    return bool(due.update(next_at=at + CLAIMED))


def _try(message: WebhookMessage, at: datetime) -> bool:
    body = orjson.dumps(document(news=message.news))
    secret = secret_of(webhook_id=message.webhook_id)
    told = headers(secret=secret, message_id=message.id, timestamp=int(at.timestamp()), body=body)
    answer = post_document(url=message.webhook.url, body=body, headers=told)
    row, tries = WebhookMessage.objects.filter(pk=message.pk), message.tries + 1
    if answer.is_well:
        row.update(delivered_at=at, next_at=None, tries=tries, reason_zh="", reason_en="")
        return True
    then = next_try(tries=tries, at=at)
    row.update(tries=tries, next_at=then, reason_zh=answer.reason.zh[:300], reason_en=answer.reason.en[:300])
    log.warning("webhook not taken", message=message.id, status=answer.status, given_up=then is None)
    return False


def document(*, news: News) -> dict[str, Any]:
    """Return what a program is told: the news, and the changed rows that are open to the account now, 100 at most."""
    data: dict[str, Any] = {
        "id": news.id,
        "subscription": news.follow_id,
        "text": {"zh": news.text_zh, "en": news.text_en},
        "url": _absolute(news.url or f"/my/subscriptions/news/{news.id}/"),
    }
    card = card_of(account_id=news.account_id)
    for one in catalogue.dataset_cards(ids=[news.dataset_id], card=card) if news.dataset_id else ():
        url = _absolute(f"/datasets/{one.slug}/")
        data["dataset"] = {"id": one.id, "slug": one.slug, "title": one.title.as_dict(), "url": url}
    if news.kind == Kind.ROWS:
        data |= _rows(news)
    told_at = news.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return {"type": TYPES[news.kind], "timestamp": told_at, "data": data}


def _rows(news: News) -> dict[str, Any]:
    told: dict[str, Any] = {
        "table": news.table_id,
        "releases": {"from": news.old_release, "to": news.new_release},
        "changes": [],
        "more_url": None,
        "limits": [],
    }
    found = changed_rows(news=card_of_news(news), card=card_of(account_id=news.account_id), limit=ROWS_SENT)
    if not isinstance(found, ChangedRows):
        sentence = NOT_OPEN if isinstance(found, NotFoundError) else found.text
        return told | {"limits": [{"code": "rows-not-here", **sentence.as_dict()}]}
    told["counts"] = dict(news.counts)
    told["changes"] = [one._asdict() for one in found.rows]
    if found.total > ROWS_SENT:
        told["more_url"] = _more(news)
        told["limits"] = [{"code": "limit-cut", **CUT.filled(limit=ROWS_SENT).as_dict()}]
    return told


def _more(news: News) -> str:
    """Return where the rows go on: the API, or the page of the news where a filter counts, which the API's diff has not."""
    if news.counts.get("where"):
        return _absolute(f"/my/subscriptions/news/{news.id}/")
    query = f"from={news.old_release}&to={news.new_release}&offset={ROWS_SENT}"
    return _absolute(f"/api/v1/tables/{news.table_id}/diff?{query}")


def _absolute(path: str) -> str:
    return f"{str(value('SITE_URL')).rstrip('/')}{path}"
