"""Rows that are no data: blank ones, the header again in the middle, notes below the table."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import itemgetter

from zhanqiao.data_center.storage.engine.ingest.inference.cells import quoted
from zhanqiao.data_center.storage.engine.ingest.layouts import Cells, filled
from zhanqiao.data_center.storage.engine.ingest.notes import finding, listed
from zhanqiao.data_center.storage.engine.ingest.report import Finding
from zhanqiao.data_center.storage.engine.ingest.workshop import OutOfPlace, RawTable, RefusedLine, Workshop

LAST = 12  # rows looked at for notes
TOGETHER = 40  # columns looked at in one condition
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
    """Return the table without blank rows, repeated headers and notes, and without empty columns that have no name.

    Each is counted, and kept among the refused rows unless blank.
    """
    if any(column.native for column in raw.columns):
        return raw
    return _without_rows(_without_columns(raw, workshop), workshop)


def _without_columns(raw: RawTable, workshop: Workshop) -> RawTable:
    if not raw.unnamed or len(raw.unnamed) == len(raw.columns):
        return raw
    counts = ", ".join(f"count(c{place})" for place in raw.unnamed)
    found = workshop.connection.execute(f"SELECT {counts} FROM {raw.relation}").fetchone() or ()
    empty = {place for place, count in zip(raw.unnamed, found, strict=True) if count == 0}
    if not empty:
        return raw
    kept = [place for place in range(len(raw.columns)) if place not in empty]
    relation = workshop.new_name()
    shown = ", ".join(f"c{place} AS c{new}" for new, place in enumerate(kept))
    workshop.connection.execute(f"CREATE TABLE {relation} AS SELECT {shown} FROM {raw.relation}")
    workshop.connection.execute(f"DROP TABLE {raw.relation}")
    findings = [one for one in raw.findings if one.code != "blank-header"]
    if rest := [str(new + 1) for new, place in enumerate(kept) if place in raw.unnamed]:
        findings.append(finding("blank-header", count=len(rest), places=listed(rest)))
    findings.append(finding("empty-columns", count=len(empty)))
    return raw.but(
        relation=relation, columns=tuple(raw.columns[place] for place in kept), unnamed=(), findings=tuple(findings)
    )


def _without_rows(raw: RawTable, workshop: Workshop) -> RawTable:
    if raw.rows == 0:
        return raw
    connection = workshop.connection
    gone = _blank_rows(raw, workshop)
    blanks = _count(workshop, gone)
    headers = _repeated(raw, workshop)
    notes = _notes(raw, workshop)
    set_aside = [*headers, *notes]
    if not (blanks or set_aside):
        connection.execute(f"DROP TABLE {gone}")
        return raw
    if set_aside:
        connection.execute(f"INSERT INTO {gone} VALUES {', '.join(f'({row})' for row, _ in set_aside)}")
    removed = [row for (row,) in connection.execute(f"SELECT DISTINCT r FROM {gone} ORDER BY r").fetchall()]
    relation = workshop.new_name()
    connection.execute(
        f"CREATE TABLE {relation} AS SELECT * FROM {raw.relation} WHERE rowid NOT IN (SELECT r FROM {gone})"
    )
    connection.execute(f"DROP TABLE {raw.relation}")
    connection.execute(f"DROP TABLE {gone}")
    said = _said(blanks=blanks, headers=len(headers), notes=[note for _, note in notes])
    return raw.but(
        relation=relation,
        rows=raw.rows - len(removed),
        refused=[*raw.refused, *(line for _, line in set_aside)],
        out_of_place=_moved(raw, removed),
        findings=(*raw.findings, *said),
    )


def _blank_rows(raw: RawTable, workshop: Workshop) -> str:
    """Return a table ``r`` of the rows without any value; columns are looked at in groups, as they may be thousands."""
    gone = workshop.new_name(prefix="gone")
    places = range(len(raw.columns))
    first = " AND ".join(f"c{place} IS NULL" for place in places[:TOGETHER])
    workshop.connection.execute(f"CREATE TABLE {gone} AS SELECT rowid AS r FROM {raw.relation} WHERE {first}")
    for start in range(TOGETHER, len(places), TOGETHER):
        if _count(workshop, gone) == 0:
            break
        filled_in = " OR ".join(f"c{place} IS NOT NULL" for place in places[start : start + TOGETHER])
        workshop.connection.execute(
            f"DELETE FROM {gone} WHERE r IN (SELECT rowid FROM {raw.relation} WHERE {filled_in})"
        )
    return gone


def _moved(raw: RawTable, removed: list[int]) -> list[OutOfPlace]:
    """Return the out-of-place cells with their rows counted anew."""
    gone = set(removed)
    return [
        one._replace(row=one.row - bisect_left(removed, one.row)) for one in raw.out_of_place if one.row not in gone
    ]


def _count(workshop: Workshop, relation: str) -> int:
    row = workshop.connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
    return int(row[0]) if row else 0


def _repeated(raw: RawTable, workshop: Workshop) -> list[tuple[int, RefusedLine]]:
    """Return the rows that say the header again; in a single column a cell equal to the name may be a value."""
    if raw.header_row is None or len(raw.columns) < 2:  # noqa: PLR2004 - a cell equal to the only name may be a value
        return []
    pairs = list(enumerate(raw.columns))[:TOGETHER]
    same = " AND ".join(f"c{place} IS NOT DISTINCT FROM {quoted(column.name)}" for place, column in pairs)
    rows = workshop.connection.execute(f"SELECT rowid FROM {raw.relation} WHERE {same} ORDER BY rowid").fetchall()
    text = ",".join(column.name for column in raw.columns)
    first = (raw.header_row or 0) + 1
    return [(row, RefusedLine(first + row, text, "repeated-header")) for (row,) in rows]


def _notes(raw: RawTable, workshop: Workshop) -> list[tuple[int, RefusedLine]]:
    """Return the remarks below the table with their rows, blank rows between them passed over."""
    columns = ", ".join(f"c{place}" for place in range(len(raw.columns)))
    query = f"SELECT rowid, {columns} FROM {raw.relation} WHERE rowid >= {max(0, raw.rows - LAST)}"
    found = workshop.connection.execute(query).fetchall()
    notes: list[tuple[int, RefusedLine]] = []
    # Ordered here: DuckDB's sort reserves memory for every column, a gigabyte for thousands.
    for place, (_, *row) in enumerate(sorted(found, reverse=True, key=itemgetter(0))):
        if filled(row) == 0:
            continue
        if not is_note(row=row, width=len(raw.columns)):
            break
        number = raw.rows - place - 1
        text = next(cell for cell in row if cell)
        notes.append((number, RefusedLine((raw.header_row or 0) + number + 1, text, "note")))
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
