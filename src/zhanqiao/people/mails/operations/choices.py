"""What an account wants by mail, chosen on its page or ended by the link in a mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhanqiao.people.audit.operations import record
from zhanqiao.people.mails.models import MailAddress, MailChoice
from zhanqiao.people.mails.operations.links import Ending, ended
from zhanqiao.people.mails.queries import ways_of
from zhanqiao.people.mails.rules import Kind, Way


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """What a link ends: mails of one kind, or the digest (``kind`` None). ``is_over``: there is nothing left to end."""

    kind: Kind | None
    is_over: bool


def choose(*, account_id: str, ways: Mapping[Kind, Way], by: str, at: datetime) -> None:
    """Keep how an account wants to be told of kinds; kinds that are left out stay as they are."""
    with transaction.atomic():
        _keep(account_id, ways, at)
        detail = {kind.value: way.value for kind, way in ways.items()}
        record(by=by, action="mail.choose", object_type="account", object_id=account_id, detail=detail, at=at)


def unsubscribing(*, token: str) -> Unsubscribing:
    """Return what a link would end. Raises NotFoundError for one that is not ours."""
    ending = ended(token=token)
    return Unsubscribing(ending.kind, not _ends(ending)[1])


def unsubscribe(*, token: str, at: datetime) -> Unsubscribing:
    """Send no more mails of the link's kind, or no more digests; done a second time it does nothing.

    Whoever has the link may do it, without a login (RFC 8058). Raises NotFoundError for a link that is not ours.
    """
    ending = ended(token=token)
    with transaction.atomic():
        account_id, kinds = _ends(ending)
        if kinds:
            _keep(account_id, dict.fromkeys(kinds, Way.SITE), at)
            detail = {"kinds": [kind.value for kind in kinds], "by_link": True}
            record(
                by=account_id,
                action="mail.unsubscribe",
                object_type="account",
                object_id=account_id,
                detail=detail,
                at=at,
            )
    return Unsubscribing(ending.kind, is_over=True)


def _ends(ending: Ending) -> tuple[str, tuple[Kind, ...]]:
    """Return the account of a link and the kinds it still ends."""
    row = MailAddress.objects.filter(pk=ending.address_id, verified_at__isnull=False, ended_at__isnull=True).first()
    if row is None:
        return "", ()
    ways = ways_of(account_id=row.account_id)
    if ending.kind:
        return row.account_id, (ending.kind,) if ways[ending.kind] is not Way.SITE else ()
    return row.account_id, tuple(kind for kind, way in ways.items() if way is Way.DIGEST)


def _keep(account_id: str, ways: Mapping[Kind, Way], at: datetime) -> None:
    for kind, way in ways.items():
        MailChoice.objects.update_or_create(
            account_id=account_id, kind=kind.value, defaults={"way": way.value, "chosen_at": at}
        )
