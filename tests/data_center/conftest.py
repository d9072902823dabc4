"""A department, an understood table, and memories that do not outlive a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.data_center.grounds import AT, BY, understood
from tests.seeding import DEPARTMENT, register_department

from zhanqiao.data_center.storage.operations import TableReport

__all__ = ["AT", "BY", "DEPARTMENT"]


@pytest.fixture
def department(db: None) -> str:
    """The key of a department in the tree."""
    register_department()
    return DEPARTMENT


@pytest.fixture
def understand(tmp_path: Path) -> Callable[[str], tuple[Path, TableReport]]:
    """A function from CSV text to the folder and the report that ingest makes of it."""

    def make(text: str) -> tuple[Path, TableReport]:
        return understood(folder=tmp_path, text=text)

    return make
