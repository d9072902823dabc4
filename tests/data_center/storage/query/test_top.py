"""The first rows of each group: what Python finds, and what a window in plain SQL finds."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.data_center.storage import permits
from tests.data_center.storage.query.asking import asked, numbers, page, parsed
from tests.data_center.storage.stations import FIELDS

from zhanqiao.data_center.storage.engine import query as engine
from zhanqiao.data_center.storage.engine.export import export
from zhanqiao.data_center.storage.engine.query import QueryError, facets
from zhanqiao.data_center.storage.engine.query.compiling import Compiler
from zhanqiao.data_center.storage.engine.query.layout import layout_of

LOCATED = [
    ("0 per 区市 order by 日客流", 0, "0"),
    ("1001 per 区市 order by 日客流", 0, "1001"),
    ("1.5 per 区市 order by 日客流", 0, "1.5"),
    ("3 by 区市 order by 日客流", 2, "by"),
    ("3 per 去市 order by 日客流", 6, "去市"),
    ("3 per 区市 order by 日客", 18, "日客"),
    ("3 per 区市", 8, "end of the text"),
    ("3 per 区市 order by", 17, "end of the text"),
    ("3 per count(*) order by 日客流", 6, "count(*)"),
    ("3 per 区市 order by sum(日客流)", 18, "sum(日客流)"),
    ("3 per 1 order by 日客流", 6, "1"),
    ("区市", 0, "区市"),
]


def test_the_first_of_each_group_comes_in_source_order(serving: Path) -> None:
    assert numbers(serving, top="1 per 区市 order by 日客流 desc") == ["0003", "0005", "0010", "0100", "00A1", "𠮷001"]


def test_ties_go_to_the_row_that_comes_first(serving: Path) -> None:
    assert numbers(serving, top="2 PER 开通日期 ORDER BY 换乘", where="开通日期 = '2015-12-16'") == ["0001", "00A1"]


def test_nulls_come_last_or_first_as_asked(serving: Path) -> None:
    assert numbers(serving, top="1 per 区市 order by 造价 nulls first", where="区市 = '市北区'") == ["0003"]
    assert numbers(serving, top="1 per 区市 order by 造价", where="区市 = '市北区'") == ["0004"]


def test_the_filter_comes_before_and_the_order_after(serving: Path) -> None:
    found = numbers(serving, top="1 per 区市 order by 日客流 desc", where="日客流 < 60000", order_by="编号 desc")
    assert found == ["𠮷001", "0100", "00A1", "0010", "0003", "0001"]


def test_groups_and_facets_see_only_the_rows_kept(serving: Path) -> None:
    assert asked(serving, top="1 per 区市 order by 造价 desc", select="count(*) as n, sum(造价) as s") == [
        (6, 1000000000110.53)
    ]
    query = parsed(top="1 per 区市 order by 造价 desc")
    assert facets(serving=serving, fields=FIELDS, query=query, columns=("换乘",)) == {
        "换乘": [(False, 2), (True, 2), (None, 2)]
    }


def test_the_total_counts_the_rows_kept(serving: Path) -> None:
    assert page(serving, top="1 per 区市 order by 造价", limit="2", count="exact").total == 6


@pytest.mark.parametrize(
    ("params", "key"),
    [({"limit": "7"}, None), ({"limit": "7", "order_by": "金额 desc"}, lambda row: -row[3])],
    ids=["source order", "sorted"],
)
def test_pages_by_cursor_hold_what_python_finds(large: Path, params: dict[str, str], key: Any) -> None:
    rows = [permits.row(number) for number in range(permits.ROWS)]
    by_group: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        by_group[row[2], row[7]].append(row)
    kept = {row[0] for group in by_group.values() for row in sorted(group, key=lambda row: row[3], reverse=True)[:3]}
    expected = [row[0] for row in sorted(rows, key=key or (lambda _: 0)) if row[0] in kept]
    found: list[str] = []
    after: str | None = ""
    while after is not None:
        asked_for = {"select": "许可编号", "top": "3 per 区市, 备注 order by 金额 desc", **params, "after": after}
        query = engine.parse_query(fields=permits.FIELDS, params=asked_for)
        got = engine.rows(serving=large, fields=permits.FIELDS, query=query)
        found, after = found + [row[0] for row in got.rows], got.next
    assert found == expected


def test_a_window_in_plain_sql_finds_the_same(large: Path) -> None:
    query = engine.parse_query(
        fields=permits.FIELDS,
        params={"top": "5 per year(发证日期) order by 企业名称 desc, 金额", "where": "金额 > 100", "limit": "900"},
    )
    with duckdb.connect(str(large), read_only=True) as connection:
        expected = connection.execute(
            "SELECT c1 FROM data WHERE c4 > 100 QUALIFY row_number() OVER"
            " (PARTITION BY year(c5) ORDER BY c2 DESC, c4, rowid) <= 5 ORDER BY rowid"
        ).fetchall()
    found = engine.rows(serving=large, fields=permits.FIELDS, query=query).rows
    assert [(row[0],) for row in found] == expected


def test_exports_hold_the_rows_kept_in_source_order(serving: Path) -> None:
    query = parsed(select="编号", top="1 per 区市 order by 日客流 desc", limit="3", offset="1")
    text = b"".join(export(serving=serving, fields=FIELDS, query=query, format="csv")).decode()
    assert text.splitlines()[1:] == ["0005", "0010", "0100"]


@pytest.mark.parametrize(
    "top",
    ["3 per 区市 order by 日客流 desc", '1 PER year(开通日期), "备 注""x""" order 站名 collate pinyin nulls first'],
)
def test_it_comes_back_from_the_canonical_text(top: str) -> None:
    query = parsed(top=top)
    assert parsed(**query.params()) == query
    assert query.question() != parsed().question()


@pytest.mark.parametrize(("top", "position", "token"), LOCATED)
def test_what_is_no_top_is_located(top: str, position: int, token: str) -> None:
    with pytest.raises(QueryError) as error:
        parsed(top=top)
    facts = error.value.facts
    assert (facts["parameter"], facts["position"], facts["token"]) == ("top", position, token)
    assert error.value.text.zh != error.value.text.en


@pytest.mark.parametrize("per", ["区市", "换乘", "区市, year(开通日期)", "造价 > 5", "日客流", "面积", "更新"])
@pytest.mark.parametrize("nulls", ["", "nulls first", "desc", "desc nulls first"])
def test_both_ways_to_find_the_first_rows_agree(serving: Path, per: str, nulls: str) -> None:
    """A heap for each group where groups are few, a sorted window where they are many."""
    for column in (
        "编号",
        "站名",
        "日客流",
        "造价",
        "累计",
        "面积",
        "换乘",
        "开通日期",
        "首班",
        "更新",
        "站名 collate stroke",
    ):
        query = parsed(top=f"2 per {per} order by {column} {nulls}, length(站名) desc")
        layout = layout_of(FIELDS)
        with duckdb.connect(str(serving), read_only=True) as connection:
            few, many = (
                connection.execute(f"SELECT rowid {compiler.source()} ORDER BY 1", compiler.params).fetchall()
                for compiler in (
                    Compiler(query=query, layout=layout, relation="data", few=each) for each in (True, False)
                )
            )
        assert few == many
