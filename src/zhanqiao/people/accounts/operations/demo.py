"""The accounts of the demo city: one for each role, with a published password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, Q

from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.models import Account
from zhanqiao.people.accounts.operations.accounts import AccountRefusedError, told
from zhanqiao.people.accounts.operations.roles import grant_role
from zhanqiao.people.accounts.rules import DEPARTMENT_ROLES, ROLE_NAMES, Role
from zhanqiao.people.audit.rules import SYSTEM
from zhanqiao.people.departments.queries import cards_by_id

DEMO_PASSWORD = "Zhanqiao-2026-demo"  # noqa: S105 - published on purpose; the server then refuses to leave loopback
NO_DEPARTMENT = Text("请先装载部门，再建立演示账号。", "Load the departments before the demo accounts.")

NAME_TAKEN = Text("用户名“{name}”已属于一个真实账号。", "The user name '{name}' belongs to a real account.")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """What ``bin/demo`` prints."""

    account_id: str
    username: str
    password: str
    role: Role
    role_name: Text


@transaction.atomic
def ensure_demo_accounts(*, at: datetime, department_id: str | None = None) -> tuple[DemoAccount, ...]:
    """Make sure that one demo account for each role exists with the published password, and return them.

    Officer and reviewer belong to ``department_id``, by default to the first department that exists.
    Quick when all is in place. Raises AccountRefusedError when there is no department yet.
    """
    department = department_id or _first_department()
    _restore(at=at)
    known = dict(Account.objects.filter(is_demo=True).values_list("username", "id"))
    missing = [role for role in Role if role.value not in known]
    encoded = make_password(DEMO_PASSWORD) if missing else ""  # once for all: hashing is slow by design
    for role in missing:
        known[role.value] = _create(role=role, encoded=encoded, department_id=department, at=at)
    return tuple(DemoAccount(known[role.value], role.value, DEMO_PASSWORD, role, ROLE_NAMES[role]) for role in Role)


def _create(*, role: Role, encoded: str, department_id: str, at: datetime) -> str:
    if Account.objects.filter(username=role.value).exists():
        raise AccountRefusedError(reason=NAME_TAKEN.filled(name=role.value))
    belongs = department_id if role in DEPARTMENT_ROLES else None
    account = Account.objects.create(
        username=role.value,
        display_name=ROLE_NAMES[role].zh,
        department_id=belongs,
        password=encoded,
        is_demo=True,
        created_at=at,
        created_by=SYSTEM,
        password_changed_at=at,
    )
    told(account_id=account.id, action="account.create", by=SYSTEM, at=at, detail={"demo": True})
    grant_role(account_id=account.id, role=role, department_id=belongs, by=SYSTEM, at=at)
    return account.id


def _restore(*, at: datetime) -> None:
    """Open demo accounts again that were closed or given another password by a visitor."""
    changed = Q(closed_at__isnull=False) | ~Q(password_changed_at=F("created_at"))
    for account in Account.objects.filter(changed, is_demo=True):
        account.password, account.password_changed_at = make_password(DEMO_PASSWORD), account.created_at
        account.closed_at, account.closed_by = None, ""
        account.save()
        told(account_id=account.id, action="account.restore", by=SYSTEM, at=at, detail={"demo": True})


def _first_department() -> str:
    for card in cards_by_id().values():
        if card.valid_to is None:
            return card.id
    raise AccountRefusedError(reason=NO_DEPARTMENT)
