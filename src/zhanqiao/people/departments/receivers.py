"""Every change to a department begins a new generation, so no process keeps an outdated tree."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save

from zhanqiao.people.departments.models import CHANGES, Department


def connect(*, pillar: AppConfig) -> None:
    """Listen; called once when Django has loaded the apps."""
    for signal in (post_save, post_delete):
        signal.connect(_changed, sender=Department, dispatch_uid="people-Department")
    post_migrate.connect(_changed, sender=pillar, dispatch_uid="people-departments")


def _changed(**_: Any) -> None:
    CHANGES.changed()
