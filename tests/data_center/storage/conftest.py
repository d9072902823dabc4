"""One release of the stations, made once for all tests that only read: from its serving copy, and from its instant copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.data_center.storage import permits, stations
from tests.live import free_port

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.instant import build_instant

COPIES = ("serving", "instant")


def with_copy(serving: Path, fields: Sequence[Field], copy: str) -> Path:
    """Make the instant copy when it is wanted: every answer must be the same with it and without."""
    if copy == "instant":
        build_instant(serving=serving, fields=fields, distinct={})
    return serving


@pytest.fixture(scope="session")
def copies_made() -> dict[str, Path]:
    """What was made already: module after module asks for both copies by turns."""
    return {}


@pytest.fixture(scope="session", params=COPIES)
def serving(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, copies_made: dict[str, Path]
) -> Path:
    name = f"stations {request.param}"
    if name not in copies_made:
        home = tmp_path_factory.mktemp("city") / "状态 home"
        stations.released(home=home)
        copies_made[name] = with_copy(stations.serving(home), stations.FIELDS, request.param)
    return copies_made[name]


@pytest.fixture(scope="session", params=COPIES)
def large(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, copies_made: dict[str, Path]
) -> Path:
    name = f"permits {request.param}"
    if name not in copies_made:
        copies_made[name] = with_copy(permits.made(tmp_path_factory.mktemp("large")), permits.FIELDS, request.param)
    return copies_made[name]


@pytest.fixture(scope="session", params=["local", "local-cluster"])
def sail(request: pytest.FixtureRequest) -> Iterator[str]:
    """A Sail server: in one process, or as a driver with two workers."""
    spark = pytest.importorskip("pysail.spark", reason="the extra 'scale' is not installed")
    pytest.importorskip("pyspark", reason="the extra 'scale' is not installed")
    from zhanqiao.data_center.storage.engine.distributed.sessions import forget  # needs the extra

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAIL_MODE", request.param)
        patch.setenv("SAIL_CLUSTER__WORKER_INITIAL_COUNT", "2")
        patch.setenv("SAIL_CLUSTER__WORKER_MAX_COUNT", "2")
        server = spark.SparkConnectServer("127.0.0.1", free_port())
        server.start(background=True)
        url = f"sc://127.0.0.1:{server.listening_address[1]}"
        yield url
        forget(url=url)
        server.stop()
