"""Rows that are no data: blank ones, the header again in the middle, notes below the table."""

from __future__ import annotations

import re
from dataclasses import replace

from zhanqiao.data_center.storage.engine.ingest.inference.cells import quoted
from zhanqiao.data_center.storage.engine.ingest.layouts import Cells, filled
from zhanqiao.data_center.storage.engine.ingest.notes import finding, listed
from zhanqiao.data_center.storage.engine.ingest.report import Finding
from zhanqiao.data_center.storage.engine.ingest.workshop import RawTable, RefusedLine, Workshop

LAST = 12  # rows looked at for notes
COMPARED = 40  # columns compared with the header
_NOTE = re.compile(
    r"\s*[（(\[*※]?\s*(注|备注|说明|附注|数据来源|资料来源|来源|填表人|制表人|制表|审核人|联系人|统计口径|数据截止|更新时间"
    r"|notes?|source|sources|footnote|remark)s?\s*[\d一二三①]?\s*([:：.．、）)\]]|$)",
    re.IGNORECASE,
)


def is_note(*, row: Cells, width: int) -> bool:
    """Say whether a row is a remark: one filled cell of at least three, beginning as remarks do."""
    if width < 3 or filled(row) != 1:  # noqa: PLR2004 - in narrower tables one cell may be a row
        return False
    return bool(_NOTE.match(next(cell for cell in row if cell and not cell.isspace())))


def cleaned(*, raw: RawTable, workshop: Workshop) -> RawTable:
    """Return the table without blank rows, repeated headers and notes; each is counted, and kept unless blank."""
    if raw.rows == 0 or raw.out_of_place or any(column.native for column in raw.columns):
        return raw
    header = _is_header(raw) if raw.header_row is not None else "false"
    blank = f"coalesce({', '.join(f'c{place}' for place in range(len(raw.columns)))}) IS NULL"
    query = f"SELECT count(*) FILTER ({blank}), count(*) FILTER ({header}) FROM {raw.relation}"
    blanks, headers = workshop.connection.execute(query).fetchone() or (0, 0)
    notes = _notes(raw, workshop)
    if not (blanks or headers or notes):
        return raw
    last = raw.rows - len(notes)
    relation = workshop.new_name()
    keep = f"NOT ({blank}) AND NOT ({header}) AND rowid < {last}"
    workshop.connection.execute(f"CREATE TABLE {relation} AS SELECT * FROM {raw.relation} WHERE {keep}")
    refused = [*raw.refused, *_repeated(raw, workshop, header if headers else None), *notes]
    rows = last - blanks - headers
    workshop.connection.execute(f"DROP TABLE {raw.relation}")
    said = _said(blanks=blanks, headers=headers, notes=notes)
    return replace(raw, relation=relation, rows=rows, refused=refused, findings=(*raw.findings, *said))


def _is_header(raw: RawTable) -> str:
    if len(raw.columns) < 2:  # noqa: PLR2004 - one cell equal to the name may be a value
        return "false"
    pairs = list(enumerate(raw.columns))[:COMPARED]
    return " AND ".join(f"trim(c{place}) IS NOT DISTINCT FROM {quoted(column.name)}" for place, column in pairs)


def _repeated(raw: RawTable, workshop: Workshop, header: str | None) -> list[RefusedLine]:
    if header is None:
        return []
    rows = workshop.connection.execute(f"SELECT rowid FROM {raw.relation} WHERE {header} ORDER BY rowid").fetchall()
    text = ",".join(column.name for column in raw.columns)
    return [RefusedLine((raw.header_row or 0) + 1 + row, text, "repeated-header") for (row,) in rows]


def _notes(raw: RawTable, workshop: Workshop) -> list[RefusedLine]:
    columns = ", ".join(f"c{place}" for place in range(len(raw.columns)))
    query = f"SELECT {columns} FROM {raw.relation} WHERE rowid >= {max(0, raw.rows - LAST)} ORDER BY rowid DESC"
    notes: list[RefusedLine] = []
    for place, row in enumerate(workshop.connection.execute(query).fetchall()):
        if not is_note(row=row, width=len(raw.columns)):
            break
        text = next(cell for cell in row if cell)
        notes.append(RefusedLine((raw.header_row or 0) + raw.rows - place, text, "note"))
    return notes[::-1]


def _said(*, blanks: int, headers: int, notes: list[RefusedLine]) -> list[Finding]:
    made = []
    if blanks:
        made.append(finding("blank-rows", count=blanks))
    if headers:
        made.append(finding("header-rows-inside", count=headers))
    if notes:
        made.append(finding("note-rows", count=len(notes), notes=listed([note.text for note in notes])))
    return made
