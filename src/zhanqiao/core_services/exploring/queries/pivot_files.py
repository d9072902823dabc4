"""A pivot as a file: the same lines as on the page, numbers as they were counted."""

from __future__ import annotations

import csv
import io

from zhanqiao.core_services.exploring.rules.pivots import PivotTable

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes Chinese for another encoding
WIDTH = 16
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets would take for a formula when it begins a text


def pivot_csv(*, shown: PivotTable) -> bytes:
    """Return a pivot as CSV with a byte order mark; a text that a spreadsheet would calculate begins with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_plain(one) for one in (*shown.names, *shown.columns)])
    for line in shown.lines:
        numbers = ["" if one is None else f"{one:.15g}" for one in line.numbers]
        writer.writerow([*(_plain(one) for one in line.heads), *numbers])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def pivot_xlsx(*, shown: PivotTable, sentence: str) -> bytes:
    """Return a pivot as a workbook whose sheet begins with its sentence; subtotals and totals are bold."""
    import xlsxwriter  # late: it takes 0.1 s, which only this file needs

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        bold, sheet = book.add_format({"bold": True}), book.add_worksheet()
        heads = [*shown.names, *shown.columns]
        sheet.set_column(0, len(heads) - 1, WIDTH)
        sheet.write_string(0, 0, sentence)
        for place, head in enumerate(heads):
            sheet.write_string(2, place, head, bold)
        for row, line in enumerate(shown.lines, start=3):
            form = None if line.kind == "row" else bold
            for place, head in enumerate(line.heads):
                sheet.write_string(row, place, head, form)
            for place, number in enumerate(line.numbers, start=len(line.heads)):
                if number is not None:
                    sheet.write_number(row, place, number, form)
        sheet.freeze_panes(3, len(shown.names))
    return buffer.getvalue()


def _plain(text: str) -> str:
    return "'" + text if text.startswith(FORMULA) else text
