"""Everybody who may come: each role, with which department, by session or by access key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.test import Client

from tests.contracts.permissions.asking import FORGERY_TOKEN
from zhanqiao.kit.clock import now
from zhanqiao.people.accounts.models import Account
from zhanqiao.people.accounts.operations import create_account, grant_role, make_key
from zhanqiao.people.accounts.rules import DEPARTMENT_ROLES, Role, Scope

BY = "tests"
WITH_TOKEN = {"Cookie": f"csrftoken={FORGERY_TOKEN}", "X-CSRFToken": FORGERY_TOKEN}  # as forms send it
PASSWORD = "Red-Roofs-1891"


@dataclass(frozen=True)
class Person:
    """One line of the matrix: a role (none: nobody), its department (own or other) and how it comes (scope: by a key)."""

    name: str
    role: Role | None
    department: str = ""
    scope: Scope | None = None
    headers: Mapping[str, str] = field(default_factory=dict, compare=False)


PEOPLE = (
    Person("authority", Role.authority),  # the first to ask: what it warms must not reach those behind
    Person("officer_own", Role.officer, "own"),
    Person("reviewer_own", Role.reviewer, "own"),
    Person("read_key_own", Role.officer, "own", Scope.READ),
    Person("write_key_own", Role.officer, "own", Scope.WRITE),
    Person("anonymous", None),
    Person("citizen", Role.citizen),
    Person("officer_other", Role.officer, "other"),
    Person("reviewer_other", Role.reviewer, "other"),
    Person("read_key_other", Role.officer, "other", Scope.READ),
    Person("write_key_other", Role.officer, "other", Scope.WRITE),
    Person("operator", Role.operator),
    Person("system_admin", Role.system_admin),
    Person("audit_admin", Role.audit_admin),
    Person("security_admin", Role.security_admin),
)
NAMES = tuple(person.name for person in PEOPLE)


def arrived(*, departments: Mapping[str, str]) -> dict[str, Person]:
    """Make an account, and a session or a key, for everybody; ``departments`` are ids by own and other."""
    return {person.name: _arrived(person, departments) for person in PEOPLE}


def _arrived(person: Person, departments: Mapping[str, str]) -> Person:
    if person.role is None:
        return replace(person, headers=WITH_TOKEN)
    department = departments.get(person.department)
    account = create_account(
        username=person.name.replace("_", "-"), display_name=person.name, password=PASSWORD, by=BY, at=now()
    )
    held = department if person.role in DEPARTMENT_ROLES else None
    grant_role(account_id=account, role=person.role, department_id=held, by=BY, at=now())
    return replace(person, headers=_headers(person, account))


def _headers(person: Person, account: str) -> dict[str, str]:
    if person.scope:
        secret = make_key(account_id=account, name="matrix", scope=person.scope, days=1, by=BY, at=now())[1]
        return WITH_TOKEN | {"Authorization": f"Bearer {secret}"}
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return WITH_TOKEN | {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {WITH_TOKEN['Cookie']}"}
