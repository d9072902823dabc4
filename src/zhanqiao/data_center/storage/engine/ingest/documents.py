"""JSON: where its records are, and each record as a flat row. Numbers keep the digits they were written with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from zhanqiao.data_center.storage.engine.ingest import encodings
from zhanqiao.data_center.storage.engine.ingest.flattening import Written, columns_of, row_of, written
from zhanqiao.data_center.storage.engine.ingest.geographic import geojson_table, is_geojson
from zhanqiao.data_center.storage.engine.ingest.names import column_names
from zhanqiao.data_center.storage.engine.ingest.notes import finding, listed
from zhanqiao.data_center.storage.engine.ingest.placing import Placed, placed_in
from zhanqiao.data_center.storage.engine.ingest.refusals import BrokenFileError, EmptyFileError
from zhanqiao.data_center.storage.engine.ingest.report import Finding
from zhanqiao.data_center.storage.engine.ingest.rows import RowSink, check_width
from zhanqiao.data_center.storage.engine.ingest.workshop import RawColumn, RawTable, RefusedLine, Source, Workshop
from zhanqiao.kit.progress import silent

Records = Callable[[], Iterable[dict[str, Any]]]
BROKEN_SHARE = 0.5  # of lines, from which a file is no NDJSON


def document_tables(*, source: Source, workshop: Workshop) -> list[RawTable]:
    """Return the tables of a JSON file. Raises BrokenFileError with line and column, EmptyFileError."""
    text, decoding = _text(source)
    if not text.strip():
        raise EmptyFileError(filename=source.filename)
    try:
        document = json.loads(text, parse_float=Written, parse_int=Written, parse_constant=Written)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and "\n" in text.strip():
            return line_tables(source=source, workshop=workshop)
        detail = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise BrokenFileError(filename=source.filename, format="JSON", detail=detail) from None
    except RecursionError:
        raise BrokenFileError(filename=source.filename, format="JSON", detail="nested too deeply") from None
    del text
    if is_geojson(document):
        return [geojson_table(document=document, source=source, workshop=workshop)]
    tables = [_table(one, source, workshop) for one in placed_in(document=document)]
    return [table.but(encoding=decoding.name) for table in _named(tables, source)]


def _text(source: Source) -> tuple[str, encodings.Decoding]:
    decoding = encodings.decoding_of(path=source.path)
    blocks = encodings.blocks(path=source.path, decoding=decoding, progress=silent)
    return encodings.without_markers(text="".join(blocks)), decoding


def _named(tables: list[RawTable], source: Source) -> list[RawTable]:
    if len(tables) == 1:
        return [tables[0].but(name=source.stem)]
    return [table.but(name=f"{source.stem}-{table.name}") for table in tables]


def _table(placed: Placed, source: Source, workshop: Workshop) -> RawTable:
    said: list[Finding] = []
    if placed.side:
        said.append(finding("side-fields", fields=listed(placed.side)))
    if placed.key:
        said.append(finding("keyed-objects", name=placed.key))
    del source
    return records_table(records=lambda: placed.records, name=placed.name, workshop=workshop, findings=tuple(said))


def records_table(*, records: Records, name: str, workshop: Workshop, findings: tuple[Finding, ...] = ()) -> RawTable:
    """Return a table of records, nested objects as ``a.b`` columns, arrays as JSON text. Reads ``records`` twice."""
    paths = columns_of(records=records(), most=workshop.limits.max_columns)
    check_width(workshop=workshop, width=len(paths))
    names = column_names(header=[".".join(path) for path in paths], width=len(paths))
    with RowSink(workshop=workshop, width=len(names)) as sink:
        for record in records():
            sink.add(row_of(record=record, paths=paths))
    return RawTable(name, sink.relation, tuple(RawColumn(one) for one in names), sink.rows, findings=findings)


def line_tables(*, source: Source, workshop: Workshop) -> list[RawTable]:
    """Return the table of an NDJSON file; lines that are no JSON object are refused rows."""
    decoding = encodings.decoding_of(path=source.path)
    path = source.path
    if not decoding.is_plain_utf8 or decoding.bom:
        path = workshop.scratch_file(suffix=".ndjson")
        encodings.transcode(path=source.path, target=path, decoding=decoding, progress=workshop.progress)
    refused: list[RefusedLine] = []
    good = sum(1 for _ in _lines(path, refused))
    if not good or len(refused) > BROKEN_SHARE * (good + len(refused)):
        detail = f"line {refused[0].line}: {refused[0].reason}" if refused else "no objects"
        raise BrokenFileError(filename=source.filename, format="NDJSON", detail=detail)
    table = records_table(records=lambda: _lines(path, []), name=source.stem, workshop=workshop)
    said = (finding("broken-lines", count=len(refused)),) if refused else ()
    return [table.but(refused=refused, encoding=decoding.name, findings=said)]


def _lines(path: Path, refused: list[RefusedLine]) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                value = json.loads(line, parse_float=Written, parse_int=Written, parse_constant=Written)
            except (json.JSONDecodeError, RecursionError):
                refused.append(RefusedLine(number, line.rstrip("\n"), "not-json"))
                continue
            if isinstance(value, dict):
                yield value
            else:
                yield {"value": written(value) if isinstance(value, list) else value}
