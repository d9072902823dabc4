"""Chinese in the order of its sounds or its strokes, in pages, groups and exports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.data_center.storage import permits
from tests.data_center.storage.query.asking import asked, numbers, parsed
from tests.data_center.storage.stations import FIELDS, NAMES, ROWS

from zhanqiao.data_center.storage.engine import query as engine
from zhanqiao.data_center.storage.engine.export import export
from zhanqiao.data_center.storage.engine.query import QueryError

# 即墨区 jí mò, 李沧区 lǐ cāng, 市北区 shì běi, 市南区 shì nán, 西海岸 xī hǎi àn
BY_SOUND = ["𠮷001", "00A1", "0003", "0004", "0001", "0002", "0005", "0010", "0100"]


def test_names_sort_by_sound_ties_in_source_order(serving: Path) -> None:
    assert numbers(serving, order_by="区市 collate pinyin") == BY_SOUND


def test_descending_keeps_nulls_last_unless_first_is_asked(serving: Path) -> None:
    down = ["0010", "0001", "0002", "0005", "0003", "0004", "00A1", "𠮷001"]
    assert numbers(serving, order_by="区市 COLLATE Pinyin DESC") == [*down, "0100"]
    assert numbers(serving, order_by="区市 collate pinyin desc nulls first") == ["0100", *down]


def test_strokes_are_another_order(serving: Path) -> None:
    # 台 5 strokes, 灵 7, 李 7 (wood before fire), 青 8, 海 10
    names = asked(
        serving, select="站名", order_by="站名 collate stroke", where="站名 in ('台东', '灵山卫', '青岛站', '海泊桥')"
    )
    assert names == [("台东",), ("灵山卫",), ("青岛站",), ("海泊桥",)]


def test_the_order_is_that_of_duckdb_for_chinese(serving: Path) -> None:
    names = [row[NAMES.index("站名")] for row in ROWS if row[NAMES.index("站名")] is not None]
    expected = duckdb.execute("SELECT x FROM unnest(?) t(x) ORDER BY x COLLATE zh", [names]).fetchall()
    assert asked(serving, select="站名", where="站名 is not null", order_by="站名 collate pinyin") == expected


def test_groups_sort_by_sound(serving: Path) -> None:
    found = asked(
        serving, select="区市, count(*)", group_by="区市", order_by="区市 collate pinyin desc", where="区市 is not null"
    )
    assert [name for name, _ in found] == ["西海岸新区", "市南区", "市北区", "李沧区", "即墨区"]


def test_pages_by_cursor_hold_every_row_once(large: Path) -> None:
    found: list[Any] = []
    params = {
        "select": "许可编号",
        "order_by": "区市 collate pinyin desc, 金额",
        "limit": "9000",
        "where": "备注 is null",
    }
    after: str | None = ""
    while after is not None:
        query = engine.parse_query(fields=permits.FIELDS, params={**params, "after": after})
        page = engine.rows(serving=large, fields=permits.FIELDS, query=query)
        found, after = found + [row[0] for row in page.rows], page.next
    sound = {"市南区": 1, "市北区": 2, "李沧区": 3, "崂山区": 4, "即墨区": 5}  # shì nán, shì běi, lǐ, láo, jí
    rows = [row for row in map(permits.row, range(permits.ROWS)) if row[7] is None]
    assert found == [row[0] for row in sorted(rows, key=lambda row: (sound[row[2]], row[3]))]


def test_an_export_is_in_the_same_order(serving: Path) -> None:
    query = parsed(select="编号", order_by="区市 collate pinyin")
    text = b"".join(export(serving=serving, fields=FIELDS, query=query, format="csv")).decode()
    assert text.splitlines()[1:] == BY_SOUND


@pytest.mark.parametrize(
    "order", ["区市 collate pinyin", "区市 COLLATE STROKE desc nulls first, 编号", "lower(站名) collate pinyin"]
)
def test_a_collation_comes_back_from_the_canonical_text(order: str) -> None:
    query = parsed(order_by=order)
    assert parsed(**query.params()) == query
    assert (
        query.question()
        != parsed(order_by=order.lower().replace("collate pinyin", "").replace("collate stroke", "")).question()
    )


@pytest.mark.parametrize(
    ("order", "position", "token", "expected"),
    [
        ("区市 collate pinyn", 11, "pinyn", ["pinyin"]),
        ("区市 collate zh_CN desc", 11, "zh_CN", ["pinyin", "stroke"]),
        ("站名, 日客流 collate pinyin", 4, "日客流", ["text"]),
        ("区市 collate", 10, "end of the text", ["a column or function"]),
    ],
)
def test_what_is_no_collation_is_located(order: str, position: int, token: str, expected: list[str]) -> None:
    with pytest.raises(QueryError) as error:
        parsed(order_by=order)
    facts = error.value.facts
    assert (facts["parameter"], facts["position"], facts["token"], facts["expected"]) == (
        "order_by",
        position,
        token,
        expected,
    )
