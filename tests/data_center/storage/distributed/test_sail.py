"""Sail answers as DuckDB does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.data_center.storage.distributed.answers import check_same
from tests.data_center.storage.distributed.conftest import Table
from tests.data_center.storage.distributed.questions import PERMITS, STATIONS

from zhanqiao.data_center.storage.engine.distributed import NotDistributableError
from zhanqiao.data_center.storage.engine.query import CursorExpiredError, QueryTimeoutError


def test_there_are_thirty_questions() -> None:
    assert len(STATIONS) + len(PERMITS) == 30


@pytest.mark.parametrize("name", STATIONS)
@pytest.mark.parametrize("sail", ["local"], indirect=True)
def test_sail_answers_the_stations_as_duckdb_does(small: Table, sail: str, name: str) -> None:
    check_same(small.here(**STATIONS[name]), small.there(sail, **STATIONS[name]))


@pytest.mark.parametrize("name", PERMITS)
@pytest.mark.parametrize("sail", ["local"], indirect=True)
def test_sail_answers_the_permits_as_duckdb_does(large: Table, sail: str, name: str) -> None:
    check_same(large.here(**PERMITS[name]), large.there(sail, **PERMITS[name]))


@pytest.mark.parametrize("name", [*STATIONS, *PERMITS])
@pytest.mark.parametrize("sail", ["local-cluster"], indirect=True)
def test_sail_with_two_workers_answers_what_is_sent_to_a_cluster(
    small: Table, large: Table, sail: str, name: str
) -> None:
    """Pages in source order are not sent to a cluster: Sail with workers may stop answering over them (decision 11)."""
    table, asked = (small, STATIONS[name]) if name in STATIONS else (large, PERMITS[name])
    query = table.parsed(**asked)
    if not query.aggregated and not query.order_by:
        pytest.skip("a page in source order stays on this machine")
    check_same(table.here(**asked), table.there(sail, **asked))


@pytest.mark.parametrize("sail", ["local"], indirect=True)
def test_a_query_past_its_time_is_stopped_and_the_next_one_runs(large: Table, sail: str) -> None:
    with pytest.raises(QueryTimeoutError) as caught:
        large.there(sail, seconds=0.001, **PERMITS["distinct and quantiles"])
    assert caught.value.status == 503
    check_same(large.here(**PERMITS["extent"]), large.there(sail, **PERMITS["extent"]))


@pytest.mark.parametrize("sail", ["local"], indirect=True)
def test_a_cursor_goes_on_in_either_engine(large: Table, sail: str) -> None:
    asked = {"where": "区市 = '崂山区'", "limit": "40"}
    first = large.there(sail, **asked)
    assert first.next is not None
    check_same(large.here(**asked, after=first.next), large.there(sail, **asked, after=first.next))


@pytest.mark.parametrize("sail", ["local"], indirect=True)
def test_a_cursor_of_another_release_has_expired(large: Table, small: Table, sail: str) -> None:
    first = small.there(sail, limit="2")
    with pytest.raises(CursorExpiredError):
        replace(small, parts=replace(small.parts, release_id="rel_3")).there(sail, limit="2", after=first.next)


@pytest.mark.parametrize("sail", ["local"], indirect=True)
@pytest.mark.parametrize(
    "asked",
    [
        {"select": "approx_count_distinct(站名) as n"},
        {"bbox": "120,36,121,37"},
        {"select": "to_text(面积) as t"},
        {"where": "to_integer(编号) = 1"},
        {"select": "substr(站名, 日客流, 1) as t"},
        {"order_by": "站名 collate pinyin"},
        {"top": "1 per 区市 order by 日客流"},
        {"where": "within_polygon('POLYGON((120 36, 121 36, 121 37, 120 36))')"},
        {"sample": "3"},
        {"sample": "3", "select": "count(*)"},
        {"within": "POLYGON((120 36, 121 36, 121 37, 120 36))"},
        {"top": "1 per 区市 order by 日客流", "select": "count(*)"},
    ],
)
def test_what_spark_would_answer_otherwise_is_refused(small: Table, sail: str, asked: dict[str, str]) -> None:
    with pytest.raises(NotDistributableError) as caught:
        small.there(sail, **asked)
    assert (caught.value.status, caught.value.code) == (422, "cluster-cannot")
