"""Sail answers as DuckDB does."""

from __future__ import annotations

import pytest
from tests.data_center.storage.distributed.answers import check_same
from tests.data_center.storage.distributed.conftest import Table
from tests.data_center.storage.distributed.questions import PERMITS, STATIONS


def test_there_are_thirty_questions() -> None:
    assert len(STATIONS) + len(PERMITS) == 30


@pytest.mark.parametrize("name", STATIONS)
def test_sail_answers_the_stations_as_duckdb_does(small: Table, sail: str, name: str) -> None:
    check_same(small.here(**STATIONS[name]), small.there(sail, **STATIONS[name]))


@pytest.mark.parametrize("name", PERMITS)
def test_sail_answers_the_permits_as_duckdb_does(large: Table, sail: str, name: str) -> None:
    check_same(large.here(**PERMITS[name]), large.there(sail, **PERMITS[name]))
