"""Pages of rows: what comes back is what the table holds, in the order and form that are promised."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.data_center.storage.query.asking import asked, numbers, page
from tests.data_center.storage.stations import FIELDS, ROWS, json_cells

from zhanqiao.data_center.storage.engine.query import NoPlaceError, parse_query, rows

ALL = [row[0] for row in ROWS]
WHERE = {
    "区市 = '市南区'": ["0001", "0002", "0005"],
    "区市 != '市南区'": ["0003", "0004", "0010", "00A1", "𠮷001"],
    "区市 <> '市南区' or 区市 is null": ["0003", "0004", "0010", "0100", "00A1", "𠮷001"],
    "日客流 >= 48000 AND 日客流 < 61000": ["0001", "0003"],
    "日客流 = 9007199254740993": ["0005"],
    "造价 = 12.5": ["0001"],
    "造价 < 0": ["0004"],
    "造价 between -3.1 and 1.1": ["0004", "0005", "00A1"],
    "造价 not between -3.1 and 1.1": ["0001", "0002", "0010", "0100", "𠮷001"],
    "累计 > 1e16": ["0002"],
    "面积 = 0.1": ["0010"],
    "换乘": ["0001", "0002", "0005", "𠮷001"],
    "not 换乘": ["0003", "0010", "00A1"],
    "换乘 = FALSE": ["0003", "0010", "00A1"],
    "换乘 is not null and 日客流 is null": [],
    "开通日期 = '2015-12-16'": ["0001", "0002", "00A1"],
    "开通日期 > '2021-12-30'": ["0003", "𠮷001"],
    "首班 < '06:00:00'": ["0005", "0100"],
    "更新 = '2024-03-05T08:30:00'": ["0001", "00A1"],
    "更新 = '2024-03-05T00:30:00Z'": ["0001", "00A1"],
    "更新 >= '2024-03-05'": ["0001", "0002", "00A1"],
    "year(开通日期) = 2015 and month(开通日期) in (11, 12)": ["0001", "0002", "00A1"],
    "date_trunc('month', 更新) = '2024-02-01T00:00:00'": ["0010"],
    "date_trunc('year', 开通日期) = '2015-01-01'": ["0001", "0002", "00A1"],
    "weekday(开通日期) = 7": ["0005"],
    "hour(首班) = 23": ["0004"],
    "编号 in ('0001', '00A1')": ["0001", "00A1"],
    "编号 not in ('0001', '00A1') and 区市 = '市南区'": ["0002", "0005"],
    "编号 like '00%' and not 编号 like '000%'": ["0010", "00A1"],
    "站名 like '_东'": ["0003"],
    "contains(站名, '广场')": ["0002"],
    "starts_with(站名, '青')": ["0001"],
    "ends_with(站名, '站')": ["0001"],
    """like_escaped("备 注""x\""", '1%\\% 有\\__划%')""": ["00A1"],
    "lower(站名) = 'may 4th square'": ["0005"],
    "length(编号) = 4 and upper(编号) = '00A1'": ["00A1"],
    "length(站名) = 4": ["0002", "𠮷001"],
    "substr(编号, 1, 3) = '000'": ["0001", "0002", "0003", "0004", "0005"],
    "coalesce(日客流, -1) = -1": ["0004"],
    "日客流 / 0 is null": ALL,
    "日客流 * 2 + 1 = 104001": ["0001"],
    "-日客流 = 5": ["00A1"],
    "造价 - 累计 = 11": ["0001"],
    "round(面积) = 2500": ["0003"],
    "abs(造价) = 3.1": ["0004"],
    '"rowid" = 3': ["0003"],
    "rowid > 7 and rowid <= 9": ["00A1", "𠮷001"],
    "`备 注\"x\"` = '=1+1'": ["0004"],
    "\"备 注\"\"x\"\"\" = '含\"引号\",和逗号'": ["0002"],
    "contains(\"备 注\"\"x\"\"\", '''quote''')": ["00A1"],
    "\"备 注\"\"x\"\"\" = ''": ["0010"],
    "站名 = '𠮷家村😀'": ["𠮷001"],
    "within_bbox(位置, 120.3, 36.0, 120.39, 36.1)": ["0001", "0002", "0004"],
    "within_bbox(120.42, 36.1, 120.46, 36.2) or 编号 = '0003'": ["0003", "00A1"],
}  # fmt: skip


def test_page_without_parameters_holds_all_rows_in_source_order(serving: Path) -> None:
    found = page(serving)
    assert [list(row) for row in found.rows] == [json_cells(row) for row in ROWS]
    assert (found.columns, found.total, found.next, found.limits) == (FIELDS, len(ROWS), None, ())


@pytest.mark.parametrize("where", WHERE)
def test_where_keeps_the_right_rows(serving: Path, where: str) -> None:
    assert numbers(serving, where=where) == WHERE[where]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("造价 desc", ["0100", "0002", "0001", "0010", "𠮷001", "00A1", "0005", "0004", "0003"]),
        ("造价", ["0004", "0005", "00A1", "𠮷001", "0010", "0001", "0002", "0100", "0003"]),
        ("造价 nulls first", ["0003", "0004", "0005", "00A1", "𠮷001", "0010", "0001", "0002", "0100"]),
        (
            "区市 desc nulls last, 日客流 desc",
            ["0010", "00A1", "0005", "0002", "0001", "0003", "0004", "𠮷001", "0100"],
        ),
        ("length(编号), 编号 desc", ["𠮷001", "0100", "00A1", "0010", "0005", "0004", "0003", "0002", "0001"]),
    ],
)
def test_order_by_sorts_with_nulls_last(serving: Path, order: str, expected: list[str]) -> None:
    assert numbers(serving, order_by=order) == expected


def test_equal_sort_keys_keep_source_order(serving: Path) -> None:
    assert numbers(serving, order_by="year(开通日期)", where="year(开通日期) = 2015") == ["0001", "0002", "00A1"]


def test_select_names_and_computes_columns(serving: Path) -> None:
    found = page(serving, select='站名, 日客流 / 100 as "百 人", year(开通日期)', limit="2")
    assert [field.name for field in found.columns] == ["站名", "百 人", "year(开通日期)"]
    assert [field.type.value for field in found.columns] == ["text", "number", "integer"]
    assert found.rows == [("青岛站", 520.0, 2015), ("五四广场", 610.0, 2015)]


def test_limit_and_offset_page_through(serving: Path) -> None:
    assert numbers(serving, limit="2", offset="3") == ALL[3:5]
    assert numbers(serving, limit="2", offset="1", where="区市 = '市南区'") == ["0002", "0005"]
    assert numbers(serving, limit="2", offset="1", order_by="编号 desc") == ["0100", "00A1"]
    assert numbers(serving, limit="0") == []
    assert numbers(serving, offset="1000") == []


def test_words_are_looked_for_in_every_text_cell(serving: Path) -> None:
    assert numbers(serving, q="市南区") == ["0001", "0002", "0005"]
    assert numbers(serving, q="市南 广场") == ["0002"]
    assert numbers(serving, q="may") == ["0005", "𠮷001"]
    assert numbers(serving, q="没有的词") == []
    assert numbers(serving, q="100% 有_下") == ["00A1"]


def test_bbox_finds_points_and_shapes(serving: Path) -> None:
    assert numbers(serving, bbox="120.3,36.0,120.39,36.1") == ["0001", "0002", "0004"]
    assert numbers(serving, bbox="120.33,36.08,120.335,36.085") == ["0004"]
    assert numbers(serving, bbox="-180,-90,180,90") == ["0001", "0002", "0004", "0005", "0010", "00A1", "𠮷001"]


def test_bbox_of_a_table_without_place_is_refused() -> None:
    with pytest.raises(NoPlaceError):
        parse_query(fields=FIELDS[:3], params={"bbox": "1,2,3,4"})


def test_total_is_given_when_free_or_asked_for(serving: Path) -> None:
    assert page(serving, limit="1").total == len(ROWS)
    assert page(serving, limit="1", count="none").total is None
    assert page(serving, limit="1", where="区市 = '市南区'").total is None
    assert page(serving, limit="1", where="区市 = '市南区'", count="exact").total == 3
    assert page(serving, group_by="区市", limit="1", count="exact").total == 6


def test_too_long_a_page_is_cut_and_says_so(serving: Path) -> None:
    query = parse_query(fields=FIELDS, params={"limit": "5"}, max_limit=2)
    found = rows(serving=serving, fields=FIELDS, query=query)
    assert len(found.rows) == 2
    assert [each["code"] for each in found.limits] == ["limit-cut"]
    assert found.next is not None


def test_text_with_the_look_of_a_number_stays_text(serving: Path) -> None:
    assert asked(serving, select="编号", where="编号 = '0001'") == [("0001",)]


def test_objects_are_keyed_by_column_name(serving: Path) -> None:
    assert page(serving, select="编号, 区市", limit="1").as_objects() == [{"编号": "0001", "区市": "市南区"}]
