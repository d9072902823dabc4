"""Heavy questions go to the cluster when there is one; without its answer DuckDB gives it, and says so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.data_center.grounds import AT, BY, MORE_STATIONS, STATIONS
from tests.live import free_port

from zhanqiao.data_center.storage import operations, queries
from zhanqiao.data_center.storage.operations import TableReport
from zhanqiao.data_center.storage.rules import Mode

Understand = Callable[[str], tuple[Path, TableReport]]
BUSY = {"where": "日客流 > 500", "order_by": "站名 desc", "count": "exact"}


@pytest.fixture
def card(db: None, understand: Understand) -> queries.TableCard:
    """Twenty stations, and one appended."""
    table = operations.create_table(dataset_id="ds_test", name="stations", title_zh="地铁站点", by=BY, at=AT)
    for text, mode in ((STATIONS, Mode.REPLACE), (MORE_STATIONS, Mode.APPEND)):
        folder, report = understand(text)
        operations.accept_release(table_id=table, folder=folder, report=report, mode=mode, by=BY, at=AT)
    return queries.table_card(table_id=table)


def asked(card: queries.TableCard, **params: str) -> queries.RowsPage:
    return queries.rows(card=card, query=queries.parsed(card=card, params=params))


def test_without_a_cluster_duckdb_answers(card: queries.TableCard) -> None:
    found = asked(card, **BUSY)
    assert (found.engine, found.limits, found.total) == ("duckdb", (), 15)


def test_a_cluster_that_is_away_is_announced_and_duckdb_answers(
    card: queries.TableCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = asked(card, **BUSY)
    monkeypatch.setenv("ZHANQIAO_SPARK_URL", f"sc://127.0.0.1:{free_port()}")
    monkeypatch.setenv("ZHANQIAO_SPARK_ROWS", "1")
    found = asked(card, **BUSY)
    assert (found.rows, found.total, found.engine) == (expected.rows, expected.total, "duckdb")
    assert found.limits == (
        {
            "code": "cluster-away",
            "zh": "计算集群没有作答（cluster-away），由本机 DuckDB 作答，结果完整。",
            "en": "The cluster did not answer (cluster-away); DuckDB on this machine did, completely.",
        },
    )


def test_a_small_table_and_a_plain_page_stay_here(card: queries.TableCard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_SPARK_URL", f"sc://127.0.0.1:{free_port()}")
    assert asked(card, **BUSY).limits == ()
    monkeypatch.setenv("ZHANQIAO_SPARK_ROWS", "1")
    assert asked(card, where="日客流 > 500").limits == ()


def test_the_cluster_answers_heavy_questions(
    card: queries.TableCard, sail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = asked(card, **BUSY)
    monkeypatch.setenv("ZHANQIAO_SPARK_URL", sail)
    monkeypatch.setenv("ZHANQIAO_SPARK_ROWS", "1")
    found = asked(card, **BUSY)
    assert (found.rows, found.total, found.engine, found.limits) == (expected.rows, expected.total, "spark", ())


@pytest.mark.parametrize(
    "params",
    [
        {"select": "approx_count_distinct(站名) as n"},
        {"order_by": "站名 collate pinyin"},
        {"top": "1 per 开通日期 order by 日客流 desc", "order_by": "站名"},
        {"sample": "5", "select": "count(*) as n"},
    ],
    ids=str,
)
def test_what_the_cluster_cannot_answer_exactly_is_answered_here(
    card: queries.TableCard, sail: str, monkeypatch: pytest.MonkeyPatch, params: dict[str, str]
) -> None:
    expected = asked(card, **params)
    monkeypatch.setenv("ZHANQIAO_SPARK_URL", sail)
    monkeypatch.setenv("ZHANQIAO_SPARK_ROWS", "1")
    found = asked(card, **params)
    assert (found.rows, found.engine, [each["code"] for each in found.limits]) == (
        expected.rows,
        "duckdb",
        ["cluster-cannot"],
    )


def test_the_client_is_not_imported_while_there_is_no_cluster() -> None:
    code = "import sys, zhanqiao.data_center.storage.engine.distributed; sys.exit('pyspark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
