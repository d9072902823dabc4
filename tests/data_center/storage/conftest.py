"""One release of the stations, made once for all tests that only read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.data_center.storage import permits, stations


@pytest.fixture(scope="session")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("city") / "状态 home"
    stations.released(home=home)
    return stations.serving(home)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return permits.made(tmp_path_factory.mktemp("large"))
