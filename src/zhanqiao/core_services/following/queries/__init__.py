"""Questions about who follows what, what they were told, and the programs that are told."""

from __future__ import annotations

from zhanqiao.core_services.following.queries.following import (
    FollowCard,
    follow_card,
    follow_cards,
    follow_of,
    followed,
    followers,
    is_following,
    subject_followers,
)
from zhanqiao.core_services.following.queries.messages import (
    MessageCard,
    WebhookCard,
    message_cards,
    secret_of,
    webhook_cards,
)
from zhanqiao.core_services.following.queries.news import ChangedRows, NewsCard, changed_rows, news_card, news_cards

__all__ = [
    "ChangedRows",
    "FollowCard",
    "MessageCard",
    "NewsCard",
    "WebhookCard",
    "changed_rows",
    "follow_card",
    "follow_cards",
    "follow_of",
    "followed",
    "followers",
    "is_following",
    "message_cards",
    "news_card",
    "news_cards",
    "secret_of",
    "subject_followers",
    "webhook_cards",
]
