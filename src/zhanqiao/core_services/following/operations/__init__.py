"""Following, telling, and sending to programs."""

from __future__ import annotations

from zhanqiao.core_services.following.operations.choosing import end as end_follow
from zhanqiao.core_services.following.operations.choosing import follow, follow_subject, pause, revise, unfollow
from zhanqiao.core_services.following.operations.sending import forget_news, send_due_messages
from zhanqiao.core_services.following.operations.telling import tell_changes, tell_gone, tell_subject
from zhanqiao.core_services.following.operations.webhooks import end_webhook, make_webhook, send_message_again

__all__ = [
    "end_follow",
    "end_webhook",
    "follow",
    "follow_subject",
    "forget_news",
    "make_webhook",
    "pause",
    "revise",
    "send_due_messages",
    "send_message_again",
    "tell_changes",
    "tell_gone",
    "tell_subject",
    "unfollow",
]
