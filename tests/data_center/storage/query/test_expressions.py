"""Distinct rows, and expressions in select: each is held against what Python computes from the same rows."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.data_center.storage.query.asking import asked, page, parsed
from tests.data_center.storage.stations import NAMES, ROWS

from zhanqiao.data_center.storage.engine.query import QueryError

MONDAY = date(2000, 1, 3)  # where DuckDB begins to count buckets of days


def cells(name: str) -> list[Any]:
    return [row[NAMES.index(name)] for row in ROWS]


def test_distinct_rows_are_those_of_a_set(serving: Path) -> None:
    found = page(serving, select="区市, 换乘", distinct="true", count="exact")
    assert set(found.rows) == set(zip(cells("区市"), cells("换乘"), strict=True))
    assert found.total == len(found.rows) == len(set(found.rows))


def test_distinct_without_select_takes_all_columns(serving: Path) -> None:
    found = page(serving, distinct="true")
    assert [each.name for each in found.columns] == list(NAMES)
    assert len(found.rows) == len(ROWS)


def test_distinct_rows_are_sorted_filtered_and_paged(serving: Path) -> None:
    how = {"select": "区市", "distinct": "true", "where": "区市 is not null", "order_by": "区市 desc", "limit": "3"}
    first = page(serving, **how)
    second = page(serving, **how, after=first.next or "")
    expected = sorted({each for each in cells("区市") if each}, reverse=True)
    assert [row[0] for row in first.rows + second.rows] == expected


def test_distinct_false_keeps_every_row(serving: Path) -> None:
    assert len(asked(serving, select="区市", distinct="false")) == len(ROWS)


@pytest.mark.parametrize(
    "params",
    [
        {"distinct": "yes"},
        {"distinct": "true", "group_by": "区市"},
        {"distinct": "true", "select": "count(*)"},
        {"distinct": "true", "select": "1 as 一"},
        {"distinct": "true", "select": "区市", "order_by": "站名"},
    ],
)
def test_distinct_that_has_no_meaning_is_refused(params: dict[str, str]) -> None:
    with pytest.raises(QueryError):
        parsed(**params)


def test_if_chooses_by_a_condition(serving: Path) -> None:
    found = asked(serving, select="if(日客流 > 50000, '大', '小') as 级")
    assert [row[0] for row in found] == ["大" if each and each > 50000 else "小" for each in cells("日客流")]


def test_if_over_two_kinds_of_number_takes_the_wider(serving: Path) -> None:
    found = page(serving, select="if(换乘, 面积, rowid) as 值", where="编号 in ('0001', '0003')")
    assert (str(found.columns[0].type), found.rows) == ("number", [(1200.5,), (3.0,)])


def test_months_are_counted_by_bucket(serving: Path) -> None:
    found = asked(serving, select="bucket(开通日期, 'month') as 月, count(*) as n", group_by="月")
    counted = Counter(each.replace(day=1).isoformat() if each else None for each in cells("开通日期"))
    assert dict(found) == counted


def test_buckets_of_days_begin_on_a_monday(serving: Path) -> None:
    found = asked(serving, select="开通日期, time_bucket(开通日期, 10) as 旬", where="开通日期 is not null")
    for day, begin in found:
        passed = (date.fromisoformat(day) - MONDAY).days
        assert begin == (MONDAY + timedelta(days=passed - passed % 10)).isoformat()


def test_texts_are_joined_and_replaced(serving: Path) -> None:
    found = asked(serving, select="concat(区市, '·', replace(站名, '站', '')) as 全名", limit="1")
    assert found == [("市南区·青岛",)]


def test_a_cast_that_does_not_fit_is_null(serving: Path) -> None:
    found = asked(serving, select="to_integer(编号) as 数, to_text(日客流) as 文", where="编号 in ('0010', '00A1')")
    assert found == [(10, "800"), (None, "-5")]


def test_text_is_cast_to_a_day_and_a_number(serving: Path) -> None:
    found = asked(serving, select="to_date('2024-02-29') as 日, to_number('1.5') as 数, to_date(更新) as 更", limit="1")
    assert found == [("2024-02-29", 1.5, "2024-03-05")]


def test_quantiles_are_interpolated(serving: Path) -> None:
    found = asked(
        serving, select="quantile(日客流, 0.25) as 四分, quantile(日客流, 0.5), median(日客流)", where="rowid <= 3"
    )
    assert found == [(50000.0, 52000.0, 52000.0)]


def test_distinct_values_are_counted_nearly(serving: Path) -> None:
    exact = len({each for each in cells("区市") if each})
    assert abs(asked(serving, select="approx_count_distinct(区市) as n")[0][0] - exact) <= 1


@pytest.mark.parametrize(
    ("select", "position"),
    [
        ("bucket(开通日期, '旬')", 13),
        ("time_bucket(开通日期, 0)", 18),
        ("time_bucket(开通日期, rowid)", 18),
        ("quantile(面积, 1.5)", 13),
        ("quantile(面积, 面积)", 13),
        ("if(区市, 1, 2)", 3),
        ("if(换乘, 站名, 面积)", 11),
    ],
)
def test_an_argument_that_does_not_fit_is_located(select: str, position: int) -> None:
    with pytest.raises(QueryError) as error:
        parsed(select=select)
    assert (error.value.facts["parameter"], error.value.facts["position"]) == ("select", position)


@pytest.mark.parametrize(
    "params",
    [
        {"select": "区市, 换乘", "distinct": "true", "order_by": "区市 desc"},
        {"distinct": "true"},
        {"select": "if(换乘 and 日客流>1, '是', '否') as x, to_text(日客流), concat(站名,'a', 区市)"},
        {"select": "bucket(更新, 'hour') as 时, quantile(面积, 0.9), approx_count_distinct(站名)", "group_by": "时"},
        {"select": "time_bucket(更新, 7)", "where": "replace(站名, '站', '') = '台东'"},
    ],
)
def test_canonical_text_means_the_same_again(params: dict[str, str]) -> None:
    query = parsed(**params)
    assert parsed(**query.params()) == query
