"""What a query may cost, and what the connections that serve may not do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.data_center.storage import permits, stations
from tests.data_center.storage.query.asking import asked, numbers

from zhanqiao.data_center.storage.engine.duck import Instance, serving_instance
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query import (
    QueryFailedError,
    QueryMemoryError,
    QueryTimeoutError,
    parse_query,
    rows,
)


def test_query_that_takes_too_long_is_stopped_and_the_next_one_works(large: Path) -> None:
    slow = " or ".join(f"contains(lower(企业名称), upper('没有{number}'))" for number in range(300))
    query = parse_query(fields=permits.FIELDS, params={"where": slow})
    with pytest.raises(QueryTimeoutError) as error:
        rows(serving=large, fields=permits.FIELDS, query=query, seconds=0.1)
    assert (error.value.status, error.value.facts) == (503, {"seconds": "0.1"})
    quick = parse_query(fields=permits.FIELDS, params={"limit": "1"})
    assert len(rows(serving=large, fields=permits.FIELDS, query=quick).rows) == 1


def test_query_that_needs_too_much_memory_is_a_named_error(tmp_path: Path) -> None:
    columns = tuple(Field(f"列{number}", LogicalType.TEXT) for number in range(600))
    stations.released(home=tmp_path, fields=columns, rows=[("长",) * 600])
    path = stations.serving(tmp_path)
    aggregates = ", ".join(f"count(distinct 列{number}), count(distinct lower(列{number}))" for number in range(250))
    query = parse_query(fields=columns, params={"select": aggregates})
    with pytest.raises(QueryMemoryError):
        rows(serving=path, fields=columns, query=query)


def test_number_out_of_range_is_a_named_error(serving: Path) -> None:
    with pytest.raises(QueryFailedError) as error:
        asked(serving, select="日客流 * 日客流 as x")
    assert error.value.status == 422


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/zhanqiao-must-not-exist.csv'",
        "ATTACH '/tmp/zhanqiao-must-not-exist.duckdb' AS other",
        "LOAD spatial",
        "INSTALL spatial",
        "SET enable_external_access=true",
        "SET memory_limit='10GB'",
    ],
)
def test_serving_connection_reaches_nothing_else(serving: Path, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        serving_instance(serving).cursor().execute(sql)


def test_serving_copy_is_read_only(serving: Path) -> None:
    instance = serving_instance(serving)
    with instance.using(serving) as attached, pytest.raises(duckdb.InvalidInputException, match="read-only"):
        instance.cursor().execute(f"DELETE FROM {attached.relation}")


def test_more_releases_than_places_are_served_in_turn(tmp_path: Path) -> None:
    paths = []
    for number in range(4):
        stations.released(home=tmp_path, release_id=f"rel_{number}", **stations.few(stations.ROWS[: number + 1]))
        paths.append(stations.serving(tmp_path, f"rel_{number}"))
    instance = Instance(root=tmp_path / "releases", memory=64 << 20, places=2)
    for path in paths * 2:
        with instance.using(path) as attached:
            count = instance.cursor().execute(f"SELECT count(*) FROM {attached.relation}").fetchone()
            assert count == (attached.rows,)
    assert len(instance.attached()) == 2


def test_release_in_use_is_never_detached(tmp_path: Path) -> None:
    for number in range(3):
        stations.released(home=tmp_path, release_id=f"rel_{number}", **stations.few())
    instance = Instance(root=tmp_path / "releases", memory=64 << 20, places=1)
    with instance.using(stations.serving(tmp_path, "rel_0")) as first:
        for number in (1, 2):
            with instance.using(stations.serving(tmp_path, f"rel_{number}")):
                pass
        assert instance.cursor().execute(f"SELECT count(*) FROM {first.relation}").fetchone() == (len(stations.ROWS),)


def test_threads_ask_beside_each_other(serving: Path, large: Path) -> None:
    wrong: list[object] = []

    def work() -> None:
        for _ in range(30):
            if numbers(serving, where="区市 = '市南区'") != ["0001", "0002", "0005"]:
                wrong.append("serving")
            query = parse_query(fields=permits.FIELDS, params={"select": "count(*)", "where": "区市 = '市南区'"})
            if rows(serving=large, fields=permits.FIELDS, query=query).rows != [(permits.ROWS // 5,)]:
                wrong.append("large")

    _together(work, 6)
    assert wrong == []


def _together(work: Callable[[], Any], count: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(count)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
