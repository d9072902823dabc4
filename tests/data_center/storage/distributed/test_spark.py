"""Apache Spark with two workers answers as DuckDB does, also when one of them dies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.data_center.storage.distributed.answers import check_same
from tests.data_center.storage.distributed.clusters import Cluster, spark_cluster
from tests.data_center.storage.distributed.conftest import Table
from tests.data_center.storage.distributed.questions import PERMITS, STATIONS

from zhanqiao.kit.progress import Step

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.timeout(600)]
TIMES = 40
GROUPS = {
    "select": "区市, count(*), count(distinct 企业名称) AS n, sum(金额), quantile(金额, 0.9) AS q",
    "group_by": "区市",
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    pytest.importorskip("pyspark", reason="the extra 'scale' is not installed")
    from zhanqiao.data_center.storage.engine.distributed.sessions import forget  # needs the extra

    with spark_cluster(folder=tmp_path_factory.mktemp("spark")) as cluster:
        yield cluster
        forget(url=cluster.url)


@pytest.mark.parametrize("name", STATIONS)
def test_spark_answers_the_stations_as_duckdb_does(small: Table, spark: Cluster, name: str) -> None:
    check_same(small.here(**STATIONS[name]), small.there(spark.url, **STATIONS[name]))


@pytest.mark.parametrize("name", PERMITS)
def test_spark_answers_the_permits_as_duckdb_does(large: Table, spark: Cluster, name: str) -> None:
    check_same(large.here(**PERMITS[name]), large.there(spark.url, **PERMITS[name]))


def test_the_death_of_a_worker_in_mid_query_loses_nothing(large: Table, spark: Cluster) -> None:
    """The data file is read forty times over, so that the query is long enough to kill a worker in it."""
    many = replace(large, parts=replace(large.parts, addresses=large.parts.addresses * TIMES))
    expected = many.there(spark.url, **GROUPS)
    killed: list[Step] = []

    def kill_once(step: Step) -> None:
        if not killed and 0 < step.done < step.total:
            killed.append(step)
            spark.kill_worker()

    found = many.there(spark.url, progress=kill_once, **GROUPS)
    assert killed
    assert found == expected
    assert sum(row[1] for row in found.rows) == TIMES * large.parts.rows
