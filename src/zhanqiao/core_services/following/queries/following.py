"""Questions about who follows what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhanqiao.core_services.following.models import Follow
from zhanqiao.core_services.following.rules import Rhythm
from zhanqiao.kit.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class FollowCard:
    """A subscription as its account reads it; ``webhook_id`` empty: no program is told."""

    id: int
    subject: str
    dataset_id: str
    key: str
    filter_table: str
    where: str
    rhythm: Rhythm
    by_mail: bool
    webhook_id: str
    began_at: datetime
    paused_at: datetime | None


def is_following(*, account_id: str | None, dataset_id: str) -> bool:
    """Say whether an account follows a dataset."""
    if not account_id:
        return False
    return Follow.objects.filter(account_id=account_id, dataset_id=dataset_id, ended_at__isnull=True).exists()


def follow_of(*, account_id: str | None, subject: str, key: str) -> FollowCard | None:
    """Return an account's subscription to a subject that is no dataset, or None."""
    if not account_id:
        return None
    found = Follow.objects.filter(account_id=account_id, subject=subject, key=key, ended_at__isnull=True).first()
    return _card(found) if found else None


def followers(*, dataset_id: str) -> tuple[str, ...]:
    """Return the ids of the accounts that follow a dataset and are not pausing."""
    found = Follow.objects.filter(
        dataset_id=dataset_id, ended_at__isnull=True, paused_at__isnull=True, account__closed_at__isnull=True
    )
    return tuple(found.values_list("account_id", flat=True))


def subject_followers(*, subject: str, key: str) -> tuple[str, ...]:
    """Return the ids of the accounts that subscribe to another module's subject and are not pausing."""
    found = Follow.objects.filter(
        subject=subject, key=key, ended_at__isnull=True, paused_at__isnull=True, account__closed_at__isnull=True
    )
    return tuple(found.values_list("account_id", flat=True))


def followed(*, account_id: str) -> tuple[str, ...]:
    """Return the ids of the datasets that an account follows, the newest first."""
    found = Follow.objects.filter(account_id=account_id, ended_at__isnull=True, dataset__isnull=False)
    return tuple(found.values_list("dataset_id", flat=True))


def follow_cards(*, account_id: str) -> tuple[FollowCard, ...]:
    """Return the subscriptions of an account, the newest first."""
    return tuple(_card(one) for one in Follow.objects.filter(account_id=account_id, ended_at__isnull=True))


def follow_card(*, follow_id: int, account_id: str) -> FollowCard:
    """Return one subscription of an account. Raises NotFoundError for another's and for one that ended."""
    found = Follow.objects.filter(pk=follow_id, account_id=account_id, ended_at__isnull=True).first()
    if found is None:
        raise NotFoundError(what=str(follow_id))
    return _card(found)


def _card(row: Follow) -> FollowCard:
    return FollowCard(
        id=row.pk,
        subject=row.subject,
        dataset_id=row.dataset_id or "",
        key=row.key,
        filter_table=row.filter_table,
        where=row.where,
        rhythm=Rhythm(row.rhythm),
        by_mail=row.by_mail,
        webhook_id=row.webhook_id or "",
        began_at=row.began_at,
        paused_at=row.paused_at,
    )
