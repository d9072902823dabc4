"""A small hand-made table that has every type and every awkward name and cell, and its release."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.releases import Manifest, Warehouse, serving_path, write_release

T = LogicalType
AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
FIELDS = (
    Field("编号", T.TEXT, "identifier"),
    Field("站名", T.TEXT),
    Field("区市", T.TEXT, "category"),
    Field("日客流", T.INTEGER),
    Field("造价", T.DECIMAL, None, 14, 2),
    Field("累计", T.DECIMAL, None, 30, 4),
    Field("面积", T.NUMBER),
    Field("换乘", T.BOOLEAN),
    Field("开通日期", T.DATE),
    Field("首班", T.TIME),
    Field("更新", T.TIMESTAMP),
    Field("位置", T.GEOMETRY),
    Field("属性", T.JSON),
    Field("rowid", T.INTEGER),
    Field('备 注"x"', T.TEXT),
)
ARROW = {
    T.TEXT: pa.string(),
    T.INTEGER: pa.int64(),
    T.NUMBER: pa.float64(),
    T.BOOLEAN: pa.bool_(),
    T.DATE: pa.date32(),
    T.TIME: pa.time64("us"),
    T.TIMESTAMP: pa.timestamp("us"),
    T.GEOMETRY: pa.binary(),
    T.JSON: pa.string(),
}


def wall(text: str) -> datetime:
    """A moment on the wall clock, without a zone, as timestamps of tables are."""
    return datetime.fromisoformat(text)


def point(x: float, y: float) -> bytes:
    return struct.pack("<BIdd", 1, 1, x, y)


def polygon(*corners: tuple[float, float]) -> bytes:
    flat = [number for corner in corners for number in corner]
    return struct.pack(f"<BIII{len(flat)}d", 1, 3, 1, len(corners), *flat)


SQUARE = ((120.30, 36.05), (120.34, 36.05), (120.34, 36.09), (120.30, 36.09), (120.30, 36.05))
ROWS: tuple[tuple[Any, ...], ...] = (
    ("0001", "青岛站", "市南区", 52000, Decimal("12.50"), Decimal("1.5000"), 1200.5, True, date(2015, 12, 16),
     time(6, 0), wall("2024-03-05T08:30:00"), point(120.31, 36.06), '{"线": [3, 1]}', 1, "起点站"),
    ("0002", "五四广场", "市南区", 61000, Decimal("99.99"), Decimal("12345678901234567.1234"), 3000.0, True,
     date(2015, 12, 16), time(6, 5), wall("2024-03-05T08:30:15.500000"), point(120.38, 36.06), None, 2, '含"引号",和逗号'),
    ("0003", "台东", "市北区", 48000, None, None, 2500.25, False, date(2022, 4, 26), None, None, None, "[]", 3, "第一行\n第二行"),
    ("0004", "海泊桥", "市北区", None, Decimal("-3.10"), Decimal("-0.0500"), None, None, None, time(23, 59, 59),
     wall("1999-12-31T23:59:59"), polygon(*SQUARE), '{"a":null}', 4, "=1+1"),
    ("0005", "May 4th Square", "市南区", 2**53 + 1, Decimal("0.00"), Decimal("0.0000"), -1.0, True,
     date(2016, 12, 18), time(5, 30), wall("2020-02-29T00:00:00"), point(120.40, 36.08), '"x"', 5, "<b>&\ttab</b>"),
    ("0010", "灵山卫", "西海岸新区", 800, Decimal("7.00"), Decimal("7.0000"), 0.1, False, date(2021, 12, 30),
     time(6, 30), wall("2024-02-29T12:00:00"), point(120.05, 35.95), None, 6, ""),
    ("0100", None, None, 0, Decimal("999999999999.99"), Decimal("3.3333"), 1e300, None, date(1900, 1, 1), time(0, 0),
     wall("1970-01-01T00:00:00"), None, "1", 7, None),
    ("00A1", "李村\u3000", "李沧区", -5, Decimal("1.10"), Decimal("2.2000"), 2.5, False, date(2015, 12, 16), time(6, 1),
     wall("2024-03-05T08:30:00"), point(120.43, 36.16), "null", 8, "100% 有_下划线 'quote'"),
    ("𠮷001", "𠮷家村😀", "即墨区", 12, Decimal("5.55"), Decimal("5.5500"), 5.5, True, date(2024, 1, 1), time(12),
     wall("2024-01-01T00:00:00"), point(120.45, 36.39), "[1]", 9, "MAY"),
)  # fmt: skip
FEW = FIELDS[:4]  # columns that need no extension, where only rows matter
NAMES = tuple(field.name for field in FIELDS)


def parquet_of(*, path: Path, fields: Sequence[Field], rows: Sequence[Sequence[Any]], row_group: int = 1000) -> Path:
    """Write rows as ingest would: typed, in source order."""
    columns = list(zip(*rows, strict=True)) or [() for _ in fields]
    arrays = [pa.array(column, _arrow(field)) for field, column in zip(fields, columns, strict=True)]
    pq.write_table(pa.table(arrays, names=[field.name for field in fields]), path, row_group_size=row_group)
    return path


def released(
    *,
    home: Path,
    fields: Sequence[Field] = FIELDS,
    rows: Sequence[Sequence[Any]] = ROWS,
    release_id: str = "rel_1",
    **how: Any,
) -> Manifest:
    """Write a release of the table ``tbl_1`` into the warehouse below ``home``."""
    home.mkdir(parents=True, exist_ok=True)
    parquet = parquet_of(path=home / f"{release_id}.parquet", fields=fields, rows=rows)
    return write_release(
        warehouse=warehouse(home), table_id="tbl_1", release_id=release_id, parquet=parquet, fields=fields, at=AT, **how
    )


def few(rows: Sequence[Sequence[Any]] = ROWS) -> dict[str, Any]:
    """Fields and rows of the table with four plain columns: quicker to release."""
    return {"fields": FEW, "rows": [row[: len(FEW)] for row in rows]}


def warehouse(home: Path) -> Warehouse:
    return Warehouse(root=home, catalog_uri=f"sqlite:///{home / 'iceberg.sqlite3'}")


def serving(home: Path, release_id: str = "rel_1") -> Path:
    return serving_path(warehouse=warehouse(home), table_id="tbl_1", release_id=release_id)


def json_cells(row: Sequence[Any]) -> list[Any]:
    """What a row looks like in JSON, written by hand apart from the code under test."""
    return [_json_cell(field, cell) for field, cell in zip(FIELDS, row, strict=True)]


def _json_cell(field: Field, cell: Any) -> Any:
    if cell is None:
        return None
    if field.type is T.DECIMAL:
        return str(cell) if len(cell.as_tuple().digits) > 15 else float(cell)
    if field.type is T.INTEGER:
        return str(cell) if abs(cell) >= 2**53 else cell
    if field.type is T.GEOMETRY:
        return _shape(cell)
    if hasattr(cell, "isoformat"):
        return cell.isoformat().replace(".500000", ".5")
    return json.loads(cell) if field.type is T.JSON else cell


def _shape(cell: bytes) -> dict[str, Any]:
    if len(cell) == 21:
        return {"type": "Point", "coordinates": list(struct.unpack("<dd", cell[5:]))}
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in SQUARE]]}


def _arrow(field: Field) -> pa.DataType:
    if field.type is T.DECIMAL:
        return pa.decimal128(field.precision, field.scale)
    return ARROW[field.type]
