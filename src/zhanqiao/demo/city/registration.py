"""Puts the demo city's departments into the tree, once."""

from __future__ import annotations

from datetime import date, datetime

from zhanqiao.demo.city.departments import DemoDepartment, departments
from zhanqiao.people.departments.operations import DepartmentEntry, dissolve_department, register_department
from zhanqiao.people.departments.queries import cards_by_id


def ensure_departments(*, by: str, at: datetime) -> int:
    """Register the departments that are missing and dissolve the historical ones; return how many were new.

    What is already in the tree stays as it is. Raises DepartmentRefusedError, SourceMissingError.
    """
    known = {card.key: card for card in cards_by_id().values()}
    ids = {key: card.id for key, card in known.items()}
    city = departments()
    missing = [department for department in city if department.key not in known]
    for department in missing:
        ids[department.key] = _registered(department, ids=ids, by=by, at=at)
    for department in city:
        card = known.get(department.key)
        if department.valid_to and (card is None or card.valid_to is None):
            _dissolved(department, last_day=department.valid_to, ids=ids, by=by, at=at)
    return len(missing)


def _registered(department: DemoDepartment, *, ids: dict[str, str], by: str, at: datetime) -> str:
    entry = DepartmentEntry(
        code=department.code,
        key=department.key,
        name_zh=department.name_zh,
        name_en=department.name_en,
        level=department.level,
        division_code=department.division_code,
        valid_from=department.valid_from,
        parent_id=ids[department.parent] if department.parent else None,
        phone=department.phone,
        email=department.email,
        address=department.address,
    )
    return register_department(entry=entry, by=by, at=at)


def _dissolved(department: DemoDepartment, *, last_day: date, ids: dict[str, str], by: str, at: datetime) -> None:
    successor = ids[department.successor] if department.successor else None
    dissolve_department(department_id=ids[department.key], last_day=last_day, successor_id=successor, by=by, at=at)
