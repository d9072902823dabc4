"""XML: repeated elements as records, workbooks of the XML Spreadsheet 2003 kind, KML, GPX and GML by GDAL.

Entities are never expanded: a document that declares any is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

import duckdb

from zhanqiao.data_center.storage.engine.ingest import encodings
from zhanqiao.data_center.storage.engine.ingest.documents import records_table
from zhanqiao.data_center.storage.engine.ingest.geometry import Crs, load_spatial, with_geometry
from zhanqiao.data_center.storage.engine.ingest.grids import Grid, Row, grid_table
from zhanqiao.data_center.storage.engine.ingest.inference.cells import identifier, quoted
from zhanqiao.data_center.storage.engine.ingest.merges import Range
from zhanqiao.data_center.storage.engine.ingest.names import column_names
from zhanqiao.data_center.storage.engine.ingest.refusals import BrokenFileError
from zhanqiao.data_center.storage.engine.ingest.workshop import RawColumn, RawTable, Source, Workshop
from zhanqiao.kit.progress import silent

GDAL_ROOTS = {"kml": "kml", "gpx": "gpx"}
DEEPEST = 200  # nested elements
WIDEST = 16_384  # columns a spreadsheet may have

Path_ = tuple[str, ...]


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """The document does what documents of data do not need to do."""


def markup_tables(*, source: Source, workshop: Workshop) -> list[RawTable]:
    """Return the tables of an XML file. Raises BrokenFileError with line and column."""
    counts = _counted(source)
    root = next(iter(counts))[0] if counts else ""
    if root.lower() in GDAL_ROOTS:
        return _by_gdal(source, workshop, ending=GDAL_ROOTS[root.lower()])
    if root == "Workbook":
        return _sheets(source, workshop)
    paths = _record_paths(counts)
    names = [source.stem, *(f"{source.stem}-{path[-1]}" for path in paths[1:])]
    return [_record_table(_records(source, path), name, workshop) for path, name in zip(paths, names, strict=True)]


def _record_table(records: list[dict[str, Any]], name: str, workshop: Workshop) -> RawTable:
    return records_table(records=lambda: records, name=name, workshop=workshop)


def _parse(
    source: Source,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _Refused("nested too deeply")
        start(_bare(name), {_bare(key): value for key, value in attributes.items() if not key.startswith("xmlns")})

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(_bare(name))

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opened, closed, text
    parser.EntityDeclHandler = _refuse_entities
    decoding = encodings.decoding_of(path=source.path)
    try:
        for block in encodings.blocks(path=source.path, decoding=decoding, progress=silent):
            parser.Parse(encodings.without_markers(text=block).encode("utf-8", errors="replace"), False)
        parser.Parse(b"", True)
    except (expat.ExpatError, _Refused) as error:
        raise BrokenFileError(filename=source.filename, format="XML", detail=str(error)[:200]) from None


def _refuse_entities(*_: object) -> None:
    raise _Refused("entity declarations are not accepted")


def _bare(name: str) -> str:
    """Return a name without its namespace prefix."""
    return name.rsplit(":", 1)[-1]


def _counted(source: Source) -> dict[Path_, tuple[int, bool]]:
    """Return every path of elements with how often it occurs and whether it has parts (children or attributes)."""
    counts: Counter[Path_] = Counter()
    order: dict[Path_, bool] = {}
    at: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if at:
            order[tuple(at)] = True
        at.append(name)
        path = tuple(at)
        counts[path] += 1
        order[path] = order.get(path, False) or bool(attributes)

    _parse(source, start, lambda _: _drop(at), lambda _: None)
    return {path: (counts[path], parts) for path, parts in order.items()}


def _drop(at: list[str]) -> None:
    at.pop()


def _record_paths(counts: dict[Path_, tuple[int, bool]]) -> list[Path_]:
    """Return the paths that repeat under a parent that does not: records. A document without any is one record."""
    repeated = [
        path
        for path, (count, parts) in counts.items()
        if count > 1 and parts and all(counts[path[:length]][0] == 1 for length in range(1, len(path)))
    ]
    return sorted(repeated, key=lambda path: -counts[path][0]) or [path for path in counts if len(path) == 1]


def _records(source: Source, wanted: Path_) -> list[dict[str, Any]]:
    """Return the elements of a path as records: attributes and children as fields, repeated children as lists."""
    found: list[dict[str, Any]] = []
    at: list[str] = []
    open_: list[tuple[dict[str, Any], list[str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        at.append(name)
        if open_ or tuple(at) == wanted:
            open_.append((dict(attributes), []))

    def end(name: str) -> None:
        at.pop()
        if not open_:
            return
        fields, texts = open_.pop()
        text = "".join(texts).strip()
        if fields and text:
            fields["text"] = text
        if open_:
            _put(open_[-1][0], name, fields or text or None)
        else:
            found.append(fields or {"value": text})

    _parse(source, start, end, lambda text: open_[-1][1].append(text) if open_ else None)
    return found


def _put(fields: dict[str, Any], name: str, value: Any) -> None:
    if name not in fields:
        fields[name] = value
    elif isinstance(fields[name], list):
        fields[name].append(value)
    else:
        fields[name] = [fields[name], value]


def _sheets(source: Source, workshop: Workshop) -> list[RawTable]:
    """Read an XML Spreadsheet 2003 workbook, which many systems call ``.xls``."""
    reader = _SheetReader()
    _parse(source, reader.start, reader.end, reader.text)
    tables = []
    for name, rows, ranges in reader.sheets:
        width = max((len(row) for row in rows), default=0)
        padded = iter([row + [None] * (width - len(row)) for row in rows])
        table = grid_table(
            grid=Grid(padded, width, ranges), name=f"{source.stem}-{name}", sheet=name, workshop=workshop
        )
        tables += [table] if table else []
    return tables if len(tables) > 1 else [table.but(name=source.stem) for table in tables]


class _SheetReader:
    """Collects the rows of each Worksheet; Index attributes count from 1 and may skip."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, list[Row], list[Range]]] = []
        self._cell: dict[str, str] | None = None
        self._texts: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Worksheet":
            self.sheets.append((attributes.get("Name", ""), [], []))
        elif name == "Row" and self.sheets:
            rows = self.sheets[-1][1]
            rows.extend([] for _ in range(_number(attributes, "Index", len(rows) + 1) - len(rows)))
        elif name == "Cell" and self.sheets and self.sheets[-1][1]:
            self._cell = attributes
            cells = self.sheets[-1][1][-1]
            cells.extend([None] * (min(_number(attributes, "Index", len(cells) + 1), WIDEST) - len(cells)))
        elif name == "Data" and self._cell is not None:
            self._texts = []

    def end(self, name: str) -> None:
        if name == "Data" and self._texts is not None:
            self.sheets[-1][1][-1][-1] = "".join(self._texts) or None
            self._texts = None
        elif name == "Cell" and self._cell is not None:
            self._merge(self._cell)
            self._cell = None

    def text(self, text: str) -> None:
        if self._texts is not None:
            self._texts.append(text)

    def _merge(self, attributes: dict[str, str]) -> None:
        across, down = (min(_number(attributes, key, 0), WIDEST) for key in ("MergeAcross", "MergeDown"))
        if across or down:
            _, rows, ranges = self.sheets[-1]
            row, left = len(rows) - 1, len(rows[-1]) - 1
            ranges.append(((row, left), (row + down, left + across)))
            rows[-1].extend([None] * across)


def _number(attributes: dict[str, str], key: str, default: int) -> int:
    text = attributes.get(key, "")
    return int(text) if text.isdecimal() else default


def _by_gdal(source: Source, workshop: Workshop, *, ending: str) -> list[RawTable]:
    """Read the layer of a KML or GPX file by GDAL inside DuckDB spatial."""
    load_spatial(connection=workshop.connection)
    copy = workshop.scratch_file(suffix=f".{ending}")
    copy.write_bytes(Path(source.path).read_bytes())
    read = f"ST_Read({quoted(str(copy))})"
    try:
        columns = [name for name, *_ in workshop.connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()]
        plain = [name for name in columns if name != "geom"]
        shown = "".join(f"nullif({identifier(name)}::VARCHAR, '') AS c{place}, " for place, name in enumerate(plain))
        relation = workshop.new_name()
        workshop.connection.execute(f"CREATE TABLE {relation} AS SELECT {shown}geom AS shape FROM {read}")
        (rows,) = workshop.connection.execute(f"SELECT count(*) FROM {relation}").fetchone() or (0,)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        detail = str(error).splitlines()[0][:200].replace(str(copy), source.filename)
        raise BrokenFileError(filename=source.filename, format=ending.upper(), detail=detail) from None
    names = column_names(header=plain, width=len(plain))
    raw = RawTable(source.stem, relation, tuple(RawColumn(name) for name in names), rows)
    crs = Crs(name="WGS84", definition="OGC:CRS84")
    return [with_geometry(raw=raw, workshop=workshop, geometry="shape", raw_column="shape", crs=crs)]
