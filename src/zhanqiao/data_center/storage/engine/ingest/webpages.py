"""HTML tables: many systems export "Excel" as a page with a table in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from zhanqiao.data_center.storage.engine.ingest import encodings
from zhanqiao.data_center.storage.engine.ingest.grids import Grid, Row, grid_table
from zhanqiao.data_center.storage.engine.ingest.merges import Range
from zhanqiao.data_center.storage.engine.ingest.workshop import RawTable, Source, Workshop
from zhanqiao.kit.progress import silent

SMALLEST = 2  # rows and columns of a table that holds data rather than layout
WIDEST = 1000  # columns one cell may span


@dataclass(slots=True)
class _Table:
    rows: list[Row] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)  # cells covered from above


class _Reader(HTMLParser):
    """Collects the tables of a page; a nested table is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._text: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append(_Table())
        elif tag == "tr" and self._open:
            self._close_cell()
            self._open[-1].rows.append([])
        elif tag in {"td", "th"} and self._open:
            self._close_cell()
            given = dict(attrs)
            self._span = (_count(given.get("rowspan")), _count(given.get("colspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr"}:
            self._close_cell()
        elif tag == "table" and self._open:
            self._close_cell()
            self.tables.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        while self._open:
            self.handle_endtag("table")

    def _close_cell(self) -> None:
        if self._text is None or not self._open:
            return
        table, text = self._open[-1], "".join(self._text).replace("\u00a0", " ").strip()
        self._text = None
        if not table.rows:
            table.rows.append([])
        row, cells = len(table.rows) - 1, table.rows[-1]
        while (row, len(cells)) in table.taken:
            cells.append(None)
        left, (down, across) = len(cells), self._span
        cells.extend([text or None, *[None] * (across - 1)])
        if down > 1 or across > 1:
            table.ranges.append(((row, left), (row + down - 1, left + across - 1)))
            table.taken |= {(row + below, left + right) for below in range(1, down) for right in range(across)}


def _count(text: str | None) -> int:
    return min(max(int(text), 1), WIDEST) if text and text.isdecimal() else 1


def page_tables(*, source: Source, workshop: Workshop) -> list[RawTable]:
    """Return the data tables of an HTML page."""
    decoding = encodings.decoding_of(path=source.path)
    reader = _Reader()
    for block in encodings.blocks(path=source.path, decoding=decoding, progress=silent):
        reader.feed(encodings.without_markers(text=block))
    reader.close()
    grids = [table for table in reader.tables if len(table.rows) >= SMALLEST and max(map(len, table.rows)) >= SMALLEST]
    tables = []
    for number, table in enumerate(grids, start=1):
        width = max(len(row) for row in table.rows)
        grid = Grid(
            rows=iter([row + [None] * (width - len(row)) for row in table.rows]), width=width, ranges=table.ranges
        )
        made = grid_table(
            grid=grid, name=f"{source.stem}-{number}" if len(grids) > 1 else source.stem, sheet=None, workshop=workshop
        )
        tables += [made.but(encoding=decoding.name)] if made else []
    return tables
