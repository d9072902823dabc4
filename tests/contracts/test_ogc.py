"""Clients of OGC API - Features that we did not write: GDAL's driver and OWSLib."""

from __future__ import annotations

import struct
from typing import Any

import pyogrio
import pytest
import requests
from openapi_spec_validator import validate
from owslib.ogcapi.features import Features

from tests.live import LiveSite
from zhanqiao.portal.open_service.rules.ogc.parameters import ITEMS

pytestmark = pytest.mark.xdist_group("live")
NAMES = ["中山公园", "八大关", "石老人观光园", "世博园", "唐岛湾公园"]


@pytest.fixture
def client(live_site: LiveSite) -> Features:
    return Features(f"{live_site.url}/ogc/")


def gdal(site: LiveSite, name: str, **how: Any) -> tuple[dict[str, Any], list[bytes], dict[str, list[Any]]]:
    """Return what GDAL reads of a layer: what it is, geometries as WKB, columns by name."""
    meta, _, places, columns = pyogrio.raw.read(f"OAPIF:{site.url}/ogc/", layer=site.table(name), **how)
    return meta, list(places), dict(zip(meta["fields"], (list(each) for each in columns), strict=True))


def test_gdal_lists_the_tables_that_have_a_place(live_site: LiveSite) -> None:
    found = pyogrio.list_layers(f"OAPIF:{live_site.url}/ogc/")
    assert {tuple(each) for each in found} == {(live_site.table(name), "Point") for name in ("parks", "trees")}


def test_gdal_knows_columns_types_extent_and_count(live_site: LiveSite) -> None:
    info = pyogrio.read_info(
        f"OAPIF:{live_site.url}/ogc/collections/{live_site.table('parks')}", force_total_bounds=True
    )
    assert dict(zip(info["fields"], info["ogr_types"], strict=True)) == {
        "名称": "OFTString", "区市": "OFTString", "面积": "OFTReal", "门票": "OFTInteger", "开放日期": "OFTDate",
        "经度": "OFTReal", "纬度": "OFTReal",
    }  # fmt: skip
    assert (info["features"], info["geometry_type"]) == (5, "Point")
    assert info["total_bounds"] == (120.1703, 35.9401, 120.4892, 36.1779)
    assert info["layer_metadata"]["TITLE"] == "青岛公园景点"


def test_gdal_filters_by_columns_as_it_would_a_file_and_asks_here_by_box(live_site: LiveSite) -> None:
    assert gdal(live_site, "parks")[2]["名称"] == NAMES
    large = gdal(live_site, "parks", where='"区市" = \'市南区\' AND "面积" > 1000')[2]
    assert large["名称"] == ["中山公园"]
    either = gdal(live_site, "parks", where="\"名称\" LIKE '%公园' OR \"开放日期\" < '1940/01/01'")[2]
    assert either["名称"] == ["中山公园", "八大关", "唐岛湾公园"]
    assert gdal(live_site, "parks", bbox=(120.3, 36.0, 120.4, 36.1))[2]["名称"] == NAMES[:2]


@pytest.mark.parametrize(("sign", "found"), [("<", NAMES[:1]), ("<=", NAMES[:2]), ("=", NAMES[1:2]), (">", NAMES[2:])])
def test_gdal_compares_days_exactly(live_site: LiveSite, sign: str, found: list[str]) -> None:
    assert gdal(live_site, "parks", where=f"\"开放日期\" {sign} '1930/01/01'")[2]["名称"] == found
    assert (
        gdal(live_site, "parks", where=f'"开放日期" {sign} \'1930/01/01\' AND NOT "区市" IS NULL')[2]["名称"] == found
    )


def test_gdal_pages_to_the_end(live_site: LiveSite) -> None:
    _, places, columns = gdal(live_site, "trees", PAGE_SIZE="700")
    assert columns["编号"] == [f"T{number:05d}" for number in range(1, 2501)]
    assert len(set(places)) == 2500


def test_gdal_reads_every_reference_system(live_site: LiveSite) -> None:
    degrees = gdal(live_site, "parks")[1]
    assert gdal(live_site, "parks", CRS="EPSG:4490")[0]["crs"] == "EPSG:4490"
    assert gdal(live_site, "parks", CRS="EPSG:4490")[1] == degrees  # GDAL turns the axes back to longitude first
    assert gdal(live_site, "parks", CRS="EPSG:4326")[1] == degrees
    metres = pyogrio.raw.read(f"OAPIF:{live_site.url}/ogc/", layer=live_site.table("parks"), CRS="EPSG:3857")
    assert metres[0]["crs"] == "EPSG:3857"
    # PROJ's own: echo 120.3441 36.0638 | cs2cs OGC:CRS84 EPSG:3857
    assert list(_numbers(metres[2][0])) == pytest.approx([13396643.932, 4309403.708], abs=0.001)


def test_owslib_finds_its_way(client: Features, live_site: LiveSite) -> None:
    assert any(each.endswith("features-1/1.0/conf/core") for each in client.conformance()["conformsTo"])
    assert set(client.feature_collections()) == {live_site.table("parks"), live_site.table("trees")}
    parks = client.collection(live_site.table("parks"))
    assert parks["extent"]["temporal"]["interval"] == [["1901-05-01T00:00:00+08:00", "2014-04-25T00:00:00+08:00"]]
    assert client.api()["openapi"] == "3.0.3"
    queryables = client.collection_queryables(live_site.table("parks"))["properties"]
    assert (queryables["面积"]["type"], queryables["geometry"]["format"]) == ("number", "geometry-point")
    assert client.collection_schema(live_site.table("parks"))["properties"] == queryables


def test_owslib_asks_with_filters_boxes_and_times(client: Features, live_site: LiveSite) -> None:
    def named(**given: Any) -> list[str]:
        page = client.collection_items(live_site.table("parks"), **given)
        assert page["numberReturned"] == len(page["features"])
        return [each["properties"]["名称"] for each in page["features"]]

    assert named(filter="面积 > 1000 AND NOT 区市 = '市南区'") == NAMES[2:]
    assert named(filter='{"op":"=","args":[{"property":"区市"},"市南区"]}', **{"filter-lang": "cql2-json"}) == NAMES[:2]
    assert named(bbox=[120.3, 36.0, 120.4, 36.1]) == NAMES[:2]
    assert named(datetime="1930-01-01T00:00:00Z/1998-05-01T00:00:00Z") == ["八大关", "石老人观光园"]
    assert named(区市="崂山区") == ["石老人观光园"]
    assert named(limit=2, offset=1) == NAMES[1:3]
    assert client.collection_item(live_site.table("parks"), "1")["properties"]["名称"] == "八大关"


def test_owslib_is_told_what_is_wrong(client: Features, live_site: LiveSite) -> None:
    with pytest.raises(RuntimeError, match="区市"):
        client.collection_items(live_site.table("parks"), filter="区县 = 'x'")
    with pytest.raises(RuntimeError, match="data-not-open"):
        client.collection_items(live_site.table("wells"))


def test_one_comes_from_the_landing_page_to_every_feature_once(live_site: LiveSite) -> None:
    links = {each["rel"]: each["href"] for each in requests.get(f"{live_site.url}/ogc/", timeout=30).json()["links"]}
    listed = requests.get(links["data"], timeout=30).json()["collections"]
    trees = next(each for each in listed if each["id"] == live_site.table("trees"))
    address = next(each["href"] for each in trees["links"] if each["rel"] == "items") + "?limit=600&properties=编号"
    seen: list[int] = []
    while address:
        page = requests.get(address, timeout=30).json()
        assert page["numberMatched"] == 2500
        seen += [each["id"] for each in page["features"]]
        address = next((each["href"] for each in page["links"] if each["rel"] == "next"), "")
    assert seen == list(range(2500))


def test_the_document_is_valid_and_names_the_parameters_that_are_taken(live_site: LiveSite) -> None:
    document = requests.get(f"{live_site.url}/ogc/api", timeout=30).json()
    validate(document)
    known = {each.rpartition("/")[2] for each in _references(document, "/collections/{collectionId}/items")}
    assert known - {"collectionId", "f"} == set(ITEMS) - {"f"}


def test_an_unchanged_page_is_not_sent_again(live_site: LiveSite) -> None:
    address = f"{live_site.url}/ogc/collections/{live_site.table('parks')}/items?limit=2&crs=EPSG:4326"
    first = requests.get(address, timeout=30)
    assert first.headers["Content-Type"] == "application/geo+json"
    assert first.headers["Content-Crs"] == "<http://www.opengis.net/def/crs/EPSG/0/4326>"
    assert first.json()["features"][0]["geometry"]["coordinates"] == [36.0638, 120.3441]
    again = requests.get(address, headers={"If-None-Match": first.headers["ETag"]}, timeout=30)
    assert (again.status_code, again.content) == (304, b"")


def test_links_name_the_host_that_was_asked(live_site: LiveSite) -> None:
    address = f"{live_site.url}/ogc/collections/{live_site.table('parks')}/items?limit=1"
    port = live_site.url.rpartition(":")[2]
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"127.0.0.1:{port}"):
        links = requests.get(address, headers={"Host": host}, timeout=30).json()["links"]
        assert {each["href"].partition("/ogc/")[0] for each in links} == {f"http://{host}"}


def test_a_limit_past_the_cap_is_cut_and_the_answer_says_so(live_site: LiveSite) -> None:
    address = f"{live_site.url}/ogc/collections/{live_site.table('parks')}/items"
    page = requests.get(address, params={"limit": 20_000}, timeout=30).json()
    assert ([each["code"] for each in page["limits"]], page["numberReturned"]) == (["limit-cut"], 5)


@pytest.mark.parametrize("path", ["", "conformance", "collections", "collections/{parks}", "collections/{parks}/schema",
                                  "collections/{parks}/items", "collections/{parks}/items/1"])  # fmt: skip
def test_an_unknown_parameter_is_refused_everywhere(live_site: LiveSite, path: str) -> None:
    address = f"{live_site.url}/ogc/{path.format(parks=live_site.table('parks'))}"
    assert requests.get(address, timeout=30).status_code == 200
    answer = requests.get(address, params={"colour": "red"}, timeout=30)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert (answer.json()["code"], answer.json()["facts"]["parameter"]) == ("ogc-parameter", "colour")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("{wells}", 403, "data-not-open"),
        ("{wells}/items", 403, "data-not-open"),
        ("{parks}/items/5", 404, "not-found"),
        ("{parks}/items/-1", 404, "not-found"),
        ("{parks}/items/x", 404, "not-found"),
        ("tbl_none/items", 404, "not-found"),
    ],
)
def test_what_is_not_open_or_not_there_is_told(live_site: LiveSite, path: str, status: int, code: str) -> None:
    places = {name: live_site.table(name) for name in ("parks", "wells")}
    answer = requests.get(f"{live_site.url}/ogc/collections/{path.format(**places)}", timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def _references(document: dict[str, Any], path: str) -> list[str]:
    return [each["$ref"] for each in document["paths"][path]["get"]["parameters"]]


def _numbers(wkb: bytes) -> tuple[float, float]:
    x, y = struct.unpack_from("<dd", wkb, 5)
    return x, y
