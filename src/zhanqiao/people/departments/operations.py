"""Registering, revising and dissolving departments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments import rules
from zhanqiao.people.departments.events import (
    DepartmentDissolved,
    DepartmentRegistered,
    DepartmentRevised,
    department_dissolved,
    department_registered,
    department_revised,
)
from zhanqiao.people.departments.models import Department
from zhanqiao.people.departments.queries import below
from zhanqiao.people.departments.rules import Level

CONTACT = frozenset({"phone", "email", "address"})  # may name a person: audited by field, not by value


class DepartmentRefusedError(ZhanqiaoError):
    """A department's entry does not hold; nothing was changed. ``facts["problems"]`` has them all."""

    status = 422
    code = "department-refused"
    sentence = Text(zh="部门信息没有保存：{problems}", en="The department was not saved: {problems}")

    def __init__(self, *, problems: list[Text]) -> None:
        """Join the problems in both languages."""
        super().__init__(problems=[problem.as_dict() for problem in problems])
        self.text = Text(
            zh=self.sentence.zh.format(problems="".join(problem.zh for problem in problems)),
            en=self.sentence.en.format(problems=" ".join(problem.en for problem in problems)),
        )


TAKEN = Text("代码或短名已被其他部门使用。", "Another department has this code or key.")
DISSOLVED = Text("该部门已经撤销。", "The department has been dissolved already.")
HAS_CHILDREN = Text("该部门还有下级部门，请先调整下级。", "Departments stand below it; move them first.")
NO_SUCCESSOR = Text(
    "承接部门不存在、已撤销或就是本部门。", "The successor does not exist, is dissolved or is the department itself."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentEntry:
    """What is said about a department when it is registered or revised."""

    code: str
    key: str
    name_zh: str
    name_en: str
    level: Level
    division_code: str
    valid_from: date
    parent_id: str | None = None
    phone: str = ""
    email: str = ""
    address: str = ""


@transaction.atomic
def register_department(*, entry: DepartmentEntry, by: str, at: datetime) -> str:
    """Put a department into the tree and return its id. Raises DepartmentRefusedError."""
    _hold_to_rules(entry=entry)
    department = Department(**asdict(entry))
    _save(department)
    detail = {"key": entry.key, "code": entry.code, "parent": entry.parent_id}
    record(by=by, action="department.register", object_type="department", object_id=department.id, detail=detail, at=at)
    event = DepartmentRegistered(department_id=department.id, by=by)
    transaction.on_commit(partial(department_registered.send, DepartmentRegistered, event=event))
    return department.id


@transaction.atomic
def revise_department(*, department_id: str, entry: DepartmentEntry, by: str, at: datetime) -> tuple[str, ...]:
    """Give a department new values and return the names of the fields that changed.

    Raises DepartmentRefusedError, NotFoundError. An entry without changes leaves no trace.
    """
    department = _locked(department_id)
    _hold_to_rules(entry=entry, department_id=department_id)
    changes = {name: value for name, value in asdict(entry).items() if getattr(department, name) != value}
    if not changes:
        return ()
    detail = {"changes": {name: _change(department, name, value) for name, value in changes.items()}}
    for name, value in changes.items():
        setattr(department, name, value)
    _save(department)
    record(by=by, action="department.revise", object_type="department", object_id=department_id, detail=detail, at=at)
    event = DepartmentRevised(department_id=department_id, fields=tuple(changes), by=by)
    transaction.on_commit(partial(department_revised.send, DepartmentRevised, event=event))
    return tuple(changes)


@transaction.atomic
def dissolve_department(*, department_id: str, last_day: date, successor_id: str | None, by: str, at: datetime) -> None:
    """Give a department its last day and, if somebody takes over, its successor.

    The row stays: what it published keeps its origin. Raises DepartmentRefusedError, NotFoundError.
    """
    department = _locked(department_id)
    if problems := list(_against_dissolving(department=department, last_day=last_day, successor_id=successor_id)):
        raise DepartmentRefusedError(problems=problems)
    department.valid_to, department.successor_id = last_day, successor_id
    _save(department)
    detail = {"last_day": last_day.isoformat(), "successor": successor_id}
    record(by=by, action="department.dissolve", object_type="department", object_id=department_id, detail=detail, at=at)
    event = DepartmentDissolved(department_id=department_id, successor_id=successor_id, by=by)
    transaction.on_commit(partial(department_dissolved.send, DepartmentDissolved, event=event))


def _hold_to_rules(*, entry: DepartmentEntry, department_id: str | None = None) -> None:
    checks = (
        rules.credit_code_problem(entry.code),
        rules.key_problem(entry.key),
        rules.division_problem(code=entry.division_code, level=entry.level),
        None if entry.name_zh.strip() and entry.name_en.strip() else rules.NO_NAME,
        *_parent_problems(entry=entry, department_id=department_id),
    )
    if problems := [problem for problem in checks if problem]:
        raise DepartmentRefusedError(problems=problems)


def _parent_problems(*, entry: DepartmentEntry, department_id: str | None) -> Iterator[Text | None]:
    parent = Department.objects.filter(pk=entry.parent_id).first() if entry.parent_id else None
    if entry.parent_id and parent is None:
        yield rules.PARENT_NOT_THERE
        return
    yield rules.parent_problem(level=entry.level, parent_level=Level(parent.level) if parent else None)
    if parent and not rules.exists_on(day=entry.valid_from, valid_from=parent.valid_from, valid_to=parent.valid_to):
        yield rules.PARENT_NOT_THERE
    if parent and department_id and parent.id in below(department_id=department_id):
        yield rules.PARENT_BELOW


def _against_dissolving(*, department: Department, last_day: date, successor_id: str | None) -> Iterator[Text]:
    if department.valid_to is not None:
        yield DISSOLVED
    if last_day < department.valid_from:
        yield rules.ENDS_BEFORE_START
    if Department.objects.filter(parent=department, valid_to__isnull=True).exists():
        yield HAS_CHILDREN
    successors = Department.objects.filter(valid_to__isnull=True).exclude(pk=department.pk)
    if successor_id is not None and not successors.filter(pk=successor_id).exists():
        yield NO_SUCCESSOR


def _save(department: Department) -> None:
    try:
        with transaction.atomic():
            department.save()
    except IntegrityError as error:
        others = Department.objects.exclude(pk=department.pk)
        if others.filter(code=department.code).exists() or others.filter(key=department.key).exists():
            raise DepartmentRefusedError(problems=[TAKEN]) from error
        raise


def _locked(department_id: str) -> Department:
    department = Department.objects.select_for_update().filter(pk=department_id).first()
    if department is None:
        raise NotFoundError(what=department_id)
    return department


def _change(department: Department, name: str, value: Any) -> dict[str, str] | str:
    if name in CONTACT:
        return "changed"
    return {"from": str(getattr(department, name)), "to": str(value)}
