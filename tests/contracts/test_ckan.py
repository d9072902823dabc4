"""A client of CKAN that we did not write (ckanapi, library and command line) reads our catalogue and tables."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from ckanapi import CKANAPIError, NotAuthorized, NotFound, RemoteCKAN, ValidationError

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("live")
NAMES = ["中山公园", "八大关", "石老人观光园", "世博园", "唐岛湾公园"]


@pytest.fixture
def ckan(live_site: LiveSite) -> RemoteCKAN:
    return RemoteCKAN(live_site.url)


def native(site: LiveSite, path: str, **params: str) -> Any:
    answer = requests.get(f"{site.url}/api/v1/tables/{site.table('parks')}/{path}", params=params, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_packages_are_listed_shown_and_searched(ckan: RemoteCKAN, live_site: LiveSite) -> None:
    assert ckan.action.site_read()
    listed = ckan.action.package_list()
    assert {"parks", "trees", "wells"} <= set(listed)
    assert "draft" not in listed
    shown = ckan.action.package_show(id="parks")
    assert shown["title"] == "青岛公园景点"
    assert shown["resources"][0]["id"] == live_site.table("parks")
    assert shown["resources"][0]["datastore_active"] is True
    assert ckan.action.package_show(id="wells")["resources"][0]["datastore_active"] is False
    found = ckan.action.package_search(q="公园", **{"facet.field": ["organization", "groups"]})
    assert found["results"][0]["name"] == "parks"
    assert sum(found["facets"]["organization"].values()) == found["count"]
    assert {one["name"] for one in ckan.action.current_package_list_with_resources(limit=100)} == set(listed)


def test_search_pages_and_filters(ckan: RemoteCKAN) -> None:
    every = ckan.action.package_search(q="*:*", rows=1000)
    paged = [ckan.action.package_search(rows=1, start=at)["results"][0]["id"] for at in range(every["count"])]
    assert sorted(paged) == sorted(one["id"] for one in every["results"])
    shown = ckan.action.package_show(id="trees")
    office, theme = shown["organization"]["name"], shown["groups"][0]["name"]
    found = ckan.action.package_search(fq=f"organization:{office} +groups:({theme} OR 99) AND state:active", rows=100)
    assert "trees" in {one["name"] for one in found["results"]}
    assert ckan.action.package_search(fq='organization:"nobody"')["count"] == 0


def test_a_harvester_gets_each_package_once_and_later_what_has_changed(ckan: RemoteCKAN) -> None:
    """The questions of ckanext-harvest: pages in the order of ids, then what is newer than its last visit."""
    everything = {one["id"]: one["metadata_modified"] for one in _harvested(ckan, "")}
    assert sorted(everything) == sorted(ckan.action.package_show(id=name)["id"] for name in ckan.action.package_list())
    last = max(everything.values())
    newest = {name for name, moment in everything.items() if moment[:19] >= last[:19]}
    assert {one["id"] for one in _harvested(ckan, f"metadata_modified:[{last[:19]}Z TO *]")} == newest
    assert _harvested(ckan, "+metadata_modified:[* TO 2001-01-01T00:00:00Z]") == []
    with pytest.raises(ValidationError):
        ckan.action.package_search(fq="metadata_modified:[yesterday TO *]")


def _harvested(ckan: RemoteCKAN, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        page = ckan.action.package_search(fq=query, sort="id asc", rows=2, start=len(found))["results"]
        if not page:
            assert len(found) == len({one["id"] for one in found})
            return found
        found += page


def test_organizations_and_groups_have_their_packages(ckan: RemoteCKAN) -> None:
    (name, *_) = ckan.action.organization_list()
    office = ckan.action.organization_show(id=name, include_datasets=True)
    assert office["package_count"] == len(office["packages"])
    for group in ckan.action.group_list(all_fields=True):
        assert ckan.action.group_show(id=group["name"])["package_count"] == group["package_count"]
    assert isinstance(ckan.action.tag_list(), list)
    assert any(one["id"] == "CC-BY-4.0" for one in ckan.action.license_list())


def test_rows_are_those_of_the_native_api(ckan: RemoteCKAN, live_site: LiveSite) -> None:
    table = live_site.table("parks")
    found = ckan.action.datastore_search(resource_id=table)
    same = native(live_site, "rows")
    assert found["records"] == same["data"]
    assert found["total"] == len(NAMES)
    assert [field["id"] for field in found["fields"]] == [column["name"] for column in same["columns"]]


@pytest.mark.parametrize(
    ("asked", "native_asked"),
    [
        ({"filters": {"区市": "市南区"}}, {"where": "区市 = '市南区'"}),
        (
            {"filters": {"区市": ["市南区", "崂山区"], "门票": 0}},
            {"where": "区市 in ('市南区', '崂山区') and 门票 = 0"},
        ),
        ({"filters": {"面积": {"gte": 140.5, "lt": 2000}}}, {"where": "面积 >= 140.5 and 面积 < 2000"}),
        (
            {"filters": {"$or": [{"名称": "八大关"}, {"区市": "崂山区"}]}},
            {"where": "名称 = '八大关' or 区市 = '崂山区'"},
        ),
        ({"filters": [{"区市": "市南区"}, {"门票": 0}]}, {"where": "区市 = '市南区' and 门票 = 0"}),
        (
            {"sort": "面积 desc nulls last, 名称", "limit": 2, "offset": 1},
            {"order_by": "面积 desc nulls last, 名称", "limit": "2", "offset": "1"},
        ),
        ({"q": "公园"}, {"q": "公园"}),
        ({"q": {"名称": "公园"}}, {"where": "contains(名称, '公园')"}),
        (
            {"fields": "区市", "distinct": True, "sort": "区市"},
            {"select": "区市", "distinct": "true", "order_by": "区市"},
        ),
        ({"fields": ["名称", "面积"], "sort": '"面积" asc'}, {"select": "名称,面积", "order_by": "面积 asc"}),
    ],
    ids=str,
)
def test_searches_are_those_of_the_native_api(
    ckan: RemoteCKAN, live_site: LiveSite, asked: dict[str, Any], native_asked: dict[str, str]
) -> None:
    found = ckan.action.datastore_search(resource_id=live_site.table("parks"), **asked)
    same = native(live_site, "rows", **native_asked, count="exact")
    assert found["records"] == same["data"]
    assert found["records"]
    assert found["total"] == same["page"]["total"]


def test_forms_of_records_and_the_cap(ckan: RemoteCKAN, live_site: LiveSite) -> None:
    table = live_site.table("trees")
    objects = ckan.action.datastore_search(resource_id=table, limit=3)["records"]
    assert ckan.action.datastore_search(resource_id=table, limit=3, records_format="lists")["records"] == [
        list(one.values()) for one in objects
    ]
    text = ckan.action.datastore_search(resource_id=table, limit=3, records_format="csv")["records"]
    assert len(list(csv.reader(io.StringIO(text)))) == 3
    capped = ckan.action.datastore_search(resource_id=table, limit=50_000, include_total=False)
    assert capped["limit"] == 32_000
    assert "total" not in capped


def test_sql_and_info(ckan: RemoteCKAN, live_site: LiveSite) -> None:
    table = live_site.table("parks")
    found = ckan.action.datastore_search_sql(
        sql=f'SELECT "区市", count(*) AS n FROM "{table}" GROUP BY "区市" ORDER BY n DESC, 1 LIMIT 2'
    )
    assert found["records"][0] == {"区市": "市南区", "n": 2}
    assert [field["type"] for field in found["fields"]] == ["text", "int8"]
    info = ckan.action.datastore_info(id=table)
    assert info["meta"]["count"] == len(NAMES)
    assert info["fields"][0]["info"]["label"]


def test_errors_are_those_the_client_knows(ckan: RemoteCKAN, live_site: LiveSite) -> None:
    for action, params in (
        ("package_show", {"id": "draft"}),
        ("datastore_search", {"resource_id": "tbl_000000000000"}),
    ):
        with pytest.raises(NotFound):
            ckan.call_action(action, params)
    with pytest.raises(NotAuthorized):
        ckan.action.datastore_search(resource_id=live_site.table("wells"))
    for params in (
        {"filters": {"没有": 1}},
        {"sort": "面积 sideways"},
        {"limit": "many"},
        {"filters": "nonsense"},
        {"filters": {"面积": {"like": 1}}},
    ):
        with pytest.raises(ValidationError):
            ckan.action.datastore_search(resource_id=live_site.table("parks"), **params)
    with pytest.raises(ValidationError):
        ckan.action.datastore_search_sql(sql="select 1; drop table x")
    for sql in (
        "select * from pg_tables",
        "select * from information_schema.tables",
        "select pg_sleep(9)",
        "select * from read_text('/etc/passwd')",
        f'select * from "{live_site.table("wells")}"',
    ):
        with pytest.raises(NotAuthorized):
            ckan.action.datastore_search_sql(sql=sql)
    with pytest.raises(NotFound):
        ckan.action.datastore_search_sql(sql="select * from draft")
    with pytest.raises(CKANAPIError):
        ckan.call_action("no_such_action")


def test_the_dump_is_the_export(live_site: LiveSite) -> None:
    table = live_site.table("parks")
    dumped = requests.get(f"{live_site.url}/datastore/dump/{table}", timeout=30)
    assert dumped.content == requests.get(f"{live_site.url}/api/v1/tables/{table}/export.csv", timeout=30).content
    as_json = json.loads(
        requests.get(f"{live_site.url}/datastore/dump/{table}?format=json&limit=2", timeout=30).content
    )
    assert [row[0] for row in as_json["records"]] == NAMES[:2]
    assert as_json["fields"][0] == {"id": "名称", "type": "text"}
    assert requests.get(f"{live_site.url}/datastore/dump/{table}?bom=1", timeout=30).content.startswith(b"\xef\xbb\xbf")


def test_the_command_line_reads_and_dumps(live_site: LiveSite, tmp_path: Path) -> None:
    programs = Path(sys.executable).parent
    found = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}  # it starts itself by name

    def ckanapi(*arguments: str) -> bytes:
        command = [programs / "ckanapi", *arguments, "-r", live_site.url]
        return subprocess.run(command, capture_output=True, check=True, env=found).stdout

    assert json.loads(ckanapi("action", "package_show", "id=parks"))["name"] == "parks"
    target = tmp_path / "datasets.jsonl"
    ckanapi("dump", "datasets", "--all", "-O", str(target))
    dumped = {json.loads(line)["name"] for line in target.read_text(encoding="utf-8").splitlines()}
    assert {"parks", "trees"} <= dumped


def test_an_address_asks_the_same_as_a_body(live_site: LiveSite) -> None:
    table = live_site.table("parks")
    given = requests.get(
        f"{live_site.url}/api/3/action/datastore_search",
        params={"resource_id": table, "filters": '{"区市": "市南区"}', "limit": 1},
        timeout=30,
    ).json()
    assert given["success"]
    following = requests.get(live_site.url + given["result"]["_links"]["next"], timeout=30).json()["result"]
    assert [given["result"]["records"][0]["名称"], following["records"][0]["名称"]] == ["中山公园", "八大关"]
