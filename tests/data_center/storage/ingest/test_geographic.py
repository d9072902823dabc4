from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.data_center.storage.ingest.reading import read, read_file

from zhanqiao.data_center.storage.engine.ingest import RefusedFileError
from zhanqiao.data_center.storage.engine.ingest.geometry import load_spatial

SQUARE = [[[120.1, 36.1], [120.2, 36.1], [120.2, 36.2], [120.1, 36.1]]]
BOW_TIE = [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]


def point(x: float, y: float) -> bytes:
    return struct.pack("<BIdd", 1, 1, x, y)


def features(*geometries: Any, **more: Any) -> str:
    made = [{"type": "Feature", "properties": {"名称": f"地{n}"}, "geometry": one} for n, one in enumerate(geometries)]
    return json.dumps({"type": "FeatureCollection", "features": made, **more}, ensure_ascii=False)


def shapefile(
    folder: Path, *, wkt: str, names: list[str], encoding: str, cpg: str | None, name: str = "数据.zip"
) -> Path:
    """Make a zipped Shapefile of points by GDAL, with a .dbf in an encoding of our choice."""
    made = folder / "made"
    made.mkdir()
    with duckdb.connect() as connection:
        load_spatial(connection=connection)
        connection.execute(
            f"COPY (SELECT 1 AS n, ST_Point(500000 + i, 4000000) AS geom FROM range({len(names)}) t(i)) "
            f"TO '{made / 'p.shp'}' (FORMAT gdal, DRIVER 'ESRI Shapefile')"
        )
    width = 40
    field = struct.pack("<11sc4xBB14x", "名称".encode(encoding), b"C", width, 0)
    head = struct.pack("<B3xIHH20x", 3, len(names), 32 + 32 + 1, 1 + width)
    records = b"".join(b" " + one.encode(encoding).ljust(width) for one in names)
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(made / "p.shp", "点位.shp")
        archive.write(made / "p.shx", "点位.shx")
        archive.writestr("点位.dbf", head + field + b"\r" + records + b"\x1a")
        archive.writestr("点位.prj", wkt)
        if cpg:
            archive.writestr("点位.cpg", cpg)
    return path


GAUSS_KRUGER = (
    'PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",'
    'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def test_geojson_points_get_longitude_and_latitude(tmp_path: Path) -> None:
    text = features({"type": "Point", "coordinates": [120.38, 36.06]}, None)
    understood = read(tmp_path, text, name="点.geojson")
    assert understood.types == {"名称": "text", "longitude": "number", "latitude": "number", "geometry": "geometry"}
    assert understood.rows == [("地0", 120.38, 36.06, point(120.38, 36.06)), ("地1", None, None, None)]
    assert understood.table.crs == "EPSG:4326"
    assert "geometry-missing" in understood.codes()


def test_invalid_polygon_is_flagged_and_kept(tmp_path: Path) -> None:
    text = features({"type": "Polygon", "coordinates": SQUARE}, {"type": "Polygon", "coordinates": BOW_TIE})
    understood = read(tmp_path, text, name="面.json")
    assert understood.rows[1][1] is not None
    ((row, column, _, reason),) = understood.problems
    assert (row, column, reason) == (1, "geometry", "invalid-geometry")


def test_unreadable_geometry_is_a_problem_cell(tmp_path: Path) -> None:
    text = features({"type": "Point", "coordinates": [120, 36]}, {"type": "Pont", "coordinates": [1, 2]})
    understood = read(tmp_path, text, name="点.geojson")
    assert understood.problems[0][3] == "unreadable-geometry"


def test_cgcs2000_is_taken_as_wgs84(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
    understood = read(tmp_path, features({"type": "Point", "coordinates": [120, 36]}, crs=crs), name="a.geojson")
    assert understood.rows[0][1:3] == (120.0, 36.0)


def test_projected_coordinates_are_converted(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:4549"}}
    understood = read(
        tmp_path, features({"type": "Point", "coordinates": [500000, 4000000]}, crs=crs), name="a.geojson"
    )
    assert understood.rows[0][1:3] == pytest.approx((120.0, 36.130293), abs=1e-6)
    assert "crs-transformed" in understood.codes()


def test_unknown_system_is_refused(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "青岛城市坐标系"}}
    with pytest.raises(RefusedFileError) as refusal:
        read(tmp_path, features({"type": "Point", "coordinates": [1, 2]}, crs=crs), name="a.geojson")
    assert refusal.value.code == "crs-unknown"


@pytest.mark.parametrize(("encoding", "cpg"), [("gbk", "GBK"), ("gbk", None), ("utf-8", "UTF-8"), ("gbk", "CP936")])
def test_zipped_shapefile_with_chinese_attributes_is_read(tmp_path: Path, encoding: str, cpg: str | None) -> None:
    path = shapefile(tmp_path, wkt=GAUSS_KRUGER, names=["栈桥", "五四广场"], encoding=encoding, cpg=cpg)
    understood = read_file(path, tmp_path / "out")
    assert understood.table.name == "点位"
    assert [row[0] for row in understood.rows] == ["栈桥", "五四广场"]
    assert understood.rows[0][1:3] == pytest.approx((120.0, 36.130293), abs=1e-6)


def test_old_datum_is_reported_as_rough(tmp_path: Path) -> None:
    wkt = GAUSS_KRUGER.replace("D_China_2000", "D_Xian_1980").replace(
        "GCS_China_Geodetic_Coordinate_System_2000", "GCS_Xian_1980"
    )
    wkt = wkt.replace('SPHEROID["CGCS2000",6378137.0,298.257222101]', 'SPHEROID["Xian_1980",6378140.0,298.257]')
    understood = read_file(shapefile(tmp_path, wkt=wkt, names=["甲"], encoding="gbk", cpg="GBK"), tmp_path / "out")
    assert "datum-rough" in understood.codes()


def test_geopackage_features_and_tables_are_read(tmp_path: Path) -> None:
    path = tmp_path / "数据.gpkg"
    with sqlite3.connect(path) as base:
        base.executescript(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition);"
            "INSERT INTO gpkg_spatial_ref_sys VALUES ('CGCS2000', 4490, 'EPSG', 4490, '');"
            "CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m);"
            "INSERT INTO gpkg_geometry_columns VALUES ('点位', 'geom', 'POINT', 4490, 0, 0);"
            "CREATE TABLE 点位 (fid INTEGER PRIMARY KEY, 名称 TEXT, geom BLOB);"
            "CREATE TABLE 说明 (项 TEXT, 值 REAL);"
            "INSERT INTO 说明 VALUES ('精度', 0.5);"
        )
        header = b"GP\x00\x01" + struct.pack("<i", 4490)
        base.execute("INSERT INTO 点位 VALUES (1, '栈桥', ?)", (header + point(120.3, 36.06),))
    base.close()
    understood = read_file(path, tmp_path / "out")
    shapes, notes = understood.report.tables
    assert understood.rows_of(shapes) == [(1, "栈桥", 120.3, 36.06, point(120.3, 36.06))]
    assert [row[0] for row in understood.rows_of(notes)] == ["精度"]


def test_parquet_keeps_its_declared_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "代码": ["001", "002"],
            "数量": [1, 2],
            "标签": [["a"], []],
            "时间": pa.array([0, 1], pa.timestamp("ms", "UTC")),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    understood = read_file(tmp_path / "a.parquet", tmp_path / "out")
    assert understood.types == {"代码": "text", "数量": "integer", "标签": "json", "时间": "timestamp"}
    assert understood.rows[0][:3] == ("001", 1, '["a"]')


def test_geoparquet_geometry_is_recognised(tmp_path: Path) -> None:
    geo = {"version": "1.1.0", "primary_column": "geom", "columns": {"geom": {"encoding": "WKB", "geometry_types": []}}}
    table = pa.table({"名称": ["栈桥"], "geom": [point(120.3, 36.06)]}).replace_schema_metadata(
        {"geo": json.dumps(geo)}
    )
    pq.write_table(table, tmp_path / "a.parquet")
    understood = read_file(tmp_path / "a.parquet", tmp_path / "out")
    assert understood.rows == [("栈桥", 120.3, 36.06, point(120.3, 36.06))]


def test_broken_parquet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        read(tmp_path, b"PAR1" + b"\x00" * 100 + b"PAR1", name="a.parquet")
    assert refusal.value.code == "file-broken"


def test_understood_geometry_round_trips_through_spatial(tmp_path: Path) -> None:
    understood = read(tmp_path, features({"type": "Polygon", "coordinates": SQUARE}), name="面.geojson")
    with duckdb.connect() as connection:
        load_spatial(connection=connection)
        area = connection.execute("SELECT ST_Area(ST_GeomFromWKB(?::BLOB))", [understood.rows[0][1]]).fetchone()
    assert area == (pytest.approx(0.005),)
