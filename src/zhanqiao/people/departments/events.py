"""What departments announce upward, after the transaction."""

from __future__ import annotations

from dataclasses import dataclass

from django.dispatch import Signal

department_registered = Signal()
department_revised = Signal()
department_dissolved = Signal()


@dataclass(frozen=True, slots=True)
class DepartmentRegistered:
    """A department stands in the tree for the first time."""

    department_id: str
    by: str


@dataclass(frozen=True, slots=True)
class DepartmentRevised:
    """Some of a department's fields have new values."""

    department_id: str
    fields: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class DepartmentDissolved:
    """A department has its last day; ``successor_id`` takes over what it held, if anybody does."""

    department_id: str
    successor_id: str | None
    by: str
