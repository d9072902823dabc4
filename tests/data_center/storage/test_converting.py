"""Whole columns of places, brought from the systems of Chinese web maps to WGS 84."""

from __future__ import annotations

import csv
import os
import struct
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.kit.test_coordinates import metres

from zhanqiao.data_center.storage.engine.converting.arrays import converted, from_wgs84
from zhanqiao.data_center.storage.engine.converting.rows import convert_rows
from zhanqiao.data_center.storage.engine.converting.shapes import moved, places
from zhanqiao.data_center.storage.engine.converting.writing import convert_table
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.rules import (
    Converted,
    DeclaredPlaces,
    HalfPlaceError,
    converted_together,
)
from zhanqiao.kit.coordinates import System, convert

REFERENCE = Path(os.environ.get("ZHANQIAO_DEMO_DATA") or "/nonexistent") / "geo" / "crs_reference_part1.csv"
FIELDS = (Field("经度", LogicalType.DECIMAL, "longitude", 9, 6), Field("纬度", LogicalType.NUMBER, "latitude"))
PAIR = DeclaredPlaces(longitude="经度", latitude="纬度", system=System.GCJ02)
SHIFTED = [System.GCJ02, System.BD09]


@pytest.mark.parametrize("system", SHIFTED)
def test_columns_are_converted_as_single_places_are(system: System) -> None:
    random = np.random.default_rng(7)
    east, north = random.uniform(75, 134, 500), random.uniform(4, 53, 500)
    (longitudes, latitudes), inside = converted(longitude=east, latitude=north, system=system)
    single = [
        convert(longitude=one, latitude=other, source=system, target=System.WGS84)
        for one, other in zip(east.tolist(), north.tolist(), strict=True)
    ]
    assert inside.all()
    assert np.abs(np.array(single) - np.column_stack([longitudes, latitudes])).max() < 1e-8
    drawn = from_wgs84(longitude=longitudes, latitude=latitudes, system=system)
    assert max(np.abs(drawn[0] - east).max(), np.abs(drawn[1] - north).max()) < 2e-8


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference file is not here")
@pytest.mark.parametrize("system", SHIFTED)
def test_the_reference_is_met_within_a_metre(system: System) -> None:
    with REFERENCE.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["gcoord_applies"] == "内"]  # others stay as they are
    east, north = (np.array([float(row[f"{system.value}_{axis}"]) for row in rows]) for axis in ("lon", "lat"))
    known = [(float(row["wgs84_lon"]), float(row["wgs84_lat"])) for row in rows]
    (longitudes, latitudes), _ = converted(longitude=east, latitude=north, system=system)
    found = zip(longitudes.tolist(), latitudes.tolist(), strict=True)
    assert max(metres(one, other) for one, other in zip(known, found, strict=True)) < 1


def test_places_outside_of_china_and_halves_stay_and_are_counted(tmp_path: Path) -> None:
    east = pa.array([120.384, -0.1276, 120.4, None, None], pa.float64()).cast(pa.decimal128(9, 6), safe=False)
    north = pa.array([36.067, 51.5072, None, 36.1, None], pa.float64())
    pq.write_table(pa.table({"经度": east, "纬度": north}), tmp_path / "t.parquet")
    fields, done = convert_table(
        parquet=tmp_path / "t.parquet", fields=FIELDS, declared=[PAIR], target=tmp_path / "new.parquet"
    )
    rows = pq.read_table(tmp_path / "new.parquet").to_pylist()
    place = convert(longitude=120.384, latitude=36.067, source=System.GCJ02, target=System.WGS84)
    assert done == (Converted(PAIR, 1, 1, 2),)
    assert [field.type for field in fields] == [LogicalType.NUMBER, LogicalType.NUMBER]
    assert metres((rows[0]["经度"], rows[0]["纬度"]), place) < 0.01
    assert [tuple(row.values()) for row in rows[1:]] == [(-0.1276, 51.5072), (120.4, None), (None, 36.1), (None, None)]


def test_every_place_of_a_geometry_is_converted(tmp_path: Path) -> None:
    point = struct.pack("<BIdd", 1, 1, 120.384, 36.067)
    line = struct.pack(">BIIdddd", 0, 2, 2, 120.1, 36.1, 120.2, 36.2)
    ring = struct.pack("<BIII", 1, 3, 1, 4) + struct.pack("<8d", 120, 36, 121, 36, 121, 37, 120, 36)
    many = struct.pack("<BII", 1, 7, 2) + point + struct.pack("<BIddd", 1, 1001, 120.5, 36.5, 12.0)
    shapes = [point, line, None, ring, many]
    pq.write_table(pa.table({"形状": pa.array(shapes, pa.binary())}), tmp_path / "t.parquet")
    declared = DeclaredPlaces(geometry="形状", system=System.BD09)
    fields = (Field("形状", LogicalType.GEOMETRY),)
    _, done = convert_table(
        parquet=tmp_path / "t.parquet", fields=fields, declared=[declared], target=tmp_path / "new.parquet"
    )
    written = pq.read_table(tmp_path / "new.parquet")["形状"].to_pylist()
    filled = [shape for shape in shapes if shape is not None]
    came, went = places(shapes=filled), places(shapes=[shape for shape in written if shape is not None])
    assert done == (Converted(declared, 9, 0, 0),)
    for one, other in zip(zip(*came, strict=True), zip(*went, strict=True), strict=True):
        wanted = convert(longitude=one[0], latitude=one[1], source=System.BD09, target=System.WGS84)
        assert metres(wanted, other) < 0.01
    assert (written[2], written[4][-8:]) == (None, struct.pack("<d", 12.0))
    assert moved(shapes=filled, move=lambda east, north: (east, north)) == filled


def test_rows_of_programs_are_converted_in_pairs() -> None:
    sent = [
        {"经度": "120.384", "纬度": 36.067, "名": "a"},
        {"名": "b"},
        {"经度": None, "纬度": 36},
        {"经度": "x", "纬度": 1},
        5,
    ]
    rows = convert_rows(rows=sent, declared=[PAIR])
    place = convert(longitude=120.384, latitude=36.067, source=System.GCJ02, target=System.WGS84)
    assert metres((rows[0]["经度"], rows[0]["纬度"]), place) < 0.01
    assert (rows[0]["名"], rows[1:], sent[0]["经度"]) == ("a", sent[1:], "120.384")
    with pytest.raises(HalfPlaceError) as refused:
        convert_rows(rows=[*sent, {"经度": 120}], declared=[PAIR])
    assert "第 6 行" in refused.value.text.zh


def test_geojson_of_programs_is_converted() -> None:
    declared = DeclaredPlaces(geometry="g", system=System.GCJ02)
    line = {"type": "LineString", "coordinates": [[120.1, 36.1, 5], [120.2, 36.2]]}
    point = {"type": "Point", "coordinates": [120.384, 36.067]}
    both = {"g": {"geometries": [point], "coordinates": [[120.1, 36.1]], "type": "GeometryCollection"}}
    rows = convert_rows(rows=[{"g": line}, {"g": None}, {"g": "text"}, both], declared=[declared])
    known = [
        convert(longitude=x, latitude=y, source=System.GCJ02, target=System.WGS84)
        for x, y in ((120.1, 36.1), (120.2, 36.2))
    ]
    found = rows[0]["g"]["coordinates"]
    assert max(metres(one, (two[0], two[1])) for one, two in zip(known, found, strict=True)) < 0.01
    assert (found[0][2], rows[1:3]) == (5, [{"g": None}, {"g": "text"}])
    assert metres(tuple(rows[3]["g"]["coordinates"][0]), known[0]) < 0.01
    assert metres(tuple(rows[3]["g"]["geometries"][0]["coordinates"]), (120.384, 36.067)) > 100


def test_what_a_release_says_adds_up() -> None:
    one = Converted(PAIR, 3, 1, 0).as_dict()
    other = Converted(DeclaredPlaces(geometry="g", system=System.BD09), 2, 0, 0).as_dict()
    told = converted_together(before=[one], added=[one, other])
    assert [each["converted"] for each in told] == [6, 2]
    assert converted_together(before=[one], added=[]) == (one,)
