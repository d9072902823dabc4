"""A grid of texts (a sheet, an HTML table) as a table: titles, stacked header, merged cells, rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from zhanqiao.data_center.storage.engine.ingest.inference.reasons import why
from zhanqiao.data_center.storage.engine.ingest.layouts import Layout, filled, layout_of, title_of
from zhanqiao.data_center.storage.engine.ingest.merges import Merges, Range
from zhanqiao.data_center.storage.engine.ingest.names import column_names
from zhanqiao.data_center.storage.engine.ingest.notes import finding, header_findings, title_findings
from zhanqiao.data_center.storage.engine.ingest.report import Finding
from zhanqiao.data_center.storage.engine.ingest.rows import RowSink
from zhanqiao.data_center.storage.engine.ingest.workshop import OutOfPlace, RawColumn, RawTable, RefusedLine, Workshop

SAMPLE_ROWS = 200
Row = list[str | None]


@dataclass(slots=True)
class Grid:
    """Rows from the first on, merged areas, and numbers the source had already rounded."""

    rows: Iterator[Row]
    width: int
    ranges: Sequence[Range] = ()
    ruined: list[tuple[int, int, str]] = field(default_factory=list)  # row, column, as found; filled while reading


def grid_table(*, grid: Grid, name: str, sheet: str | None, workshop: Workshop) -> RawTable | None:
    """Return the table of a grid, None when no cell has a value. Raises TooManyColumnsError, TooManyRowsError."""
    sample = list(islice(grid.rows, SAMPLE_ROWS))
    if not any(filled(row) for row in sample):
        return None
    merges = Merges(ranges=grid.ranges)
    layout = layout_of(rows=sample, depth=lambda row: merges.header_depth(row=row, rows=sample))
    header = _header(sample, layout, merges)
    names = column_names(header=header or [], width=max(layout.width, grid.width))
    with RowSink(workshop=workshop, width=len(names)) as sink:
        for place, row in enumerate(chain(sample, grid.rows)):
            if place >= layout.first_data:
                sink.add(merges.filled(row=place, cells=row))
    return RawTable(
        name=name,
        relation=sink.relation,
        columns=tuple(RawColumn(one) for one in names),
        rows=sink.rows,
        findings=(*_findings(sample, layout, header, merges), *_ruined_findings(grid, names)),
        out_of_place=_ruined_cells(grid, layout, names),
        # Whole, so that a line that was data after all is still there.
        refused=[
            RefusedLine(place + 1, ",".join(cell or "" for cell in sample[place]), "title") for place in layout.titles
        ],
        sheet=sheet,
        title=title_of(lines=[sample[place] for place in layout.titles]),
        header_row=layout.header[0] + 1 if layout.header else None,
        unnamed=tuple(
            place for place in range(len(names)) if header is None or place >= len(header) or not header[place]
        ),
    )


def _header(sample: Sequence[Row], layout: Layout, merges: Merges) -> list[str] | None:
    """Return the header cells, those of stacked rows joined from the top: ``共享属性_共享类型``."""
    if not layout.header:
        return None
    stacked = [merges.spread(row=place, rows=sample) for place in layout.header]
    return ["_".join(_levels(stacked, column)) for column in range(max(len(row) for row in stacked))]


def _levels(stacked: Sequence[Row], column: int) -> list[str]:
    cells = [(row[column] if column < len(row) else None) or "" for row in stacked]
    return list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))


def _findings(sample: Sequence[Row], layout: Layout, header: list[str] | None, merges: Merges) -> list[Finding]:
    made = []
    made += title_findings(lines=[" ".join(filter(None, sample[place])) for place in layout.titles])
    if len(layout.header) > 1:
        made.append(finding("merged-header", count=len(layout.header)))
    if merges.used:
        made.append(finding("merged-cells", count=merges.used))
    return made + header_findings(header=header, width=len(header or ()))


def _ruined_findings(grid: Grid, names: list[str]) -> list[Finding]:
    places = [column for _, column, _ in grid.ruined]
    return [why("ruined-numbers", column=names[one], count=places.count(one)) for one in sorted(set(places))]


def _ruined_cells(grid: Grid, layout: Layout, names: list[str]) -> list[OutOfPlace]:
    return [
        OutOfPlace(row - layout.first_data, names[column], text, "ruined-number")
        for row, column, text in grid.ruined
        if row >= layout.first_data
    ]
