"""Every format says the same as the table, in its own way."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree as ET

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import python_calamine
from tests.data_center.storage.stations import FEW, FIELDS, NAMES, ROWS, SQUARE, json_cells, wall

from zhanqiao.data_center.storage.engine.export import MEDIA_TYPES, Format, UnknownFormatError, export
from zhanqiao.data_center.storage.engine.export.names import column_name
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query import NoPlaceError, QueryError, parse_query, rows

WKT = {0: "POINT (120.31 36.06)", 3: f"POLYGON (({', '.join(f'{x:g} {y:g}' for x, y in SQUARE)}))"}
OBJECTS = [dict(zip(NAMES, json_cells(row), strict=True)) for row in ROWS]


def exported(serving: Path, kind: str, *, bom: bool = False, **params: str) -> bytes:
    query = parse_query(fields=FIELDS, params=params)
    return b"".join(export(serving=serving, fields=FIELDS, query=query, format=kind, bom=bom))


@pytest.mark.parametrize(("kind", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_delimited_text_holds_every_cell(serving: Path, kind: str, delimiter: str) -> None:
    text = exported(serving, kind).decode()
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert found[0] == list(NAMES)
    assert [row[:3] for row in found[1:]] == [[cell or "" for cell in row[:3]] for row in ROWS]
    assert [row[14] for row in found[1:]] == [row[14] or "" for row in ROWS]
    assert found[1][3:11] == [
        "52000",
        "12.50",
        "1.5000",
        "1200.5",
        "true",
        "2015-12-16",
        "06:00:00",
        "2024-03-05 08:30:00",
    ]
    assert found[2][5] == "12345678901234567.1234"
    assert {place: found[place + 1][11] for place in WKT} == WKT


def test_byte_order_mark_is_there_when_asked_for(serving: Path) -> None:
    assert exported(serving, "csv", bom=True) == b"\xef\xbb\xbf" + exported(serving, "csv")
    assert exported(serving, "json", bom=True) == exported(serving, "json")


def test_formulas_are_published_as_they_are(serving: Path) -> None:
    assert "=1+1" in exported(serving, "csv").decode()


def test_json_is_what_pages_say(serving: Path) -> None:
    assert json.loads(exported(serving, "json")) == OBJECTS


def test_ndjson_is_an_object_a_line(serving: Path) -> None:
    assert [json.loads(line) for line in exported(serving, "ndjson").decode().splitlines()] == OBJECTS


def test_json_of_computed_columns_is_what_pages_say(serving: Path) -> None:
    found = json.loads(
        exported(serving, "json", select="sum(累计) as a, sum(日客流) as b, avg(造价) as c, max(更新) as d")
    )
    assert found == [
        {"a": "12345678901234586.6567", "b": "9007199254902800", "c": 125000000015.37875, "d": "2024-03-05T08:30:15.5"}
    ]


def test_xml_is_well_formed_and_says_everything(serving: Path) -> None:
    root = ET.fromstring(exported(serving, "xml"))
    found = [{column_name(cell.tag): cell.text or "" for cell in row} for row in root]
    assert [row["编号"] for row in found] == [row[0] for row in ROWS]
    assert [row.get('备 注"x"') for row in found] == [row[14] for row in ROWS]
    assert [row.get("站名") for row in found] == [row[1] for row in ROWS]
    assert (found[0]["更新"], found[0]["位置"], found[1]["累计"]) == (
        "2024-03-05T08:30:00", "POINT (120.31 36.06)", "12345678901234567.1234"
    )  # fmt: skip


def test_geojson_has_a_feature_a_row(serving: Path) -> None:
    found = json.loads(exported(serving, "geojson"))
    assert found["type"] == "FeatureCollection"
    assert [each["geometry"] for each in found["features"]] == [each["位置"] for each in OBJECTS]
    assert [each["properties"] for each in found["features"]] == [
        {name: cell for name, cell in each.items() if name != "位置"} for each in OBJECTS
    ]


def test_geojson_of_longitude_and_latitude(large: Path) -> None:
    from tests.data_center.storage import permits  # late: its table is only used here

    query = parse_query(fields=permits.FIELDS, params={"limit": "2", "select": "许可编号"})
    found = json.loads(b"".join(export(serving=large, fields=permits.FIELDS, query=query, format="geojson")))
    assert found["features"][1] == {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [120.919, 36.001]},
        "properties": {"许可编号": "QD00007919"},
    }


def test_geojson_without_a_place_is_refused(serving: Path) -> None:
    query = parse_query(fields=FEW, params={})
    with pytest.raises(NoPlaceError):
        export(serving=serving, fields=FEW, query=query, format="geojson")


@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_columnar_formats_hold_typed_cells(serving: Path, kind: str) -> None:
    content = exported(serving, kind)
    table = pq.read_table(pa.BufferReader(content)) if kind == "parquet" else pa.ipc.open_stream(content).read_all()
    assert table.column_names == list(NAMES)
    assert list(zip(*(column.to_pylist() for column in table.columns), strict=True)) == list(ROWS)
    assert table.schema.field("造价").type == pa.decimal128(14, 2)


@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_whole_sums_keep_all_their_digits(serving: Path, kind: str) -> None:
    content = exported(serving, kind, select="sum(日客流) as n")
    table = pq.read_table(pa.BufferReader(content)) if kind == "parquet" else pa.ipc.open_stream(content).read_all()
    assert [int(each) for each in table.column("n").to_pylist()] == [9007199254902800]


def test_spreadsheet_has_typed_cells_and_codes_as_text(serving: Path, tmp_path: Path) -> None:
    rows = _sheet(exported(serving, "xlsx"), tmp_path)
    assert rows[0] == list(NAMES)
    assert rows[1][:11] == [
        "0001", "青岛站", "市南区", 52000.0, 12.5, 1.5, 1200.5, True, date(2015, 12, 16), "06:00:00", wall("2024-03-05T08:30:00")
    ]  # fmt: skip
    assert (rows[2][5], rows[5][3]) == ("12345678901234567.1234", "9007199254740993")
    assert [row[14] for row in rows[1:]] == [row[14] or "" for row in ROWS]
    assert rows[7][8] == "1900-01-01"


def test_long_cells_of_a_spreadsheet_are_cut_and_it_says_so(tmp_path: Path) -> None:
    from tests.data_center.storage import stations  # late: makes a table of its own

    fields = (Field("长文", LogicalType.TEXT),)
    stations.released(home=tmp_path, fields=fields, rows=[("长" * 40_000,), ("短",)])
    query = parse_query(fields=fields, params={})
    content = b"".join(export(serving=stations.serving(tmp_path), fields=fields, query=query, format="xlsx"))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert [len(row[0]) for row in book.get_sheet_by_index(0).to_python()] == [2, 32_767, 1]
    assert "1 个单元格" in book.get_sheet_by_index(1).to_python()[0][0]


@pytest.mark.parametrize("kind", sorted(MEDIA_TYPES))
def test_filter_sort_and_limit_apply(serving: Path, kind: str, tmp_path: Path) -> None:
    params = {"where": "区市 = '市南区'", "order_by": "编号 desc", "limit": "2"}
    found = _identifiers(exported(serving, kind, **params), kind, tmp_path)
    assert found == ["0005", "0002"]


@pytest.mark.parametrize("kind", sorted(MEDIA_TYPES))
def test_a_part_of_the_whole_table_is_in_the_order_of_the_source(serving: Path, kind: str, tmp_path: Path) -> None:
    assert _identifiers(exported(serving, kind, limit="2", offset="3"), kind, tmp_path) == ["0004", "0005"]
    assert _identifiers(exported(serving, kind, limit="99", offset="8"), kind, tmp_path) == ["𠮷001"]


@pytest.mark.parametrize("kind", sorted(MEDIA_TYPES))
def test_answer_without_rows_is_still_whole(serving: Path, kind: str, tmp_path: Path) -> None:
    assert _identifiers(exported(serving, kind, where="编号 = 'x'"), kind, tmp_path) == []


def test_every_format_has_a_media_type() -> None:
    assert sorted(get_args(Format)) == sorted(MEDIA_TYPES)


def test_unknown_format_is_refused(serving: Path) -> None:
    with pytest.raises(UnknownFormatError) as error:
        exported(serving, "pdf")
    assert error.value.status == 404


def test_export_takes_no_cursor(serving: Path) -> None:
    after = rows(serving=serving, fields=FIELDS, query=parse_query(fields=FIELDS, params={"limit": "1"})).next
    with pytest.raises(QueryError, match="no pages"):
        exported(serving, "csv", after=str(after))


def _identifiers(content: bytes, kind: str, folder: Path) -> list[Any]:
    readers: dict[str, Callable[[], list[Any]]] = {
        "csv": lambda: [row[0] for row in list(csv.reader(io.StringIO(content.decode())))[1:]],
        "tsv": lambda: [row[0] for row in list(csv.reader(io.StringIO(content.decode()), delimiter="\t"))[1:]],
        "json": lambda: [each["编号"] for each in json.loads(content)],
        "ndjson": lambda: [json.loads(line)["编号"] for line in content.splitlines()],
        "xml": lambda: [row[0].text for row in ET.fromstring(content)],
        "geojson": lambda: [each["properties"]["编号"] for each in json.loads(content)["features"]],
        "parquet": lambda: pq.read_table(pa.BufferReader(content)).column("编号").to_pylist(),  # type: ignore[no-any-return]  # pyarrow
        "arrow": lambda: pa.ipc.open_stream(content).read_all().column("编号").to_pylist(),  # type: ignore[no-any-return]  # pyarrow
        "xlsx": lambda: [row[0] for row in _sheet(content, folder)[1:]],
        "gpkg": lambda: _layer(content, folder),
        "ttl": lambda: re.findall(r'#编号> "([^"]*)"', content.decode()),
    }
    return readers[kind]()


def _layer(content: bytes, folder: Path) -> list[Any]:
    path = folder / "x.gpkg"
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as file:
        return [row[0] for row in file.execute("SELECT 编号 FROM data ORDER BY fid")]


def _sheet(content: bytes, folder: Path) -> list[list[Any]]:
    path = folder / "x.xlsx"
    path.write_bytes(content)
    return python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


@pytest.mark.parametrize("kind", ["geojson", "gpkg"])
@pytest.mark.parametrize(
    "params", [{"group_by": "区市"}, {"select": "count(*)"}, {"select": "区市, 位置", "distinct": "true"}]
)
def test_maps_of_groups_say_that_groups_have_no_place(serving: Path, kind: str, params: dict[str, str]) -> None:
    with pytest.raises(QueryError, match="no place of their own"):
        exported(serving, kind, **params)
