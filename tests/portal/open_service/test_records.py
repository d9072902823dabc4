"""The catalogue by OGC API - Records."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from owslib.ogcapi.records import Records

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("live")


def get(site: LiveSite, path: str, status: int = 200, **params: Any) -> Any:
    address = path if path.startswith("http") else f"{site.url}/ogc/records{path}"
    answer = requests.get(address, params=params, timeout=30)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_one_comes_from_the_landing_page_to_every_record_once(live_site: LiveSite) -> None:
    landing = {one["rel"]: one["href"] for one in get(live_site, "/")["links"]}
    assert any("record-api" in one for one in get(live_site, landing["conformance"])["conformsTo"])
    (collection,) = get(live_site, landing["data"])["collections"]
    address = next(one["href"] for one in collection["links"] if one["rel"] == "items") + "?limit=2"
    seen: list[str] = []
    while address:
        page = get(live_site, address)
        seen += [one["id"] for one in page["features"]]
        address = next((one["href"] for one in page["links"] if one["rel"] == "next"), "")
    listed = requests.get(f"{live_site.url}/api/v1/datasets?limit=100", timeout=30).json()["data"]
    assert sorted(seen) == sorted(one["id"] for one in listed)
    assert len(seen) == len(set(seen)) == page["numberMatched"]


def test_records_are_found_by_words_box_and_time(live_site: LiveSite) -> None:
    def titles(**given: Any) -> set[str]:
        return {one["properties"]["title"] for one in get(live_site, "/collections/catalog/items", **given)["features"]}

    assert titles(q="公园") == {"青岛公园景点"}
    assert titles(q="什么也没有的词") == set()
    assert "青岛公园景点" in titles(bbox="120.3,36.0,120.4,36.1")
    assert titles(bbox="0,0,1,1") == set()
    assert titles(datetime="../2001-01-01T00:00:00Z") == set()
    assert "青岛公园景点" in titles(datetime="2001-01-01/..", limit=100)


def test_a_record_says_what_where_and_how_to_get_it(live_site: LiveSite) -> None:
    name = live_site.seeded["parks"]["dataset"]
    found = get(live_site, f"/collections/catalog/items/{name}")
    assert (found["type"], found["properties"]["type"], found["geometry"]["type"]) == ("Feature", "dataset", "Polygon")
    (file,) = [one["href"] for one in found["links"] if one["rel"] == "enclosure"]
    assert requests.get(file, timeout=30).content.decode("utf-8-sig").startswith("名称,")
    wells = get(live_site, f"/collections/catalog/items/{live_site.seeded['wells']['dataset']}")
    assert not [one for one in wells["links"] if one["rel"] == "enclosure"]


def test_owslib_reads_the_records(live_site: LiveSite) -> None:
    client = Records(f"{live_site.url}/ogc/records/")
    assert client.records() == ["catalog"]
    page = client.collection_items("catalog", q="公园", bbox=[120.3, 36.0, 120.4, 36.1])
    (found,) = page["features"]
    assert (page["numberMatched"], found["id"]) == (1, live_site.seeded["parks"]["dataset"])
    assert client.collection_item("catalog", found["id"])["properties"]["title"] == "青岛公园景点"


@pytest.mark.parametrize(
    "given",
    [
        {"colour": "red"},
        {"limit": "0"},
        {"limit": "x"},
        {"bbox": "1,2"},
        {"datetime": "../.."},
        {"datetime": "soon"},
        {"f": "xml"},
    ],
)
def test_what_is_not_known_or_not_to_be_read_is_a_bad_request(live_site: LiveSite, given: dict[str, str]) -> None:
    get(live_site, "/collections/catalog/items", status=400, **given)


def test_what_is_not_public_is_not_there(live_site: LiveSite) -> None:
    get(live_site, f"/collections/catalog/items/{live_site.seeded['draft']['dataset']}", status=404)
    get(live_site, "/collections/other", status=404)
