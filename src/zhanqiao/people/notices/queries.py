"""Questions about notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhanqiao.kit.texts import Text
from zhanqiao.people.notices.models import Notice

MOST = 100


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice as its account reads it."""

    kind: str
    text: Text
    url: str
    at: datetime
    is_new: bool


def notices_of(*, account_id: str, limit: int = MOST) -> tuple[NoticeCard, ...]:
    """Return the newest notices of an account, newest first."""
    rows = Notice.objects.filter(account_id=account_id)[:limit]
    return tuple(
        NoticeCard(row.kind, Text(row.text_zh, row.text_en), row.url, row.at, row.read_at is None) for row in rows
    )


def unread(*, account_id: str) -> int:
    """Return how many notices an account has not read."""
    return Notice.objects.filter(account_id=account_id, read_at__isnull=True).count()


def without_unread(*, account_ids: Iterable[str], kind: str, url: str) -> frozenset[str]:
    """Return those accounts that have no unread notice of this kind about this page."""
    wanted = frozenset(account_ids)
    found = Notice.objects.filter(account_id__in=wanted, kind=kind, url=url, read_at__isnull=True)
    return wanted - set(found.values_list("account_id", flat=True))
