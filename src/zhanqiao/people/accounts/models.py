"""Accounts, role grants and the login guard."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from zhanqiao.kit.generation import Generation
from zhanqiao.kit.ids import new_id
from zhanqiao.people.accounts.rules import ADMIN_ROLES, DEPARTMENT_ROLES, Role, Scope

CHANGES = Generation(name="people")


def new_account_id() -> str:
    """Return an identifier such as ``acc_7k3f9x2m4q8d``."""
    return new_id(prefix="acc")


def new_grant_id() -> str:
    """Return an identifier such as ``grt_7k3f9x2m4q8d``."""
    return new_id(prefix="grt")


def new_key_id() -> str:
    """Return an identifier such as ``key_7k3f9x2m4q8d``."""
    return new_id(prefix="key")


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by name; operations make them."""


class Account(AbstractBaseUser):
    """A person or a service that logs in. A closed account keeps its row for the audit trail."""

    id = models.CharField(primary_key=True, max_length=20, default=new_account_id, editable=False)
    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=100)
    department = models.ForeignKey(
        "people.Department", on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    language = models.CharField(max_length=10, choices=[("zh-hans", "zh-hans"), ("en", "en")], default="zh-hans")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=64)
    password_changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=64, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(username=Lower("username")), name="account_name_lower"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="") | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
                name="account_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.id  # not the name: what is printed may end in a log

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # - Django's own attribute, here derived from a dated state
        """Say whether the account may log in."""
        return self.closed_at is None


class RoleGrant(models.Model):
    """A role given to an account, by whom and when, and when taken back."""

    id = models.CharField(primary_key=True, max_length=20, default=new_grant_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, null=True, blank=True)
    granted_by = models.CharField(max_length=64)
    granted_at = models.DateTimeField()
    revoked_by = models.CharField(max_length=64, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["granted_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="grant_role"),
            models.CheckConstraint(
                condition=Q(role__in=sorted(DEPARTMENT_ROLES), department__isnull=False)
                | (~Q(role__in=sorted(DEPARTMENT_ROLES)) & Q(department__isnull=True)),
                name="grant_department_where_due",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="")
                | (Q(revoked_at__gte=F("granted_at")) & ~Q(revoked_by="")),
                name="grant_revoked_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(revoked_at__isnull=True, role__in=sorted(ADMIN_ROLES)),
                name="grant_admins_separated",
            ),
            models.UniqueConstraint(
                fields=["account", "role"],
                condition=Q(revoked_at__isnull=True, department__isnull=True),
                name="grant_once",
            ),
            models.UniqueConstraint(
                fields=["account", "role", "department"],
                condition=Q(revoked_at__isnull=True, department__isnull=False),
                name="grant_once_in_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"


class AccessKey(models.Model):
    """A key of an account. Only the digest of its secret is kept; a revoked one keeps its row for the audit trail."""

    id = models.CharField(primary_key=True, max_length=20, default=new_key_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="keys")
    name = models.CharField(max_length=100)
    scope = models.CharField(max_length=10, choices=[(scope.value, scope.value) for scope in Scope])
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret, hexadecimal")
    beginning = models.CharField(max_length=12, help_text="first characters of the secret, to tell keys apart")
    created_by = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_by = models.CharField(max_length=64, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=[scope.value for scope in Scope]), name="key_scope"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="key_expires_after_creation"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="") | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
                name="key_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.id


class LoginGuard(models.Model):
    """Attempts to log in under one name, known or not: the name is kept as its SM3 digest only."""

    name_digest = models.CharField(primary_key=True, max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_attempt_at = models.DateTimeField(db_index=True)
    locked_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name_digest[:8]
