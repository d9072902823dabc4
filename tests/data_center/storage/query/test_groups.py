"""Groups, aggregates and facets."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.data_center.storage.query.asking import asked, page, parsed
from tests.data_center.storage.stations import FIELDS

from zhanqiao.data_center.storage.engine.query import QueryError, aggregate, facets


def test_group_by_counts_in_order_of_its_keys(serving: Path) -> None:
    found = page(serving, group_by="区市")
    assert [field.name for field in found.columns] == ["区市", "count"]
    assert found.rows == [("即墨区", 1), ("市北区", 2), ("市南区", 3), ("李沧区", 1), ("西海岸新区", 1), (None, 1)]


def test_aggregates_of_groups(serving: Path) -> None:
    select = (
        "区市 as 区, count(*), count(日客流) as n, sum(造价), avg(面积), min(开通日期), max(站名), count(distinct 换乘)"
    )
    found = aggregate(
        serving=serving,
        fields=FIELDS,
        query=parsed(select=select, group_by="区市", where="区市 in ('市南区', '市北区')"),
    )
    assert found.rows == [
        ("市北区", 2, 1, -3.1, 2500.25, "2022-04-26", "海泊桥", 1),
        ("市南区", 3, 3, 112.49, 1399.8333333333333, "2015-12-16", "青岛站", 1),
    ]


def test_aggregates_without_groups_give_one_row(serving: Path) -> None:
    assert asked(serving, select="count(*), max(日客流), median(面积), sum(日客流)") == [
        (9, "9007199254740993", 603.0, "9007199254902800")
    ]


def test_median_and_deviation(serving: Path) -> None:
    assert asked(serving, select="median(日客流), stddev(日客流)", where="编号 in ('0001', '0003')") == [
        (50000.0, 2828.42712474619)
    ]


def test_group_by_a_function_and_order_by_an_alias(serving: Path) -> None:
    found = asked(serving, select="year(开通日期) as 年, count(*) as 数", group_by="年", order_by="数 desc", limit="2")
    assert found == [(2015, 3), (1900, 1)]


def test_order_by_a_name_means_the_output_before_the_column(serving: Path) -> None:
    found = asked(serving, select="区市, min(编号) as 站名", group_by="区市", order_by="站名 desc", limit="2")
    assert found == [("即墨区", "𠮷001"), (None, "0100")]


def test_group_by_a_function_with_constants(serving: Path) -> None:
    assert asked(serving, group_by="substr(编号, 1, 3)", having="count(*) > 1") == [("000", 5)]


def test_having_keeps_groups(serving: Path) -> None:
    assert asked(serving, group_by="区市", having="count(*) >= 2 and 区市 != '市北区'") == [("市南区", 3)]


def test_groups_are_paged_by_cursor(serving: Path) -> None:
    first = page(serving, group_by="区市", limit="4")
    assert first.next is not None
    second = page(serving, group_by="区市", limit="4", after=first.next)
    assert [row[0] for row in first.rows + second.rows] == ["即墨区", "市北区", "市南区", "李沧区", "西海岸新区", None]
    assert second.next is None


@pytest.mark.parametrize(
    "params",
    [
        {"select": "区市, count(*)"},
        {"select": "站名", "group_by": "区市"},
        {"group_by": "count(*)"},
        {"group_by": "1"},
        {"where": "count(*) > 1"},
        {"having": "count(*) > 1"},
        {"order_by": "count(*)"},
        {"order_by": "站名", "group_by": "区市"},
        {"select": "sum(count(*))"},
        {"select": "sum(站名)"},
    ],
)
def test_what_cannot_be_grouped_is_refused(params: dict[str, str]) -> None:
    with pytest.raises(QueryError):
        parsed(**params)


def test_facets_count_the_most_frequent_values(serving: Path) -> None:
    found = facets(serving=serving, fields=FIELDS, query=parsed(where="日客流 > 0"), columns=["区市", "换乘"], size=2)
    assert found == {"区市": [("市南区", 3), ("即墨区", 1)], "换乘": [(True, 4), (False, 2)]}


def test_facets_of_an_unknown_column_name_the_nearest(serving: Path) -> None:
    with pytest.raises(QueryError) as error:
        facets(serving=serving, fields=FIELDS, query=parsed(), columns=["区"])
    assert error.value.facts["nearest"] == "区市"
