"""Every change to accounts and grants begins a new generation, so no process keeps an outdated card."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save

from zhanqiao.people.accounts.models import CHANGES, Account, RoleGrant

NOT_SHOWN = frozenset({"last_login"})  # changes with every login and is on no card


def connect(*, pillar: AppConfig) -> None:
    """Listen; called once when Django has loaded the apps."""
    for model in (Account, RoleGrant):
        for signal in (post_save, post_delete):
            signal.connect(_changed, sender=model, dispatch_uid=f"people-{model.__name__}")
    post_migrate.connect(_migrated, sender=pillar, dispatch_uid="people-accounts")


def _changed(*, update_fields: frozenset[str] | None = None, **_: Any) -> None:
    if update_fields is None or not update_fields <= NOT_SHOWN:
        CHANGES.changed()


def _migrated(**_: Any) -> None:
    CHANGES.changed()
