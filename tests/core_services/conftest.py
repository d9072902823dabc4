"""A department, a clock that stands still, and memories that do not outlive a test."""

from __future__ import annotations

import pytest
from tests.seeding import DEPARTMENT, register_department

from zhanqiao.core_services.deadlines.models import CHANGES as HOLIDAYS_CHANGES
from zhanqiao.data_center.storage.models import CHANGES
from zhanqiao.people.departments.models import CHANGES as PEOPLE_CHANGES


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    for changes in (CHANGES, PEOPLE_CHANGES, HOLIDAYS_CHANGES):
        changes.advance()


@pytest.fixture
def department(db: None) -> str:
    """The key of a department in the tree."""
    register_department()
    return DEPARTMENT
