"""One release of the stations, made once for all tests that only read: from its serving copy, and from its instant copy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.data_center.storage import permits, stations

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.instant import build_instant

COPIES = ("serving", "instant")


def with_copy(serving: Path, fields: Sequence[Field], copy: str) -> Path:
    """Make the instant copy when it is wanted: every answer must be the same with it and without."""
    if copy == "instant":
        build_instant(serving=serving, fields=fields, distinct={})
    return serving


@pytest.fixture(scope="session", params=COPIES)
def serving(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("city") / "状态 home"
    stations.released(home=home)
    return with_copy(stations.serving(home), stations.FIELDS, request.param)


@pytest.fixture(scope="session", params=COPIES)
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_copy(permits.made(tmp_path_factory.mktemp("large")), permits.FIELDS, request.param)
