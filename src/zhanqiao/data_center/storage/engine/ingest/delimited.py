"""Delimited text: encoding, dialect, header, then every record into DuckDB.

Two ways in. DuckDB's parallel reader takes files that follow their dialect; its row count is checked
against an independent count of records. Whatever it refuses, or counts differently, is read by
:mod:`records`, which loses nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from zhanqiao.data_center.storage.engine.ingest import encodings
from zhanqiao.data_center.storage.engine.ingest.bulk import TextFile, read_in_bulk
from zhanqiao.data_center.storage.engine.ingest.dialects import dialect_of
from zhanqiao.data_center.storage.engine.ingest.layouts import Layout, filled, last_filled, layout_of, title_of
from zhanqiao.data_center.storage.engine.ingest.names import column_names
from zhanqiao.data_center.storage.engine.ingest.notes import finding, header_findings, listed, title_findings
from zhanqiao.data_center.storage.engine.ingest.records import FieldTooLongError, Record, records
from zhanqiao.data_center.storage.engine.ingest.refusals import CellTooLongError, EmptyFileError
from zhanqiao.data_center.storage.engine.ingest.report import Finding
from zhanqiao.data_center.storage.engine.ingest.rows import RowSink, check_width
from zhanqiao.data_center.storage.engine.ingest.workshop import (
    OutOfPlace,
    RawColumn,
    RawTable,
    RefusedLine,
    Source,
    Workshop,
)

SAMPLE = 1 << 18  # characters looked at for dialect and header
SAMPLE_RECORDS = 300
OFTEN = 0.05  # share of long rows from which the table, not the rows, is wrong


@dataclass(slots=True)
class _Oddities:
    """What was not regular, counted while reading carefully."""

    short: int = 0
    long: int = 0
    stray: list[int] = field(default_factory=list)
    out_of_place: list[OutOfPlace] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    widest: int = 0


def delimited_tables(*, source: Source, workshop: Workshop) -> list[RawTable]:
    """Return the one table of a delimited text file. Raises EmptyFileError, CellTooLongError."""
    csv.field_size_limit(workshop.limits.max_cell_chars)
    try:
        text = _looked_at(source=source, workshop=workshop)
        check_width(workshop=workshop, width=text.layout.width)
        relation, rows, odd = _read(text, workshop)
    except FieldTooLongError as error:
        limit = workshop.limits.max_cell_chars
        raise CellTooLongError(filename=source.filename, line=error.line, limit=limit) from None
    return [_described(source=source, text=text, relation=relation, rows=rows, odd=odd)]


def _read(text: TextFile, workshop: Workshop) -> tuple[str, int, _Oddities]:
    loaded = read_in_bulk(text=text, workshop=workshop)
    return (*loaded, _Oddities()) if loaded else _read_carefully(text=text, workshop=workshop)


def _looked_at(*, source: Source, workshop: Workshop) -> TextFile:
    decoding = encodings.decoding_of(path=source.path)
    path = source.path
    if not decoding.is_plain_utf8 or decoding.bom:
        path = workshop.scratch_file(suffix=".txt")
        encodings.transcode(path=source.path, target=path, decoding=decoding, progress=workshop.progress)
    with path.open(encoding="utf-8", errors="surrogatepass", newline="") as file:
        sample = file.read(SAMPLE)
        sample += file.readline(SAMPLE) if len(sample) == SAMPLE else ""
    if not sample.strip():
        raise EmptyFileError(filename=source.filename)
    dialect = dialect_of(sample=encodings.without_markers(text=sample), ending=source.ending)
    seen = list(islice(records(lines=_lines(sample), dialect=dialect), SAMPLE_RECORDS))
    layout = layout_of(rows=[record.cells for record in seen])
    names = _names(seen=seen, layout=layout)
    return TextFile(path=path, decoding=decoding, dialect=dialect, sample=seen, layout=layout, names=names)


def _lines(sample: str) -> Iterator[str]:
    """Yield physical lines with their ends; only CR, LF and CRLF end a line."""
    start = 0
    while start < len(sample):
        ends = [place for place in (sample.find("\n", start), sample.find("\r", start)) if place >= 0]
        end = min(ends, default=len(sample) - 1)
        end += 1 if sample[end : end + 2] == "\r\n" else 0
        yield sample[start : end + 1]
        start = end + 1


def _names(*, seen: list[Record], layout: Layout) -> list[str]:
    header = [encodings.without_markers(text=cell) for cell in seen[layout.header[0]].cells] if layout.header else []
    return column_names(header=header, width=_width(seen=seen, layout=layout))


def _width(*, seen: list[Record], layout: Layout) -> int:
    """Return the header's width, or the rows' when many of them are longer."""
    body = [last_filled(record.cells) for record in seen[layout.first_data :] if filled(record.cells)]
    if not layout.header:
        common = max(set(body), key=body.count, default=layout.width)
        return max((one for one in set(body) if body.count(one) >= OFTEN * len(body)), default=common)
    header = len(seen[layout.header[0]].cells)
    longer = [one for one in body if one > header]
    return max(longer) if body and len(longer) >= max(2, OFTEN * len(body)) else header


def _read_carefully(*, text: TextFile, workshop: Workshop) -> tuple[str, int, _Oddities]:
    relation, rows, odd = _read_once(text=text, workshop=workshop)
    if odd.long > max(1, OFTEN * rows):
        text.names = column_names(header=text.names, width=min(odd.widest, workshop.limits.max_columns))
        workshop.connection.execute(f"DROP TABLE {relation}")
        relation, rows, odd = _read_once(text=text, workshop=workshop)
    return relation, rows, odd


def _read_once(*, text: TextFile, workshop: Workshop) -> tuple[str, int, _Oddities]:
    odd, width = _Oddities(), len(text.names)
    with (
        text.path.open(encoding="utf-8", errors="surrogatepass", newline="") as file,
        RowSink(workshop=workshop, width=width) as sink,
    ):
        found = records(lines=_line_ends(file), dialect=text.dialect, width=width)
        for record in islice(found, text.layout.first_data, None):
            if _is_comment(record, width):
                odd.refused.append(RefusedLine(record.line, record.cells[0], "comment"))
            else:
                _note(record, row=sink.rows, width=width, delimiter=text.dialect.delimiter, odd=odd)
                sink.add(record.cells)
    return sink.relation, sink.rows, odd


def _line_ends(file: Iterator[str]) -> Iterator[str]:
    """Yield lines; a file whose lines end in CR alone is read as Python does, others by LF only."""
    return file


def _is_comment(record: Record, width: int) -> bool:
    return width > 1 and len(record.cells) == 1 and record.cells[0].lstrip().startswith("#")


def _note(record: Record, *, row: int, width: int, delimiter: str, odd: _Oddities) -> None:
    if record.stray is not None:
        odd.stray.append(record.line)
        if delimiter.join(record.cells) != record.stray:  # quotes were taken away: keep the line as it was
            odd.out_of_place.append(OutOfPlace(row, "", record.stray, "stray-quote"))
    if len(record.cells) < width:
        odd.short += filled(record.cells) > 0
    elif len(record.cells) > width:
        extra = [(place, cell) for place, cell in enumerate(record.cells[width:], start=width + 1) if cell]
        odd.out_of_place.extend(OutOfPlace(row, f"列{place}", cell, "extra-cell") for place, cell in extra)
        odd.long += bool(extra)
        odd.widest = max([odd.widest, *(place for place, _ in extra)])


def _described(*, source: Source, text: TextFile, relation: str, rows: int, odd: _Oddities) -> RawTable:
    header = text.layout.header
    return RawTable(
        name=source.stem,
        relation=relation,
        columns=tuple(RawColumn(name) for name in text.names),
        rows=rows,
        findings=(*_text_findings(text), *_odd_findings(odd)),
        out_of_place=odd.out_of_place,
        refused=[*_above(text), *odd.refused],
        encoding=text.decoding.name,
        dialect=text.dialect.as_dict(),
        title=title_of(lines=[text.sample[place].cells for place in text.layout.titles]),
        header_row=text.sample[header[0]].line if header else None,
        unnamed=_unnamed(text),
    )


def _above(text: TextFile) -> list[RefusedLine]:
    """Return the lines above the table whole: if one was data after all, it is still there."""
    titles = [text.sample[place] for place in text.layout.titles]
    return [RefusedLine(each.line, text.dialect.delimiter.join(each.cells), "title") for each in titles]


def _unnamed(text: TextFile) -> tuple[int, ...]:
    header = text.sample[text.layout.header[0]].cells if text.layout.header else []
    return tuple(place for place in range(len(text.names)) if place >= len(header) or not header[place].strip())


def _text_findings(text: TextFile) -> list[Finding]:
    made, decoding, layout = [], text.decoding, text.layout
    if decoding.guessed:
        made.append(finding("encoding-guessed", name=decoding.name))
    if decoding.broken:
        places = listed([str(offset) for offset, _ in decoding.positions], most=10)
        made.append(finding("undecodable-bytes", count=decoding.broken, name=decoding.name, places=places))
    made += title_findings(lines=[" ".join(filter(None, text.sample[place].cells)) for place in layout.titles])
    header = text.sample[layout.header[0]].cells if layout.header else None
    return made + header_findings(header=header, width=len(text.names))


def _odd_findings(odd: _Oddities) -> list[Finding]:
    made = []
    if odd.short:
        made.append(finding("short-rows", count=odd.short))
    if odd.long:
        made.append(finding("long-rows", count=odd.long))
    if odd.stray:
        made.append(finding("stray-quotes", count=len(odd.stray), lines=odd.stray[0]))
    if odd.refused:
        made.append(finding("note-rows", count=len(odd.refused), notes=listed([one.text for one in odd.refused])))
    return made
