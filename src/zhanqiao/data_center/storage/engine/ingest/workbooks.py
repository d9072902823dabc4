"""Spreadsheets (XLSX, XLS, XLSB, ODS): every sheet with values is a table."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from zhanqiao.data_center.storage.engine.ingest.grids import Grid, Row, grid_table
from zhanqiao.data_center.storage.engine.ingest.notes import finding, listed
from zhanqiao.data_center.storage.engine.ingest.refusals import (
    BrokenFileError,
    EncryptedFileError,
    RefusedFileError,
    SheetTooLargeError,
    TooManyTablesError,
)
from zhanqiao.data_center.storage.engine.ingest.report import Finding
from zhanqiao.data_center.storage.engine.ingest.workshop import RawTable, Source, Workshop

BLOCK = 1 << 20
EXACT = 10**15  # spreadsheets keep 15 digits of a number
SCIENTIFIC = 10**21  # from here on a number is no identifier


def workbook_tables(*, source: Source, workshop: Workshop) -> list[RawTable]:
    """Return a table for every sheet with values. Raises EncryptedFileError, BrokenFileError, TooManyTablesError."""
    try:
        return _tables(source, workshop)
    except PasswordError:
        raise EncryptedFileError(filename=source.filename) from None
    except CalamineError as error:
        raise _broken(source, error) from None
    except BaseException as error:
        # A panic of the Rust parser is a BaseException of a class that cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise _broken(source, error) from None


def _broken(source: Source, error: BaseException) -> RefusedFileError:
    detail = str(error)[:200]
    if "limit exceeded" in detail:
        return SheetTooLargeError(filename=source.filename, detail=detail)
    return BrokenFileError(filename=source.filename, format=source.ending.upper(), detail=detail)


def _tables(source: Source, workshop: Workshop) -> list[RawTable]:
    tables: list[RawTable] = []
    empty: list[str] = []
    with CalamineWorkbook.from_path(source.path) as book:
        for one in book.sheets_metadata:
            if one.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(one.name)
            table = _table(sheet, f"{source.stem}-{one.name}", workshop)
            if table is None:
                empty.append(one.name)
                continue
            hidden = one.visible != SheetVisibleEnum.Visible
            tables.append(_with(table, finding("hidden-sheet", sheet=one.name)) if hidden else table)
            if len(tables) > workshop.limits.max_tables:
                raise TooManyTablesError(filename=source.filename, limit=workshop.limits.max_tables)
    if errors := _formula_errors(source):
        workshop.warnings.append(finding("error-cells", count=errors))
    if tables and empty:
        tables[0] = _with(tables[0], finding("empty-sheets", count=len(empty), sheets=listed(empty)))
    return tables if len(tables) > 1 else [table.but(name=source.stem) for table in tables]


def _with(table: RawTable, *more: Finding) -> RawTable:
    return table.but(findings=(*table.findings, *more))


def _table(sheet: CalamineSheet, name: str, workshop: Workshop) -> RawTable | None:
    if sheet.start is None or sheet.end is None:
        return None
    ruined: list[tuple[int, int, str]] = []
    grid = Grid(
        rows=_rows(sheet, sheet.start[1], ruined),
        width=sheet.end[1] + 1,
        ranges=sheet.merged_cell_ranges or (),
        ruined=ruined,
    )
    return grid_table(grid=grid, name=name, sheet=sheet.name, workshop=workshop)


def _rows(sheet: CalamineSheet, left: int, ruined: list[tuple[int, int, str]]) -> Iterator[Row]:
    """Yield the rows from A1 on, every cell as the text a person would have typed."""
    margin: Row = [None] * left
    for number, row in enumerate(sheet.iter_rows()):
        cells = [_text(cell) for cell in row]
        for place, cell in enumerate(row):
            if type(cell) is float and EXACT <= abs(cell) < SCIENTIFIC and cell.is_integer():
                ruined.append((number, left + place, cells[place] or ""))
        yield margin + cells


def _text(cell: object) -> str | None:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number(float(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return _duration(cell) if isinstance(cell, timedelta) else str(cell)


def _number(value: float) -> str:
    if not value.is_integer() or abs(value) >= SCIENTIFIC:
        return repr(value)
    return "0" if value == 0 else f"{value:.0f}"


def _duration(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _formula_errors(source: Source) -> int:
    """Count the error cells of an XLSX in its XML, as calamine reads them as empty; 0 for other formats."""
    if not zipfile.is_zipfile(source.path):
        return 0
    with zipfile.ZipFile(source.path) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return sum(_count_in(book, name, b' t="e"') for name in sheets)


def _count_in(book: zipfile.ZipFile, name: str, needle: bytes) -> int:
    count, held = 0, b""
    with book.open(name) as file:
        while block := file.read(BLOCK):
            count += (held + block).count(needle)
            held = block[-len(needle) + 1 :]
    return count
