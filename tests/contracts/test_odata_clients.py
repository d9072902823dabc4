"""More clients of OData that we did not write: python-odata, npm's @odata/client, the schemas of OASIS, and what Power Query sends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import odata
import pytest
import requests
import xmlschema
from odata.exceptions import NoResultsFound, ODataError

from tests.live import CHECKOUT, LiveSite
from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.odata.csdl import Described, metadata
from zhanqiao.portal.open_service.rules.odata.naming import shape_of
from zhanqiao.portal.open_service.rules.odata.values import TYPES

pytestmark = pytest.mark.xdist_group("live")
NAMES = ["中山公园", "八大关", "石老人观光园", "世博园", "唐岛湾公园"]
SCHEMAS = CHECKOUT / "node_modules" / "odata-csdl" / "schemas"
# What Excel and Power BI send (Power Query's OData.Feed), and Excel before it.
POWER_QUERY = {
    "Accept": "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,"
    "application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7",
    "OData-MaxVersion": "4.0",
    "MaxDataServiceVersion": "3.0",
    "User-Agent": "Microsoft.Data.Mashup",
}


@pytest.fixture
def service(live_site: LiveSite) -> odata.ODataService:
    return odata.ODataService(f"{live_site.url}/odata/v4/", reflect_entities=True, quiet_progress=True)


@pytest.fixture
def parks(service: odata.ODataService, live_site: LiveSite) -> Any:
    return service.entities[live_site.table("parks")]


def power_query(site: LiveSite, path: str, **headers: str) -> requests.Response:
    return requests.get(f"{site.url}/odata/v4/{path}", headers={**POWER_QUERY, **headers}, timeout=30)


def test_python_odata_filters_sorts_and_counts(service: odata.ODataService, parks: Any) -> None:
    query = service.query(parks)
    assert [park.名称 for park in query] == NAMES
    large = query.filter(parks.面积 > 1000).order_by(parks.面积.desc())
    assert [park.名称 for park in large] == ["中山公园", "世博园", "石老人观光园", "唐岛湾公园"]
    either = query.filter((parks.区市 == "市南区") | (parks.门票 == 60)).filter(parks.名称.contains("园"))
    assert [either.count(), query.count()] == [3, 5]
    assert [park.名称 for park in query.filter(parks.开放日期 >= "1998-05-01")] == NAMES[2:]


def test_python_odata_selects_pages_and_reads_one(service: odata.ODataService, parks: Any) -> None:
    query = service.query(parks)
    assert query.select(parks.名称, parks.面积).limit(2).offset(1).all() == [
        {"名称": "八大关", "面积": 140.5},
        {"名称": "石老人观光园", "面积": 2000.0},
    ]
    assert (query.get(2).名称, query.first().名称) == ("八大关", "中山公园")
    with pytest.raises(NoResultsFound):
        query.filter(parks.名称 == "没有").one()
    with pytest.raises(ODataError, match="平方"):
        query.apply("aggregate(平方 with sum as s)").all()


def test_python_odata_pages_to_the_end(service: odata.ODataService, live_site: LiveSite) -> None:
    trees = service.entities[live_site.table("trees")]
    assert [tree.RowNumber for tree in service.query(trees)] == [*range(1, 2501)]


def node() -> str:
    """Return Node.js: the machine's, or that of the Python package beside this interpreter."""
    places = os.pathsep.join((os.environ["PATH"], str(Path(sys.executable).parent)))
    found = shutil.which("node", path=places)
    assert found is not None, "bin/set-up installs Node.js where the machine has none"
    return found


def test_the_client_of_npm_reads_the_table(live_site: LiveSite) -> None:
    script = Path(__file__).with_name("odata_client.mjs")
    places = [f"{live_site.url}/odata/v4/", live_site.table("parks"), live_site.table("wells")]
    done = subprocess.run([node(), script, *places], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["sorted"] == [{"名称": "世博园", "面积": 2410}, {"名称": "石老人观光园", "面积": 2000}]
    assert (found["count"], found["counted"], found["equal"]) == (5, 2, NAMES[:2])
    assert found["second"]["开放日期"] == "1930-01-01"
    assert (found["together"]["@odata.count"], len(found["together"]["value"])) == (4, 1)
    assert [park["名称"] for park in found["later"]] == NAMES[2:]
    assert "区县" in found["unknown"]
    assert "open on condition" in found["closed"]


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(SCHEMAS / "edmx.xsd"))


def test_the_metadata_are_valid_by_the_schemas_of_oasis(live_site: LiveSite, schema: xmlschema.XMLSchema) -> None:
    schema.validate(power_query(live_site, "$metadata", Accept="application/xml").text)


def test_the_metadata_of_every_type_and_of_odd_names_are_valid(schema: xmlschema.XMLSchema) -> None:
    odd = ("备 注\"x'", "1<2 & 3", "a/b", "RowNumber", "数量（件）")
    columns = [(kind, kind, 18, 2) for kind in TYPES] + [(name, "text", None, None) for name in odd]
    labels = {name: Text(zh=f"“{name}”<&>", en=name) for name in odd}
    described = Described("tbl_1", Text(zh="表<&>\"'", en="Table"), shape_of(tuple(columns)), labels)
    document = "".join(metadata([described]))
    schema.validate(document)
    assert not schema.is_valid(document.replace("EntityContainer", "Container"))


def test_power_query_finds_the_tables_and_their_types(live_site: LiveSite) -> None:
    listed = power_query(live_site, "")
    assert listed.headers["Content-Type"] == "application/json;odata.metadata=minimal;charset=utf-8"
    assert listed.headers["OData-Version"] == "4.0"
    assert live_site.table("parks") in {each["url"] for each in listed.json()["value"]}
    described = power_query(live_site, "$metadata")  # it sends the headers of data here as well
    assert described.headers["Content-Type"].startswith("application/xml")


def test_power_query_previews_and_loads_every_page(live_site: LiveSite) -> None:
    table = live_site.table("trees")
    preview = power_query(live_site, f"{table}?$top=1000").json()
    assert len(preview["value"]) == 1000
    assert "@odata.nextLink" not in preview
    assert power_query(live_site, f"{table}/$count").text == "2500"
    page = power_query(live_site, table).json()
    rows = page["value"]
    while following := page.get("@odata.nextLink"):
        assert "$skiptoken=" in following
        page = requests.get(following, headers=POWER_QUERY, timeout=30).json()
        rows += page["value"]
    assert [row["编号"] for row in rows] == [f"T{number:05d}" for number in range(1, 2501)]


def test_power_query_folds_steps_into_the_address(live_site: LiveSite) -> None:
    folded = power_query(
        live_site,
        f"{live_site.table('parks')}?$filter=区市 eq '市南区' and 开放日期 lt 1920-01-01&$select=名称,开放日期&$orderby=名称&$top=1000",
    )
    assert folded.json()["value"] == [{"名称": "中山公园", "开放日期": "1901-05-01"}]
    grouped = power_query(
        live_site, f"{live_site.table('parks')}?$apply=groupby((区市),aggregate($count as n))&$filter=n gt 1&$top=1000"
    )
    assert [(row["区市"], row["n"]) for row in grouped.json()["value"]] == [("市南区", 2)]


@pytest.mark.parametrize(
    ("accept", "level"),
    [
        ("application/json;odata.metadata=full;q=0.5, application/json;odata.metadata=none", "none"),
        ("application/atom+xml;q=0.9, */*;q=0.1", "minimal"),
        ("application/json;odata=verbose", "minimal"),
        ("application/json;odata.metadata=none;q=0, application/json;odata.metadata=full", "full"),
    ],
)
def test_the_form_that_weighs_most_is_given(live_site: LiveSite, accept: str, level: str) -> None:
    answer = power_query(live_site, f"{live_site.table('parks')}?$top=1", Accept=accept)
    assert answer.headers["Content-Type"] == f"application/json;odata.metadata={level};charset=utf-8"


def test_clients_of_older_protocols_are_told_so(live_site: LiveSite) -> None:
    atom = power_query(live_site, live_site.table("parks"), Accept="application/atom+xml,application/xml")
    assert (atom.status_code, atom.json()["error"]["code"]) == (406, "odata-format")
    older = power_query(live_site, "", **{"OData-MaxVersion": "3.0"})
    assert (older.status_code, older.json()["error"]["code"]) == (400, "odata-version")
