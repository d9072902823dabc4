"""Sail answers as DuckDB does."""

from __future__ import annotations

import math
from typing import Any

import pytest
from tests.data_center.storage.distributed.conftest import Table
from tests.data_center.storage.distributed.questions import PERMITS, STATIONS

from zhanqiao.data_center.storage.engine.query import RowsPage


def test_there_are_thirty_questions() -> None:
    assert len(STATIONS) + len(PERMITS) == 30


@pytest.mark.parametrize("name", STATIONS)
def test_sail_answers_the_stations_as_duckdb_does(small: Table, sail: str, name: str) -> None:
    check_same(small.here(**STATIONS[name]), small.there(sail, **STATIONS[name]))


@pytest.mark.parametrize("name", PERMITS)
def test_sail_answers_the_permits_as_duckdb_does(large: Table, sail: str, name: str) -> None:
    check_same(large.here(**PERMITS[name]), large.there(sail, **PERMITS[name]))


def check_same(here: RowsPage, there: RowsPage) -> None:
    """Everything is equal; doubles to twelve digits, for a sum depends on its order."""
    assert there.columns == here.columns
    assert (there.total, there.next, there.limits) == (here.total, here.next, here.limits)
    assert [[alike(cell) for cell in row] for row in there.rows] == [[alike(cell) for cell in row] for row in here.rows]


def alike(cell: Any) -> Any:
    return float(f"{cell:.12g}") if isinstance(cell, float) and math.isfinite(cell) else cell
