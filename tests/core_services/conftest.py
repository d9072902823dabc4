"""A department, a clock that stands still, and memories that do not outlive a test."""

from __future__ import annotations

import pytest
from tests.seeding import DEPARTMENT, register_department


@pytest.fixture
def department(db: None) -> str:
    """The key of a department in the tree."""
    register_department()
    return DEPARTMENT
