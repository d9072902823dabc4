"""A client of SODA that we did not write (sodapy) reads our tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from sodapy import Socrata

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("live")
NAMES = ["中山公园", "八大关", "石老人观光园", "世博园", "唐岛湾公园"]


@pytest.fixture
def client(live_site: LiveSite) -> Iterator[Socrata]:
    client = Socrata(live_site.url.removeprefix("http://"), None)
    client.uri_prefix = "http://"  # it knows only portals behind TLS
    yield client
    client.close()


def native(site: LiveSite, path: str, **params: str) -> Any:
    answer = requests.get(f"{site.url}/api/v1/tables/{site.table('parks')}/{path}", params=params, timeout=30)
    assert answer.status_code == 200
    return answer.json()["data"]


def test_all_rows_come_in_the_order_of_the_source(client: Socrata, live_site: LiveSite) -> None:
    found = client.get(live_site.table("parks"))
    assert [row["名称"] for row in found] == NAMES
    assert found[1] == {
        "名称": "八大关", "区市": "市南区", "面积": "140.5", "门票": "0", "开放日期": "1930-01-01T00:00:00.000",
        "经度": "120.3549", "纬度": "36.0519",
    }  # fmt: skip


def test_where_order_and_paging_are_those_of_the_native_api(client: Socrata, live_site: LiveSite) -> None:
    asked = {"where": "面积 > 1000 AND 开放日期 >= '1950-01-01'", "select": "名称,面积"}
    found = client.get(live_site.table("parks"), **asked, order="面积 DESC", limit=2, offset=1)
    same = native(live_site, "rows", **asked, order_by="面积 desc", limit="2", offset="1")
    assert [row["名称"] for row in found] == [row["名称"] for row in same] == ["石老人观光园", "唐岛湾公园"]


def test_groups_are_those_of_the_native_api(client: Socrata, live_site: LiveSite) -> None:
    found = client.get(
        live_site.table("parks"), select="区市, count(*) as n, sum(面积) as s", group="区市", order="n DESC, 区市"
    )
    same = native(
        live_site, "aggregate", select="区市, count(*) as n, sum(面积) as s", group_by="区市", order_by="n desc, 区市"
    )
    assert found == [{"区市": row["区市"], "n": str(row["n"]), "s": str(row["s"])} for row in same]


def test_simple_filters_words_and_boxes(client: Socrata, live_site: LiveSite) -> None:
    table = live_site.table("parks")
    assert [row["名称"] for row in client.get(table, 区市="市南区", 门票="0")] == ["中山公园", "八大关"]
    assert [row["名称"] for row in client.get(table, q="世博")] == ["世博园"]
    boxed = client.get(table, where="within_box(位置, 36.07, 120.34, 36.0, 120.36)")
    assert [row["名称"] for row in boxed] == ["中山公园", "八大关"]


def test_every_row_is_paged_through(client: Socrata, live_site: LiveSite) -> None:
    trees = list(client.get_all(live_site.table("trees"), limit=700))
    assert len(trees) == 2500
    assert len({row["编号"] for row in trees}) == 2500


def test_csv_and_geojson(client: Socrata, live_site: LiveSite) -> None:
    table = live_site.table("parks")
    rows = client.get(table, content_type="csv", limit=2)
    assert [row[0] for row in rows] == ["名称", *NAMES[:2]]
    features = client.get(table, content_type="geojson", limit=3)["features"]
    assert features[0]["geometry"]["coordinates"] == [120.3441, 36.0638]


def test_the_view_names_columns_and_types(client: Socrata, live_site: LiveSite) -> None:
    view = client.get_metadata(live_site.table("parks"))
    types = {column["fieldName"]: column["dataTypeName"] for column in view["columns"]}
    assert (types["名称"], types["面积"], types["开放日期"]) == ("text", "number", "calendar_date")


def test_closed_data_stay_closed_and_errors_are_worded_as_soda_does(client: Socrata, live_site: LiveSite) -> None:
    closed = requests.get(f"{live_site.url}/resource/{live_site.table('wells')}.json", timeout=30)
    assert (closed.status_code, closed.json()["code"]) == (403, "data-not-open")
    with pytest.raises(requests.HTTPError, match="区县"):
        client.get(live_site.table("parks"), where="区县 = 'x'")
    unknown = requests.get(f"{live_site.url}/resource/{live_site.table('parks')}.json?$query=SELECT", timeout=30)
    assert (unknown.status_code, unknown.json()["error"]) == (400, True)
    written = requests.post(f"{live_site.url}/resource/{live_site.table('parks')}.json", timeout=30)
    assert (written.status_code, written.headers["Allow"]) == (405, "GET, HEAD")


def test_headers_name_fields_and_an_unchanged_answer_is_not_sent_again(live_site: LiveSite) -> None:
    address = f"{live_site.url}/resource/{live_site.table('parks')}.json?$limit=1"
    first = requests.get(address, timeout=30)
    assert "calendar_date" in first.headers["X-SODA2-Types"]
    again = requests.get(address, headers={"If-None-Match": first.headers["ETag"]}, timeout=30)
    assert (again.status_code, again.content) == (304, b"")


def test_polygons_are_those_of_the_native_api(client: Socrata, live_site: LiveSite) -> None:
    area = "within_polygon('POLYGON((120.3 36.0, 120.4 36.0, 120.35 36.1, 120.3 36.0))')"
    found = client.get(live_site.table("parks"), where=area, select="名称")
    assert [row["名称"] for row in found] == ["中山公园", "八大关"]
