"""What the pages of one's own place show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from zhanqiao.core_services.following import queries as following
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.accounts import queries as accounts
from zhanqiao.people.accounts.operations import DEMO_PASSWORD
from zhanqiao.people.accounts.queries import KeyCard
from zhanqiao.people.accounts.rules import ROLE_NAMES, SCOPE_NAMES, Role, is_password_old
from zhanqiao.people.departments.queries import cards_by_id
from zhanqiao.people.notices import queries as notices


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role of mine: its name, the department it is for, since when."""

    name: Text
    department: Text | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Who I am and what I may do."""

    username: str
    display_name: str
    department: Text | None
    language: str
    roles: tuple[HeldRole, ...]
    is_demo: bool
    password_changed_at: datetime
    is_password_old: bool
    unread: int


@dataclass(frozen=True, slots=True)
class DemoHint:
    """What the login page of a demonstration tells: names, roles and the one password."""

    accounts: tuple[tuple[str, Text], ...]
    password: str


def place_of(*, card: AccessCard, at: datetime) -> Place:
    """Return the place of whoever holds the card. Raises NotFoundError for one without an account."""
    account = accounts.account_card(account_id=card.account_id or "")
    if account is None:
        raise NotFoundError(what=card.account_id or "")
    return Place(
        username=account.username,
        display_name=account.display_name,
        department=_department_name(account.department_id),
        language=account.language,
        roles=_held_roles(account_id=account.id),
        is_demo=account.is_demo,
        password_changed_at=account.password_changed_at,
        is_password_old=is_password_old(
            changed_at=account.password_changed_at, at=at, days=int(value("PASSWORD_MAX_DAYS"))
        ),
        unread=notices.unread(account_id=account.id),
    )


@dataclass(frozen=True, slots=True)
class HeldKey:
    """An access key of mine. ``ended`` says why it is worth nothing; None for a valid one."""

    id: str
    name: str
    scope: Text
    beginning: str
    created_at: datetime
    expires_at: datetime
    ended: Literal["revoked", "expired"] | None


def keys_of(*, card: AccessCard, at: datetime) -> tuple[HeldKey, ...]:
    """Return the access keys of whoever holds the card, newest first."""
    return tuple(_held_key(key, at) for key in accounts.keys(account_id=card.account_id or ""))


def notices_page(*, card: AccessCard) -> dict[str, Any]:
    """Return what whoever holds the card was told, and the datasets they follow."""
    followed = following.followed(account_id=card.account_id or "")
    datasets = catalogue.dataset_cards(ids=followed, card=card) if followed else ()
    return {"notices": notices.notices_of(account_id=card.account_id or ""), "datasets": datasets}


def demo_hint() -> DemoHint | None:
    """Return the demo accounts for the login page; None where there are none, as in every real city."""
    if not accounts.has_demo_accounts():
        return None
    return DemoHint(accounts=tuple((role.value, ROLE_NAMES[role]) for role in Role), password=DEMO_PASSWORD)


def _held_roles(*, account_id: str) -> tuple[HeldRole, ...]:
    return tuple(
        HeldRole(name=ROLE_NAMES[grant.role], department=_department_name(grant.department_id), since=grant.granted_at)
        for grant in accounts.grants(account_id=account_id)
        if grant.revoked_at is None
    )


def _held_key(key: KeyCard, at: datetime) -> HeldKey:
    ended: Literal["revoked", "expired"] | None = "revoked" if key.revoked_at else None
    if ended is None and not key.is_valid(at=at):
        ended = "expired"
    return HeldKey(key.id, key.name, SCOPE_NAMES[key.scope], key.beginning, key.created_at, key.expires_at, ended)


def _department_name(department_id: str | None) -> Text | None:
    card = cards_by_id().get(department_id or "")
    return card.name if card else None
