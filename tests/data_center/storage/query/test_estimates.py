"""Approximate totals: how they are gained is said, and their bounds hold what is true."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.data_center.storage import permits, stations
from tests.data_center.storage.query.asking import page

from zhanqiao.data_center.storage.engine import query as engine
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.instant import has_instant
from zhanqiao.data_center.storage.engine.query import RowsPage
from zhanqiao.data_center.storage.engine.query.estimates import Estimate, estimated

ROWS = 400_000
FIELDS = (Field("n", LogicalType.INTEGER), Field("half", LogicalType.INTEGER))


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many rows that about half of the blocks are drawn; ``n`` runs from end to end, ``half`` is the same in long runs."""
    home = tmp_path_factory.mktemp("wide")
    stations.released(home=home, fields=FIELDS, rows=[(n, n // 50_000) for n in range(ROWS)])
    return stations.serving(home)


@pytest.fixture
def _large_tables_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_COUNT_EXACT_ROWS", "100000")


def ask(wide: Path, **params: str) -> RowsPage:
    query = engine.parse_query(fields=FIELDS, params={"limit": "1", "count": "approx", **params})
    return engine.rows(serving=wide, fields=FIELDS, query=query)


@pytest.mark.usefixtures("_large_tables_only")
@pytest.mark.parametrize(
    ("where", "truth"),
    [("n < 200000", 200_000), ("half = 3", 50_000), ("n = 7", 1), ("n < 0", 0), ("n >= 0", ROWS), ("n / 2 > 150000", 99_999)],
)  # fmt: skip
def test_the_bounds_hold_the_count(wide: Path, where: str, truth: int) -> None:
    found = ask(wide, where=where)
    assert found.estimate is not None
    assert found.total == found.estimate.rows
    assert found.estimate.low <= truth <= found.estimate.high
    assert found.estimate.low <= found.estimate.rows <= found.estimate.high <= ROWS
    assert 100_000 < found.estimate.looked_at < 300_000


@pytest.mark.usefixtures("_large_tables_only")
def test_the_same_question_has_the_same_estimate(wide: Path) -> None:
    assert ask(wide, where="half = 3").estimate == ask(wide, where="half = 3", limit="5").estimate


@pytest.mark.usefixtures("_large_tables_only")
def test_what_is_cheap_is_counted(wide: Path) -> None:
    counted = [
        ask(wide),
        ask(wide, group_by="half"),
        ask(wide, sample="100", where="n > 5"),
        ask(wide, where="half = 3", count="exact"),
    ]
    assert [(each.total, each.estimate) for each in counted] == [(ROWS, None), (8, None), (100, None), (50_000, None)]


def test_a_small_table_is_counted(wide: Path, serving: Path) -> None:
    assert (ask(wide, where="half = 3").total, ask(wide, where="half = 3").estimate) == (50_000, None)
    found = page(serving, where="区市 = '市南区'", count="approx", limit="1")
    assert (found.total, found.estimate) == (3, None)


@pytest.mark.usefixtures("_large_tables_only")
def test_the_instant_copy_counts_what_it_knows(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_COUNT_EXACT_ROWS", "50000")
    query = engine.parse_query(fields=permits.FIELDS, params={"where": "区市 = '市南区'", "count": "approx"})
    found = engine.rows(serving=large, fields=permits.FIELDS, query=query)
    assert found.total == 12_000
    assert (found.estimate is None) == has_instant(serving=large)


def test_bounds_miss_the_truth_in_few_of_many_samples() -> None:
    """Blocks drawn from tables in which fitting rows stand alone, or in runs as long as blocks."""
    chance, missed = random.Random(20261127), 0
    for trial in range(400):
        share = chance.choice([0.02, 0.3, 0.9])
        whole = [
            sum(chance.random() < share for _ in range(64)) if trial % 2 else 64 * (chance.random() < share)
            for _ in range(2000)
        ]
        blocks = [(64, whole[at]) for at in chance.sample(range(2000), 100)]
        found = estimated(blocks=blocks, rows=64 * 2000)
        assert found is not None
        missed += not found.low <= sum(whole) <= found.high
    assert missed < 40  # one in twenty is meant; few clusters of rare rows miss a little more often


def test_a_handful_of_blocks_tells_nothing() -> None:
    assert estimated(blocks=[(2048, 5)] * 9, rows=10**6) is None
    assert estimated(blocks=[(2048, 0)] * 100, rows=10**7) == Estimate(0, 0, 145, 204_800, 0)
