"""What the catalogue does when something below it changes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from zhanqiao.data_center.catalogue.operations import note_changes_of_department, note_changes_of_table
from zhanqiao.data_center.storage.operations import visible_change
from zhanqiao.kit.clock import now
from zhanqiao.people.departments.events import (
    DepartmentDissolved,
    DepartmentRevised,
    department_dissolved,
    department_revised,
)

DICTIONARY = "data_center.DictionaryVersion"


def connect() -> None:
    """Listen; called once when Django has loaded the apps.

    Cards and search documents carry the department's name and the words of the columns.
    """
    for signal in (department_revised, department_dissolved):
        signal.connect(_department_changed, dispatch_uid="catalogue.departments")
    post_save.connect(_dictionary_written, sender=DICTIONARY, dispatch_uid="catalogue.dictionaries")


def _department_changed(event: DepartmentRevised | DepartmentDissolved, **_: object) -> None:
    visible_change()
    note_changes_of_department(department_id=event.department_id, at=now())


def _dictionary_written(instance: Any, **_: object) -> None:
    note_changes_of_table(table_id=instance.table_id, at=instance.at)
