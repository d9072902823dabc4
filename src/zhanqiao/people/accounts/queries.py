"""Questions about accounts. Frozen cards, remembered per process until something in ``people`` changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from zhanqiao.kit.generation import Remembered
from zhanqiao.people.accounts.models import CHANGES, AccessKey, Account, RoleGrant
from zhanqiao.people.accounts.rules import Role, Scope

_REMEMBERED = Remembered(generation=CHANGES)


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account as others may know it. ``session_hash`` changes with the password."""

    id: str
    username: str
    display_name: str
    department_id: str | None
    language: str
    is_demo: bool
    is_active: bool
    password_changed_at: datetime
    roles: frozenset[tuple[Role, str | None]]
    session_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GrantCard:
    """One role of an account, with who gave it and when."""

    id: str
    role: Role
    department_id: str | None
    granted_by: str
    granted_at: datetime
    revoked_by: str
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeyCard:
    """An access key as its owner sees it. ``beginning`` are the first characters of the secret."""

    id: str
    account_id: str
    name: str
    scope: Scope
    beginning: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    def is_valid(self, *, at: datetime) -> bool:
        """Say whether it is worth anything."""
        return self.revoked_at is None and at < self.expires_at


def account_card(*, account_id: str) -> AccountCard | None:
    """Return the card of an account, or None; no query when warm."""
    return _REMEMBERED.get(account_id, lambda: _load(account_id=account_id)) if account_id else None


def accounts() -> tuple[AccountCard, ...]:
    """Return the cards of all accounts, also of the closed ones, by name."""
    held: dict[str, set[tuple[Role, str | None]]] = {}
    for account_id, role, department in _grants_in_force().values_list("account_id", "role", "department_id"):
        held.setdefault(account_id, set()).add((Role(role), department))
    rows = Account.objects.order_by("username")
    return tuple(_card(row, roles=frozenset(held.get(row.id, set()))) for row in rows)


def holders(*, role: Role, department_id: str | None) -> tuple[str, ...]:
    """Return the ids of the open accounts that have a role (for a department, where the role is for one)."""
    found = _grants_in_force().filter(role=role.value, department_id=department_id, account__closed_at__isnull=True)
    return tuple(found.order_by("account_id").values_list("account_id", flat=True).distinct())


def account_id_of(*, username: str) -> str | None:
    """Return the id behind a name, or None."""
    return Account.objects.filter(username=username.strip().lower()).values_list("id", flat=True).first()


def grants(*, account_id: str) -> tuple[GrantCard, ...]:
    """Return all grants of an account, also the revoked ones, oldest first."""
    return tuple(_grant_card(row) for row in RoleGrant.objects.filter(account_id=account_id))


def keys(*, account_id: str) -> tuple[KeyCard, ...]:
    """Return all access keys of an account, also those that are over, newest first."""
    return tuple(_key_card(row) for row in AccessKey.objects.filter(account_id=account_id))


def key_of_digest(*, digest: str) -> KeyCard | None:
    """Return the key whose secret has this SHA-256, or None; no query when warm."""
    return _REMEMBERED.get(("key", digest), lambda: _load_key(digest=digest))


def has_demo_accounts() -> bool:
    """Say whether accounts with printed passwords can log in."""
    return Account.objects.filter(is_demo=True, closed_at__isnull=True).exists()


def _load(*, account_id: str) -> AccountCard | None:
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        return None
    rows = _grants_in_force().filter(account_id=account_id).values_list("role", "department_id")
    return _card(account, roles=frozenset((Role(role), department) for role, department in rows))


def _grants_in_force() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(revoked_at__isnull=True)


def _card(account: Account, *, roles: frozenset[tuple[Role, str | None]]) -> AccountCard:
    return AccountCard(
        id=account.id,
        username=account.username,
        display_name=account.display_name,
        department_id=account.department_id,
        language=account.language,
        is_demo=account.is_demo,
        is_active=account.is_active,
        password_changed_at=account.password_changed_at,
        roles=roles,
        session_hash=account.get_session_auth_hash(),
    )


def _grant_card(row: RoleGrant) -> GrantCard:
    return GrantCard(
        id=row.id,
        role=Role(row.role),
        department_id=row.department_id,
        granted_by=row.granted_by,
        granted_at=row.granted_at,
        revoked_by=row.revoked_by,
        revoked_at=row.revoked_at,
    )


def _load_key(*, digest: str) -> KeyCard | None:
    row = AccessKey.objects.filter(digest=digest).first()
    return _key_card(row) if row else None


def _key_card(row: AccessKey) -> KeyCard:
    return KeyCard(
        id=row.id,
        account_id=row.account_id,
        name=row.name,
        scope=Scope(row.scope),
        beginning=row.beginning,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
