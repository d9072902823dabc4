from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.data_center.storage.ingest.reading import Understood, moment, read, read_file, rows_in

from zhanqiao.data_center.storage.engine.ingest import RefusedFileError


def workbook(folder: Path, fill: Callable[[Any], None], name: str = "book.xlsx") -> Understood:
    with xlsxwriter.Workbook(folder / name) as book:
        fill(book)
    return read_file(folder / name, folder / "out")


def rows(sheet: Any, *lines: list[Any]) -> None:
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            sheet.write(number, place, cell)


def test_every_sheet_with_values_is_a_table(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        rows(book.add_worksheet("学校"), ["名称", "人数"], ["甲", 10], ["乙", 20])
        book.add_worksheet("空表")
        rows(book.add_worksheet("医院"), ["名称", "床位"], ["丙", 30.5])

    understood = workbook(tmp_path, fill)
    first, second = understood.report.tables
    assert (first.name, first.sheet, second.name, second.sheet) == ("book-学校", "学校", "book-医院", "医院")
    assert understood.rows_of(first) == [("甲", 10), ("乙", 20)]
    assert "empty-sheets" in {finding.code for finding in first.findings}


def test_titles_stacked_header_and_merged_body_are_understood(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("目录")
        sheet.merge_range("A1:D1", "青岛市政务信息资源目录")
        sheet.merge_range("A2:A3", "信息资源名称")
        sheet.merge_range("B2:C2", "共享属性")
        sheet.write("B3", "共享类型")
        sheet.write("C3", "共享条件")
        sheet.merge_range("D2:D3", "更新周期")
        sheet.merge_range("A4:A5", "企业登记信息")
        for place, cell in enumerate(["有条件", "协议", "每日"], start=1):
            sheet.write(3, place, cell)
        for place, cell in enumerate(["无条件", "无", "每月"], start=1):
            sheet.write(4, place, cell)
        sheet.write("A6", "注：本表由大数据局编制")

    understood = workbook(tmp_path, fill)
    assert [field.name for field in understood.table.fields] == [
        "信息资源名称",
        "共享属性_共享类型",
        "共享属性_共享条件",
        "更新周期",
    ]
    assert understood.rows == [("企业登记信息", "有条件", "协议", "每日"), ("企业登记信息", "无条件", "无", "每月")]
    assert understood.table.header_row == 2
    assert {"title-lines", "merged-header", "merged-cells", "note-rows"} <= understood.codes()


def test_rows_about_the_report_above_the_header_are_titles(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        rows(
            book.add_worksheet(),
            ["报表导出人：", "于某"],
            ["考勤周期", "2023-03-01-2023-03-31"],
            ["领域", "平台", "小微", "总人数", "天数", "备注"],
            ["甲", "乙", "丙", 9, 8, ""],
            ["丁", "戊", "己", 7, 6, ""],
        )

    understood = workbook(tmp_path, fill)
    assert understood.table.header_row == 3
    assert understood.rows[0] == ("甲", "乙", "丙", 9, 8, None)


def test_cells_keep_their_kind(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        stamp = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        rows(sheet, ["编码", "数量", "比率", "日期", "时间", "启用"])
        for number in (1, 2):
            sheet.write_string(number, 0, f"00{number}")
            sheet.write_number(number, 1, number)
            sheet.write_number(number, 2, number / 8)
            sheet.write_datetime(number, 3, moment(f"2024-03-0{number}"), day)
            sheet.write_datetime(number, 4, moment(f"2024-03-0{number} 08:30"), stamp)
            sheet.write_boolean(number, 5, number == 1)

    understood = workbook(tmp_path, fill)
    assert list(understood.types.values()) == ["text", "integer", "decimal", "date", "timestamp", "boolean"]
    assert understood.rows[0][3:] == (date(2024, 3, 1), moment("2024-03-01 08:30"), True)


def test_long_numbers_are_flagged_as_ruined(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        rows(book.add_worksheet(), ["身份证号", "姓名"], [360426199101010071, "甲"], ["370202199001011234", "乙"])

    understood = workbook(tmp_path, fill)
    assert understood.types["身份证号"] == "text"
    (found,) = [one for one in understood.table.findings if one.code == "ruined-numbers"]
    assert (found.column, found.count) == ("身份证号", 1)
    ((row, column, _, reason),) = understood.problems
    assert (row, column, reason) == (0, "身份证号", "ruined-number")


def test_table_beginning_in_the_middle_of_a_sheet_is_found(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for number, line in enumerate([["名称", "值"], ["甲", 1], ["乙", 2]]):
            for place, cell in enumerate(line):
                sheet.write(4 + number, 2 + place, cell)

    understood = workbook(tmp_path, fill)
    assert understood.rows == [("甲", 1), ("乙", 2)]
    assert understood.table.header_row == 5


def test_formula_errors_are_counted(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        rows(sheet, ["名称", "值"], ["甲", 1], ["乙", 2])
        sheet.write_formula("B4", "=1/0", value="#DIV/0!")
        sheet.write("A4", "丙")

    understood = workbook(tmp_path, fill)
    assert [(one.code, one.count) for one in understood.report.warnings] == [("error-cells", 1)]
    assert understood.rows[2] == ("丙", None)


def test_workbook_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        workbook(tmp_path, lambda book: book.add_worksheet())
    assert refusal.value.code == "no-table"


def test_html_saved_as_xls_is_read_as_what_it_is(tmp_path: Path) -> None:
    page = (
        "<html><body><table><tr><th rowspan=2>名称</th><th colspan=2>数量</th></tr><tr><th>男</th><th>女</th></tr>"
        "<tr><td>甲</td><td>1</td><td>2</td></tr><tr><td>乙</td><td>3</td><td>4</td></tr></table></body></html>"
    )
    understood = read(tmp_path, page.encode("gbk"), name="导出.xls")
    assert understood.report.format == "html"
    assert [field.name for field in understood.table.fields] == ["名称", "数量_男", "数量_女"]
    assert understood.rows == [("甲", 1, 2), ("乙", 3, 4)]


def test_error_message_saved_as_xls_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        read(tmp_path, "Attachment report.xls not found!", name="report.xls")
    assert refusal.value.code == "format-unknown"


def test_text_exported_under_the_name_of_a_workbook_is_read(tmp_path: Path) -> None:
    understood = read(tmp_path, "名称\t数量\n甲\t1\n乙\t2\n".encode("gbk"), name="导出.xls")
    assert understood.rows == [("甲", 1), ("乙", 2)]
    assert rows_in(understood.into / understood.table.file) == [("甲", 1), ("乙", 2)]
