"""Leaving mails to be sent, inside the transaction of what they tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from zhanqiao.kit.texts import Text
from zhanqiao.people.mails.models import Mail, MailItem
from zhanqiao.people.mails.queries import way_of_each
from zhanqiao.people.mails.rules import Outcome, Purpose, Way, digest_day, digest_due, kind_of


def leave(*, account_ids: Collection[str], kind: str, text: Text, url: str, at: datetime) -> int:
    """Leave a sentence to be mailed to those who want its kind, at once or with the next digest; return to how many.

    Call it inside the transaction of what is told: both are there or none.
    """
    what = kind_of(kind)
    ways = way_of_each(account_ids=account_ids, kind=what)
    mails = _at_once([one for one, way in ways.items() if way is Way.AT_ONCE], at)
    mails += _digests([one for one, way in ways.items() if way is Way.DIGEST], digest_day(at=at), at).values()
    MailItem.objects.bulk_create(
        [MailItem(mail_id=one, kind=what.value, text_zh=text.zh, text_en=text.en, url=url, at=at) for one in mails]
    )
    return len(mails)


def drop_digest(*, account_id: str) -> None:
    """Take back the digest that waits for an account that has read everything on the site."""
    _waiting(account_id).filter(purpose=Purpose.DIGEST.value).delete()


def drop_all(*, account_id: str, at: datetime) -> None:
    """Drop every mail that waits for an account."""
    _waiting(account_id).update(next_at=None, ended_at=at, outcome=Outcome.UNNEEDED.value, reason="no address")


def _waiting(account_id: str) -> QuerySet[Mail]:
    return Mail.objects.filter(account_id=account_id, next_at__isnull=False)


def _at_once(account_ids: list[str], at: datetime) -> list[str]:
    rows = [Mail(account_id=one, purpose=Purpose.NOTICE.value, made_at=at, next_at=at) for one in account_ids]
    return [row.id for row in Mail.objects.bulk_create(rows)]


def _digests(account_ids: list[str], day: date, at: datetime) -> Mapping[str, str]:
    """Return the id of each account's open digest of a day, locked; where that one was begun already, of the day after."""
    if not account_ids:
        return {}
    due, purpose = digest_due(day=day), Purpose.DIGEST.value
    rows = [Mail(account_id=one, purpose=purpose, day=day, made_at=at, next_at=due) for one in account_ids]
    Mail.objects.bulk_create(rows, ignore_conflicts=True)
    held = Mail.objects.select_for_update().filter(
        account_id__in=account_ids, purpose=purpose, day=day, next_at__isnull=False
    )
    found = dict(held.values_list("account_id", "id"))
    late = [one for one in account_ids if one not in found]
    return {**found, **_digests(late, day + timedelta(days=1), at)}
