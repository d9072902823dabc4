"""What the catalogue does when something below it changes."""

from __future__ import annotations

from zhanqiao.data_center.storage.operations import visible_change
from zhanqiao.people.departments.events import department_dissolved, department_revised


def connect() -> None:
    """Forget remembered cards when a department changes: they carry its name."""
    for signal in (department_revised, department_dissolved):
        signal.connect(_forget, dispatch_uid="catalogue.departments")


def _forget(**_: object) -> None:
    visible_change()
