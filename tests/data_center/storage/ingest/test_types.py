from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.data_center.storage.ingest.reading import column, moment, read


@pytest.mark.parametrize(
    ("name", "cells", "kind", "values"),
    [
        ("数量", ["1", "2", "-3"], "integer", [1, 2, -3]),
        ("金额", ["1,234.50", "12", "1,000,000.05"], "decimal", [Decimal("1234.50"), 12, Decimal("1000000.05")]),
        ("金额", ["１２３", "４５６．５", "7"], "decimal", [123, Decimal("456.5"), 7]),
        ("金额", ["1，234", "5，678", "9"], "integer", [1234, 5678, 9]),
        ("占比", ["12.5%", "3％", "100%"], "decimal", [Decimal("12.5"), 3, 100]),
        ("长度", ["12.5公里", "3公里", "8公里"], "decimal", [Decimal("12.5"), 3, 8]),
        ("价格", ["¥12.50", "￥3", "¥1,200"], "text", ["¥12.50", "￥3", "¥1,200"]),
        ("价格", ["¥12.50", "¥3", "¥1,200"], "decimal", [Decimal("12.50"), 3, 1200]),
        ("数值", ["17850.0", "17851.0", ""], "integer", [17850, 17851, None]),
        ("数值", ["0.30000000000000004", "1.5", "2"], "number", [0.30000000000000004, 1.5, 2.0]),
        ("数值", ["1e5", "2.5E-3", "3"], "number", [100000.0, 0.0025, 3.0]),
        ("Preis", ["1.234,56", "7,5", "12"], "decimal", [Decimal("1234.56"), Decimal("7.5"), 12]),
        ("日期", ["2024年3月5日", "2023年12月31日"], "date", [date(2024, 3, 5), date(2023, 12, 31)]),
        ("日期", ["2024/3/5", "2023/12/31"], "date", [date(2024, 3, 5), date(2023, 12, 31)]),
        ("日期", ["20240305", "20231231"], "date", [date(2024, 3, 5), date(2023, 12, 31)]),
        ("日期", ["2024-03-05", "2023-12-31"], "date", [date(2024, 3, 5), date(2023, 12, 31)]),
        ("日期", ["13/10/2021", "04/10/2021"], "date", [date(2021, 10, 13), date(2021, 10, 4)]),
        ("日期", ["5/13/18", "6/1/18"], "date", [date(2018, 5, 13), date(2018, 6, 1)]),
        ("日期", ["09.07.2013", "10.07.2013"], "date", [date(2013, 7, 9), date(2013, 7, 10)]),
        ("日期", ["01/02/2021", "03/04/2021"], "text", ["01/02/2021", "03/04/2021"]),
        ("时间", ["2024-03-05T10:20:30+08:00"], "timestamp", [moment("2024-03-05 10:20:30")]),
        ("时间", ["2024-03-05T10:20:30Z"], "timestamp", [moment("2024-03-05 10:20:30")]),
        ("时间", ["2024-03-05T10:20:30+02:00"], "timestamp", [moment("2024-03-05 08:20:30")]),
        ("时间", ["2024年3月5日 下午3时20分", "2024年3月6日 9:05"], "timestamp",
         [moment("2024-03-05 15:20:00"), moment("2024-03-06 09:05:00")]),
        ("时间", ["2022-05-25 10.39.15"], "timestamp", [moment("2022-05-25 10:39:15")]),
        ("时间", ["2020-01-01T15:00:00Z", "2020-01-01T15:00:00"], "text",
         ["2020-01-01T15:00:00Z", "2020-01-01T15:00:00"]),
        ("时刻", ["8:05", "14:30:10"], "time", [time(8, 5), time(14, 30, 10)]),
        ("月份", ["2024-01", "2024-02"], "text", ["2024-01", "2024-02"]),
        ("日期", ["—", "2026-01", "2024-07-29"], "text", ["—", "2026-01", "2024-07-29"]),
        ("换乘", ["是", "否", "是"], "boolean", [True, False, True]),
        ("有效", ["TRUE", "false", ""], "boolean", [True, False, None]),
        ("通过", ["Y", "N", "Y"], "boolean", [True, False, True]),
        ("等级", ["Y", "Y", "Y"], "text", ["Y", "Y", "Y"]),
        ("状态", ["是", "否", "部分"], "text", ["是", "否", "部分"]),
    ],
)  # fmt: skip
def test_column_gets_its_type(tmp_path: Path, name: str, cells: list[str], kind: str, values: list[Any]) -> None:
    understood = column(tmp_path, *cells, name=name)
    assert understood.types[name] == kind
    assert [row[1] for row in understood.rows] == values


@pytest.mark.parametrize(
    ("name", "cells", "meaning"),
    [
        ("统一社会信用代码", ["12320100671322000Q", "91110000600037341L"], "credit_code"),
        ("证件", ["360426199101010071", "360426199101010071"], "identity_number"),
        ("区划代码", ["370202", "370203", "370211"], "division_code"),
        ("cityCode", ["3702", "3703"], "division_code"),
        ("x", ["370202001001", "370202001004", "370202001012", "370203001001", "370203001002"], "division_code"),
        ("联系电话", ["13800138000", "0532-85911111"], "phone"),
        ("手机", ["13800138000", "13900139000"], "phone"),
        ("邮编", ["266000", "266071"], "code"),
        ("编号", ["001", "002", "110"], "code"),
        ("值", ["911100001234567890", "911100001234567891"], "identifier"),
        ("门牌", ["12", "12A", "13"], "code"),
        ("StockCode", ["71053", "22752", "21730"], "code"),
        ("章节编号", ["1.1", "1.2", "1.10"], "code"),
        ("日期", ["2026-01", "2024-07-29"], "partial_date"),
    ],
)
def test_codes_stay_text_with_their_meaning(tmp_path: Path, name: str, cells: list[str], meaning: str) -> None:
    understood = column(tmp_path, *cells, name=name)
    assert understood.types[name] == "text"
    assert understood.meanings[name] == meaning
    assert [row[1] for row in understood.rows] == cells


def test_running_number_named_code_is_a_number(tmp_path: Path) -> None:
    understood = column(tmp_path, *map(str, range(1, 31)), name="编号")
    assert (understood.types["编号"], understood.meanings["编号"]) == ("integer", "identifier")


def test_mostly_numbers_are_typed_and_the_rest_kept(tmp_path: Path) -> None:
    cells = [str(n) for n in range(1000, 1030)] + ["??", "约2700"]
    understood = column(tmp_path, *cells, name="距下一站_米")
    assert understood.types["距下一站_米"] == "integer"
    assert understood.table.fields[1].unit == "米"
    assert [row[1] for row in understood.rows][-2:] == [None, None]
    assert understood.problems == [
        (30, "距下一站_米", "??", "not-a-number"),
        (31, "距下一站_米", "约2700", "approximate"),
    ]
    problems = understood.table.problem_cells["距下一站_米"]
    assert (problems.count, [one.original for one in problems.samples]) == (2, ["??", "约2700"])


def test_column_with_more_than_a_tenth_of_misfits_stays_text(tmp_path: Path) -> None:
    understood = column(tmp_path, "1", "2", "3", "x", "y", name="数量")
    assert understood.types["数量"] == "text"
    assert understood.why("数量") == "type-mostly-numbers"


def test_null_words_are_empty_only_in_typed_columns(tmp_path: Path) -> None:
    text = "姓名,数量\n暂无,1\n无,暂无\nNA,NA\n甲,-\n乙,4\n"
    understood = read(tmp_path, text)
    assert understood.rows == [("暂无", 1), ("无", None), ("NA", None), ("甲", None), ("乙", 4)]
    (found,) = [one for one in understood.table.findings if one.code == "null-words"]
    assert (found.column, found.count) == ("数量", 3)
    assert [row["数量"] for row in understood.originals] == ["1", "暂无", "NA", "-", "4"]


def test_days_that_do_not_exist_are_problem_cells(tmp_path: Path) -> None:
    cells = [f"2024-02-{day:02}" for day in range(1, 29)] + ["2024-02-30"]
    understood = column(tmp_path, *cells, name="日期")
    assert understood.types["日期"] == "date"
    assert understood.problems == [(28, "日期", "2024-02-30", "not-a-date")]


def test_slashed_day_that_does_not_exist_is_a_problem_cell(tmp_path: Path) -> None:
    cells = [f"{day}/10/2021" for day in range(1, 31)] + ["31/02/2021"]
    understood = column(tmp_path, *cells, name="日期")
    assert understood.problems == [(30, "日期", "31/02/2021", "not-a-date")]


def test_written_forms_are_recoverable_from_originals(tmp_path: Path) -> None:
    understood = column(tmp_path, "2024年3月5日", "2023年12月31日", name="日期")
    assert [row["日期"] for row in understood.originals] == ["2024年3月5日", "2023年12月31日"]


def test_plain_columns_need_no_originals(tmp_path: Path) -> None:
    understood = read(tmp_path, "id,数量,日期,金额\na,1,2024-03-05,1.50\nb,2,2024-03-06,2.25\n")
    assert understood.table.originals_file is None


def test_late_odd_cell_in_a_long_file_is_seen(tmp_path: Path) -> None:
    lines = ["编号,数量"] + [f"A{n},{n}" for n in range(30_000)] + ["A30000,暂无", "A30001,0012"]
    understood = read(tmp_path, "\n".join(lines))
    assert understood.types["数量"] == "text"
    assert understood.why("数量") == "type-leading-zeros"


def test_long_file_is_typed_over_all_rows(tmp_path: Path) -> None:
    lines = ["编号,数量,区县"] + [f"A{n:06},{n * 7},{'市南区' if n % 2 else '市北区'}" for n in range(30_000)]
    lines.append("A030000,不详,市南区")
    understood = read(tmp_path, "\n".join(lines))
    assert understood.types == {"编号": "text", "数量": "integer", "区县": "text"}
    assert understood.meanings["区县"] == "category"
    assert understood.table.rows == 30_001
    assert understood.table.suggested_keys == ("编号",)
    assert understood.rows[29_999] == ("A029999", 209_993, "市北区" if 29_999 % 2 == 0 else "市南区")
