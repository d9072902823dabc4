"""An estimated total in the envelope: that it is one, what it rests on, and its bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data_center.grounds import AT, BY, understood
from zhanqiao.data_center.storage import operations
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.portal.open_service import queries

ROWS = 30_000


@pytest.fixture
def card(db: None, tmp_path: Path) -> storage.TableCard:
    """A table of as many rows as make an estimate possible."""
    text = "编号,区\n" + "".join(f"{number},{number % 4}区\n" for number in range(ROWS))
    folder, report = understood(folder=tmp_path, text=text)
    table = operations.create_table(dataset_id="ds_test", name="wells", title_zh="井", by=BY, at=AT)
    operations.accept_release(table_id=table, folder=folder, report=report, mode=Mode.REPLACE, by=BY, at=AT)
    return storage.table_card(table_id=table)


def test_an_estimated_total_says_what_it_rests_on(card: storage.TableCard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_COUNT_EXACT_ROWS", "1000")
    query = queries.parsed(card=card, params={"where": "区 = '1区'", "count": "approx", "limit": "1"})
    page = queries.rows_envelope(table=card, query=query)["page"]
    said = page["total_estimate"]
    assert page["total"] == ROWS // 4
    assert (said["looked_at"], said["found"], said["low"], said["high"]) == (ROWS, 7500, 7500, 7500)
    assert said["zh"].startswith("总数是估计值：随机读取 30000 行，其中 7500 行符合")
    assert said["en"].startswith("The total is an estimate: of 30000 rows read at random 7500 fit")


def test_a_counted_total_says_nothing_more(card: storage.TableCard) -> None:
    query = queries.parsed(card=card, params={"where": "区 = '1区'", "count": "approx", "limit": "1"})
    page = queries.rows_envelope(table=card, query=query)["page"]
    assert page["total"] == ROWS // 4
    assert "total_estimate" not in page
