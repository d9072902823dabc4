"""Questions about mail: what an account chose, what waits, what did not arrive."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from zhanqiao.kit.environment import value
from zhanqiao.people.accounts.queries import account_card
from zhanqiao.people.mails.models import Mail, MailAddress, MailChoice
from zhanqiao.people.mails.rules import Kind, Outcome, Purpose, Way, default_way

LOST = (Outcome.REFUSED.value, Outcome.UNKNOWN.value)


@dataclass(frozen=True, slots=True)
class MailPlace:
    """What an account has of mail. ``address`` is the one in force, ``asked`` one that waits for its confirmation."""

    is_possible: bool
    address: str
    asked: str
    ways: Mapping[Kind, Way]


@dataclass(frozen=True, slots=True)
class MailCard:
    """A mail as operators see it: no address, no words. ``state``: waiting, begun, or its outcome."""

    id: str
    account_id: str
    purpose: Purpose
    made_at: datetime
    tries: int
    state: str
    reason: str


def is_mail_possible() -> bool:
    """Say whether this platform sends mail: a server, and the public address that links in mails begin with."""
    return bool(value("SMTP_HOST") and value("SITE_URL"))


def mail_place(*, account_id: str) -> MailPlace:
    """Return what an account has of mail."""
    rows = MailAddress.objects.filter(account_id=account_id, ended_at__isnull=True)
    held = {row.verified_at is not None: row.address for row in rows}
    return MailPlace(is_mail_possible(), held.get(True, ""), held.get(False, ""), ways_of(account_id=account_id))


def ways_of(*, account_id: str) -> Mapping[Kind, Way]:
    """Return how an account is told of each kind; only on the site where no mail is possible."""
    if not is_mail_possible():
        return dict.fromkeys(Kind, Way.SITE)
    chosen = MailChoice.objects.filter(account_id=account_id).values_list("kind", "way")
    return _with_defaults(account_id, {Kind(kind): Way(way) for kind, way in chosen})


def way_of_each(*, account_ids: Collection[str], kind: Kind) -> Mapping[str, Way]:
    """Return how each account with an address in force is told of a kind; others are left out."""
    if not is_mail_possible():
        return {}
    reached = MailAddress.objects.filter(
        account_id__in=account_ids, verified_at__isnull=False, ended_at__isnull=True, account__closed_at__isnull=True
    ).values_list("account_id", flat=True)
    chosen = dict(MailChoice.objects.filter(account_id__in=account_ids, kind=kind).values_list("account_id", "way"))
    return {one: Way(chosen[one]) if one in chosen else _default(one, kind) for one in reached}


def mail_cards(*, only_lost: bool = False, limit: int = 50, offset: int = 0) -> tuple[tuple[MailCard, ...], int]:
    """Return a page of mails, the newest first, and how many there are; lost: refused, or not known whether they went."""
    rows = Mail.objects.filter(outcome__in=LOST) if only_lost else Mail.objects.all()
    return tuple(_card(row) for row in rows[offset : offset + limit]), rows.count()


def mail_counts() -> dict[str, int]:
    """Return how many mails wait and how many were lost, of those that are kept."""
    rows = Mail.objects.all()
    return {"waiting": rows.filter(next_at__isnull=False).count(), "lost": rows.filter(outcome__in=LOST).count()}


def lost_since(*, at: datetime, hours: int = 24) -> int:
    """Return how many mails were lost within the last hours."""
    return Mail.objects.filter(outcome__in=LOST, ended_at__gte=at - timedelta(hours=hours)).count()


def mails_kept() -> tuple[int, datetime | None]:
    """Return how many mails are kept and since when."""
    found = Mail.objects.order_by().aggregate(n=Count("pk"), oldest=Min("made_at"))
    return found["n"], found["oldest"]


def _with_defaults(account_id: str, chosen: Mapping[Kind, Way]) -> dict[Kind, Way]:
    return {kind: chosen.get(kind) or _default(account_id, kind) for kind in Kind}


def _default(account_id: str, kind: Kind) -> Way:
    card = account_card(account_id=account_id)
    return default_way(kind=kind, roles=[role for role, _ in card.roles] if card else [])


def _card(row: Mail) -> MailCard:
    state = row.outcome or ("waiting" if row.next_at else "begun")
    reason = "" if row.outcome == Outcome.SENT else row.reason
    return MailCard(row.id, row.account_id, Purpose(row.purpose), row.made_at, row.tries, state, reason)
