"""The demo city's departments, registered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from zhanqiao.demo.city.registration import ensure_departments


@pytest.fixture
def city(db: None) -> None:
    ensure_departments(by="tests", at=datetime(2026, 11, 1, tzinfo=UTC))
