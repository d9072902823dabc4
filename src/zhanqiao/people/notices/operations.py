"""Telling accounts, on the site and by mail as each chose, and what they have read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zhanqiao.kit.texts import Text
from zhanqiao.people.mails.operations import drop_digest, leave
from zhanqiao.people.notices.models import Notice

LONGEST = 400


def tell(*, account_ids: Iterable[str], kind: str, text: Text, url: str, at: datetime, by_mail: bool = True) -> int:
    """Leave a notice for each account, and a mail for those who want one, inside the caller's transaction; return how many were told.

    Without ``by_mail`` nobody gets a mail, whatever was chosen for the kind.
    """
    said, who = Text(text.zh[:LONGEST], text.en[:LONGEST]), sorted(set(account_ids))
    rows = [Notice(account_id=one, kind=kind, text_zh=said.zh, text_en=said.en, url=url, at=at) for one in who]
    with transaction.atomic():  # of its own where the caller has none: both or neither
        Notice.objects.bulk_create(rows)
        leave(account_ids=who if by_mail else (), kind=kind, text=said, url=url, at=at)
    return len(rows)


def mark_read(*, account_id: str, at: datetime) -> int:
    """Mark all notices of an account as read, so that no digest tells them again; return how many were new."""
    drop_digest(account_id=account_id)
    return Notice.objects.filter(account_id=account_id, read_at__isnull=True).update(read_at=at)
