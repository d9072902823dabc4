"""The decision report as XLSX: a page of key figures and findings, and a page for each sheet."""

from __future__ import annotations

import io
from typing import Any

from zhanqiao.core_services.statistics.rules.reports import FIGURES, FINDINGS, NOTHING, Report
from zhanqiao.core_services.statistics.rules.sheets import Shape, Sheet
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.texts import Text

WIDE, NARROW = 42, 14


def as_workbook(report: Report, /, *, language: str) -> bytes:
    """Return the report as a workbook; no cell is a formula."""
    import xlsxwriter  # late: it takes a moment, which only this report needs

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    styles = {"head": book.add_format({"bold": True, "bottom": 1}), "share": book.add_format({"num_format": "0.0%"})}
    styles["title"] = book.add_format({"bold": True, "font_size": 16})
    _summary(book.add_worksheet(FIGURES.in_language(language)), report, styles, language)
    for sheet in report.sheets:
        _sheet(book.add_worksheet(sheet.title.in_language(language)[:31]), sheet, styles, language)
    book.close()
    return file.getvalue()


def _summary(page: Any, report: Report, styles: dict[str, Any], language: str) -> None:
    page.set_column(0, 0, WIDE)
    page.set_column(1, 1, WIDE / 2)
    page.write_string(0, 0, report.title.in_language(language), styles["title"])
    page.write_string(1, 0, f"{report.site.in_language(language)} · {report.at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}")
    row = 3
    for name, value in report.figures:
        page.write_string(row, 0, name.in_language(language))
        page.write_string(row, 1, value)
        row += 1
    page.write_string(row + 1, 0, FINDINGS.in_language(language), styles["head"])
    for number, finding in enumerate(report.findings or (NOTHING,), start=row + 2):
        page.write_string(number, 0, finding.in_language(language))


def _sheet(page: Any, sheet: Sheet, styles: dict[str, Any], language: str) -> None:
    page.write_string(0, 0, sheet.note.in_language(language))
    for column, one in enumerate(sheet.columns):
        page.set_column(column, column, WIDE if one.shape is Shape.WORDS and column == 0 else NARROW)
        page.write_string(2, column, one.title.in_language(language), styles["head"])
    for number, row in enumerate(sheet.rows, start=3):
        for column, one in enumerate(sheet.columns):
            value = row.get(one.name)
            if isinstance(value, Text):
                page.write_string(number, column, value.in_language(language))
            elif isinstance(value, int | float):
                page.write_number(number, column, value, styles["share"] if one.shape is Shape.SHARE else None)
            elif value is not None:
                page.write_string(number, column, str(value))
    page.freeze_panes(3, 1)
