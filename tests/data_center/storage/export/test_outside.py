"""What outside tools read in our files: GDAL in GeoPackage, rdflib in Turtle."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from tests.data_center.storage import stations
from tests.data_center.storage.stations import FEW, FIELDS, ROWS

from zhanqiao.data_center.storage.engine.export import Naming, export
from zhanqiao.data_center.storage.engine.export.formats import GeoPackageTooWideError
from zhanqiao.data_center.storage.engine.export.geopackages import column_names
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query import NoPlaceError, parse_query
from zhanqiao.kit.texts import Text

pyogrio = pytest.importorskip("pyogrio", reason="GDAL for tests is not installed")
BASE = "https://data.example.cn/api/v1/tables/tbl_1"
NAMING = Naming(base=BASE, title=Text("地铁站", "Stations"), labels={"日客流": Text("日均客流", "Daily passengers")})


def written(serving: Path, kind: str, **params: str) -> bytes:
    query = parse_query(fields=FIELDS, params=params)
    return b"".join(export(serving=serving, fields=FIELDS, query=query, format=kind, naming=NAMING))


def test_gdal_reads_columns_types_and_places(serving: Path, tmp_path: Path) -> None:
    path = tmp_path / "stations.gpkg"
    path.write_bytes(written(serving, "gpkg"))
    assert [str(name) for name, _ in pyogrio.list_layers(path)] == ["data"]
    about = pyogrio.read_info(path)
    assert (about["crs"], about["features"]) == ("EPSG:4326", len(ROWS))
    kinds = dict(zip(about["fields"], about["ogr_types"], strict=True))
    assert (kinds["日客流"], kinds["造价"], kinds["累计"]) == ("OFTInteger64", "OFTReal", "OFTString")
    assert (kinds["开通日期"], kinds["更新"], kinds['备 注"x"']) == ("OFTDate", "OFTDateTime", "OFTString")
    _, _, shapes, values = pyogrio.raw.read(path)
    columns = dict(zip(about["fields"], values, strict=True))
    days = [None if str(each) == "NaT" else each.astype(object) for each in columns["开通日期"]]
    assert days == [row[8] for row in ROWS]
    assert date(1900, 1, 1) in days
    assert list(columns["站名"]) == [row[1] for row in ROWS]
    assert [shape is None for shape in shapes] == [row[11] is None for row in ROWS]


def test_days_of_every_century_come_back(tmp_path: Path) -> None:
    fields = (Field("日", LogicalType.DATE), Field("经度", LogicalType.NUMBER, "longitude"),
              Field("纬度", LogicalType.NUMBER, "latitude"))  # fmt: skip
    days = [
        date(1, 1, 1),
        date(1868, 2, 29),
        date(1949, 10, 1),
        date(1969, 12, 31),
        date(1970, 1, 1),
        date(9999, 12, 31),
    ]
    stations.released(home=tmp_path, fields=fields, rows=[(day, 120.0 + place, 36.0) for place, day in enumerate(days)])
    query = parse_query(fields=fields, params={})
    content = b"".join(export(serving=stations.serving(tmp_path), fields=fields, query=query, format="gpkg"))
    path = tmp_path / "days.gpkg"
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as file:
        assert [row[0] for row in file.execute("SELECT 日 FROM data")] == [day.isoformat() for day in days]
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("SELECT * FROM gpkg_ogr_contents").fetchall() == [("data", len(days))]
    assert len(pyogrio.raw.read(path, bbox=(120.5, 35, 122.5, 37))[2]) == 2


def test_a_table_without_places_is_refused(serving: Path) -> None:
    query = parse_query(fields=FEW, params={})
    with pytest.raises(NoPlaceError, match="GeoPackage"):
        export(serving=serving, fields=FEW, query=query, format="gpkg")


def test_more_columns_than_sqlite_holds_are_refused(tmp_path: Path) -> None:
    names = [Field(f"c{number}", LogicalType.INTEGER) for number in range(1_999)]
    fields = (*names, Field("经度", LogicalType.NUMBER, "longitude"), Field("纬度", LogicalType.NUMBER, "latitude"))
    stations.released(home=tmp_path, fields=fields, rows=[(*range(1_999), 120.0, 36.0)])
    query = parse_query(fields=fields, params={})
    with pytest.raises(GeoPackageTooWideError) as error:
        export(serving=stations.serving(tmp_path), fields=fields, query=query, format="gpkg")
    assert (error.value.status, error.value.facts["columns"]) == (413, 2_001)


def test_names_stay_apart_where_case_is_not_seen() -> None:
    assert column_names(names=["Name", "name", "FID", "geom", "名称"]) == ["Name", "name_2", "FID_2", "geom_2", "名称"]


def test_rdflib_reads_a_subject_for_each_row(serving: Path) -> None:
    graph = Graph().parse(data=written(serving, "ttl"), format="turtle")
    rows = set(graph.subjects(RDF.type, URIRef(BASE)))
    assert rows == {URIRef(f"{BASE}/rows#{number}") for number in range(1, len(ROWS) + 1)}
    first = {
        str(name).removeprefix(f"{BASE}#"): value for name, value in graph.predicate_objects(URIRef(f"{BASE}/rows#1"))
    }
    assert first["日客流"].toPython() == 52000
    assert first["造价"] == Literal("12.50", datatype=XSD.decimal)
    assert first["造价"].toPython() == Decimal("12.50")
    assert first["开通日期"].toPython() == date(2015, 12, 16)
    assert first["换乘"].toPython() is True
    assert str(first["位置"]) == "POINT (120.31 36.06)"
    empty = {str(name) for name in graph.predicates(URIRef(f"{BASE}/rows#7"))}
    assert f"{BASE}#站名" not in empty


def test_texts_come_back_from_turtle_as_they_are(serving: Path) -> None:
    graph = Graph().parse(data=written(serving, "ttl"), format="turtle")
    notes = [
        graph.value(URIRef(f"{BASE}/rows#{place}"), URIRef(f"{BASE}#备%20注%22x%22"))
        for place in range(1, len(ROWS) + 1)
    ]
    assert [None if each is None else str(each) for each in notes] == [row[14] for row in ROWS]


def test_columns_carry_their_words_in_both_languages(serving: Path) -> None:
    graph = Graph().parse(data=written(serving, "ttl", limit="1"), format="turtle")
    labels = set(graph.objects(URIRef(f"{BASE}#日客流"), RDFS.label))
    assert labels == {Literal("日均客流", lang="zh"), Literal("Daily passengers", lang="en")}
    assert graph.value(URIRef(f"{BASE}#日客流"), RDFS.range) == XSD.integer
    assert set(graph.objects(URIRef(BASE), RDFS.label)) == {
        Literal("地铁站", lang="zh"),
        Literal("Stations", lang="en"),
    }


def test_groups_are_blank_subjects(serving: Path) -> None:
    graph = Graph().parse(data=written(serving, "ttl", select="区市, count(*) as n", group_by="区市"), format="turtle")
    counts = sorted(int(value) for value in graph.objects(None, URIRef(f"{BASE}#n")) if isinstance(value, Literal))
    assert counts == [1, 1, 1, 1, 2, 3]


def test_numbers_without_an_end_are_written_as_xml_schema_does(tmp_path: Path) -> None:
    fields = (Field("数", LogicalType.NUMBER),)
    stations.released(home=tmp_path, fields=fields, rows=[(float("inf"),), (float("nan"),), (1e300,)])
    query = parse_query(fields=fields, params={})
    content = b"".join(export(serving=stations.serving(tmp_path), fields=fields, query=query, format="ttl")).decode()
    assert ['"INF"^^xsd:double' in content, '"NaN"^^xsd:double' in content] == [True, True]
    values = [value.toPython() for value in Graph().parse(data=content, format="turtle").objects(None, URIRef("urn:zhanqiao:table#数"))
              if isinstance(value, Literal)]  # fmt: skip
    assert 1e300 in values
