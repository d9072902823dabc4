"""Outside engines attach the catalogue: pyiceberg's REST client, and DuckDB's Iceberg extension where it is installed."""

from __future__ import annotations

from importlib.util import find_spec

import duckdb
import pytest
import requests
from pyiceberg.catalog.rest import RestCatalog
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.expressions import GreaterThan

from tests.live import LiveSite
from zhanqiao.data_center.storage.engine.duck import extension

pytestmark = pytest.mark.xdist_group("live")
NAMES = ["中山公园", "八大关", "石老人观光园", "世博园", "唐岛湾公园"]


@pytest.fixture
def catalogue(live_site: LiveSite) -> RestCatalog:
    return RestCatalog("city", uri=f"{live_site.url}/iceberg")


def ask(site: LiveSite, path: str, method: str = "GET", **headers: str) -> requests.Response:
    return requests.request(method, f"{site.url}/iceberg/v1/{path}", headers=headers, timeout=30)


def test_pyiceberg_lists_what_everybody_may_read(catalogue: RestCatalog, live_site: LiveSite) -> None:
    spaces = {space[0] for space in catalogue.list_namespaces()}
    for name, seeded in live_site.seeded.items():
        if "table" not in seeded:
            continue
        assert (name in spaces) == is_open(live_site, seeded["table"])


def test_pyiceberg_reads_a_table_in_the_order_of_the_source(catalogue: RestCatalog, live_site: LiveSite) -> None:
    space = "parks"
    (identifier,) = catalogue.list_tables(space)
    table = catalogue.load_table(identifier)
    assert table.scan().to_arrow()["名称"].to_pylist() == NAMES
    few = table.scan(row_filter=GreaterThan("面积", 1000), selected_fields=("名称",)).to_arrow()
    native = requests.get(
        f"{live_site.url}/api/v1/tables/{live_site.table('parks')}/rows", params={"where": "面积 > 1000"}, timeout=30
    ).json()["data"]
    assert few["名称"].to_pylist() == [row["名称"] for row in native]
    assert 0 < len(native) < len(NAMES)


def test_duckdb_attaches_the_catalogue(live_site: LiveSite) -> None:
    for name in ("avro", "httpfs", "iceberg"):
        if find_spec(f"duckdb_extension_{name}") is None:
            pytest.skip(f"duckdb-extension-{name} is not installed")
    connection = duckdb.connect()
    for name in ("avro", "httpfs", "iceberg"):
        connection.execute(f"LOAD '{extension(name)}'")
    connection.execute(
        f"ATTACH 'city' AS city (TYPE iceberg, ENDPOINT '{live_site.url}/iceberg', AUTHORIZATION_TYPE 'none')"
    )
    space = "parks"
    (name,) = [
        row[0]
        for row in connection.execute(
            f"SELECT table_name FROM duckdb_tables() WHERE schema_name = '{space}'"
        ).fetchall()
    ]
    found = connection.execute(f'SELECT 名称 FROM city."{space}"."{name}"').fetchall()
    assert [row[0] for row in found] == NAMES


def test_nothing_can_be_written(live_site: LiveSite) -> None:
    for path in ("namespaces", "namespaces/x/tables", "namespaces/x/tables/y"):
        answer = ask(live_site, path, method="POST")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
        assert answer.json()["error"]["type"] == "UnsupportedOperationException"


def test_no_machine_path_and_no_other_snapshot_is_shown(live_site: LiveSite, catalogue: RestCatalog) -> None:
    space = "parks"
    (identifier,) = catalogue.list_tables(space)
    answer = ask(live_site, f"namespaces/{space}/tables/{identifier[1]}")
    assert str(live_site.home) not in answer.text
    assert "file://" not in answer.text
    assert len(answer.json()["metadata"]["snapshots"]) == 1


def test_an_unknown_table_is_an_error_of_the_catalogue(catalogue: RestCatalog, live_site: LiveSite) -> None:
    with pytest.raises(NoSuchTableError):
        catalogue.load_table(("parks", "nothing"))


def test_files_of_a_table_that_is_not_open_are_refused(live_site: LiveSite) -> None:
    closed = [
        ids["table"] for ids in live_site.seeded.values() if "table" in ids and not is_open(live_site, ids["table"])
    ]
    assert closed
    for table in closed:
        release = requests.get(f"{live_site.url}/api/v1/tables/{table}/releases", timeout=30).json()["data"][0]["id"]
        for file in ("snapshot.avro", "manifest.avro", "0.parquet"):
            assert ask(live_site, f"files/{table}/{release}/{file}").status_code == 403


def test_files_come_in_ranges(live_site: LiveSite) -> None:
    table = live_site.table("parks")
    release = requests.get(f"{live_site.url}/api/v1/tables/{table}/releases", timeout=30).json()["data"][0]["id"]
    answer = ask(live_site, f"files/{table}/{release}/0.parquet", Range="bytes=0-3")
    assert (answer.status_code, answer.content) == (206, b"PAR1")


def test_a_withdrawn_table_is_gone_from_the_catalogue_with_its_files(
    catalogue: RestCatalog, live_site: LiveSite
) -> None:
    table = live_site.table("parks")
    release = requests.get(f"{live_site.url}/api/v1/tables/{table}/releases", timeout=30).json()["data"][0]["id"]
    live_site.seed("withdraw", "parks")
    try:
        assert ("parks",) not in catalogue.list_namespaces()
        assert ask(live_site, "namespaces/parks/tables").status_code == 404
        assert ask(live_site, f"files/{table}/{release}/0.parquet").status_code == 403
    finally:
        live_site.seed("publish", "parks")
    assert ("parks",) in catalogue.list_namespaces()


def is_open(site: LiveSite, table: str) -> bool:
    return requests.get(f"{site.url}/api/v1/tables/{table}/rows", timeout=30).status_code == 200
