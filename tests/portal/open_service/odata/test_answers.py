"""OData over a running site: its answers are those of the native API for the same question."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
import requests

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("live")
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
EXCEL = {
    "Accept": "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,"
    "application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7",
    "OData-MaxVersion": "4.0",
    "MaxDataServiceVersion": "3.0",
}


def ask(site: LiveSite, path: str, *, headers: dict[str, str] | None = None, **options: str) -> requests.Response:
    params = {f"${name}": text for name, text in options.items()}
    return requests.get(f"{site.url}/odata/v4/{path}", params=params, headers=headers or {}, timeout=30)


def rows(site: LiveSite, table: str = "parks", **options: str) -> list[dict[str, Any]]:
    answer = ask(site, site.table(table), **options)
    assert answer.status_code == 200, answer.text
    return [{name: value for name, value in row.items() if "@" not in name} for row in answer.json()["value"]]


def native(site: LiveSite, table: str = "parks", what: str = "rows", **params: str) -> list[dict[str, Any]]:
    address = f"{site.url}/api/v1/tables/{site.table(table)}/{what}"
    answer = requests.get(address, params={"limit": "10000", **params}, timeout=30)
    assert answer.status_code == 200, answer.text
    data: list[dict[str, Any]] = answer.json()["data"]
    return data


@pytest.mark.parametrize(
    ("filtered", "where"),
    [
        ("区市 eq '市南区' and 面积 gt 1000", "区市 = '市南区' and 面积 > 1000"),
        ("not (门票 eq 0) or contains(名称,'八大')", "门票 != 0 or contains(名称, '八大')"),
        ("区市 in ('崂山区','李沧区')", "区市 in ('崂山区', '李沧区')"),
        ("year(开放日期) ge 1990 and month(开放日期) le 5", "year(开放日期) >= 1990 and month(开放日期) <= 5"),
        ("开放日期 lt 1950-01-01", "开放日期 < '1950-01-01'"),
        ("startswith(名称,'石') or endswith(名称,'公园')", "starts_with(名称, '石') or ends_with(名称, '公园')"),
        ("length(名称) eq 3 and round(面积) eq 2410", "length(名称) = 3 and round(面积) = 2410"),
        ("floor(面积) eq 140 and ceiling(面积) eq 141", "floor(面积) = 140 and ceil(面积) = 141"),
        ("面积 div 1000 mul 2 gt 4 add 1", "面积 / 1000 * 2 > 4 + 1"),
        ("名称 ne null and 区市 eq null", "名称 is not null and 区市 is null"),
        ("tolower(区市) eq '市南区' and 经度 lt 120.35", "lower(区市) = '市南区' and 经度 < 120.35"),
    ],
)
def test_a_filter_finds_what_the_native_condition_finds(live_site: LiveSite, filtered: str, where: str) -> None:
    found = rows(live_site, filter=filtered, select="名称,面积,开放日期")
    assert found == native(live_site, where=where, select="名称,面积,开放日期")


def test_order_page_and_search_are_those_of_the_native_api(live_site: LiveSite) -> None:
    found = rows(live_site, orderby="门票 desc,面积", top="3", skip="1", select="名称")
    assert found == native(live_site, order_by="门票 desc, 面积 nulls first", limit="3", offset="1", select="名称")
    assert rows(live_site, search="世博", select="名称") == native(live_site, q="世博", select="名称")


def test_a_row_without_select_carries_all_columns_and_its_number(live_site: LiveSite) -> None:
    found = rows(live_site, filter="区市 eq '崂山区'")
    assert found == [{"RowNumber": 3, **native(live_site, where="区市 = '崂山区'")[0]}]


@pytest.mark.parametrize(
    ("applied", "select", "group_by", "having"),
    [
        ("groupby((区市),aggregate($count as n,面积 with sum as s))", "区市, count(*) as n, sum(面积) as s", "区市", ""),
        ("groupby((区市))", "区市", "区市", ""),
        ("filter(面积 gt 200)/aggregate(面积 with average as m,区市 with countdistinct as k)",
         "avg(面积) as m, count(distinct 区市) as k", "", ""),
        ("groupby((区市),aggregate(面积 with max as most))/filter(most gt 2000)",
         "区市, max(面积) as most", "区市", "most > 2000"),
    ],
)  # fmt: skip
def test_groups_are_those_of_the_native_api(
    live_site: LiveSite, applied: str, select: str, group_by: str, having: str
) -> None:
    where = "面积 > 200" if applied.startswith("filter") else ""
    asked = {"select": select, "group_by": group_by, "having": having, "where": where}
    assert rows(live_site, apply=applied) == native(
        live_site, what="aggregate", **{k: v for k, v in asked.items() if v}
    )


def test_groups_are_filtered_sorted_and_cut(live_site: LiveSite) -> None:
    applied = "groupby((区市),aggregate($count as n))"
    found = rows(live_site, apply=applied, filter="n ge 1", orderby="n desc,区市", top="2", select="n,区市")
    same = native(
        live_site, what="aggregate", select="count(*) as n, 区市", group_by="区市", having="n >= 1",
        order_by="n desc, 区市", limit="2",
    )  # fmt: skip
    assert found == same
    answer = ask(live_site, live_site.table("parks"), apply=applied, count="true").json()
    assert answer["@odata.count"] == 4
    assert answer["value"][0]["n@odata.type"] == "#Int64"


def test_next_links_lead_through_every_row_once(live_site: LiveSite) -> None:
    address, numbers, pages = (
        f"{live_site.url}/odata/v4/{live_site.table('trees')}?$select=编号&$filter=胸径 gt 15",
        [],
        0,
    )
    while address:
        answer = requests.get(address, headers={"Prefer": "odata.maxpagesize=300"}, timeout=30)
        assert answer.headers["Preference-Applied"] == "odata.maxpagesize=300"
        body = answer.json()
        numbers += [row["编号"] for row in body["value"]]
        address, pages = body.get("@odata.nextLink", ""), pages + 1
    assert numbers == [row["编号"] for row in native(live_site, "trees", select="编号", where="胸径 > 15")]
    assert pages == len(numbers) // 300 + 1


def test_top_bounds_all_pages_together(live_site: LiveSite) -> None:
    table = live_site.table("trees")
    first = ask(live_site, table, top="7", skip="3", select="编号", headers={"Prefer": "odata.maxpagesize=5"}).json()
    second = requests.get(first["@odata.nextLink"], timeout=30).json()
    assert "@odata.nextLink" not in second
    found = [row["编号"] for row in first["value"] + second["value"]]
    assert found == [f"T{number:05d}" for number in range(4, 11)]


def test_excel_reads_the_service_the_count_and_no_rows(live_site: LiveSite) -> None:
    service = ask(live_site, "", headers=EXCEL)
    assert service.headers["Content-Type"].startswith("application/json;odata.metadata=minimal")
    assert service.headers["OData-Version"] == "4.0"
    assert {"name": live_site.table("parks"), "title": "青岛公园景点", "kind": "EntitySet",
            "url": live_site.table("parks")} in service.json()["value"]  # fmt: skip
    answer = ask(live_site, live_site.table("parks"), headers=EXCEL, top="0", count="true").json()
    assert (answer["@odata.count"], answer["value"]) == (5, [])
    assert answer["@odata.context"] == f"{live_site.url}/odata/v4/$metadata#{live_site.table('parks')}"


def test_the_metadata_describes_every_open_table_and_no_other(live_site: LiveSite) -> None:
    answer = ask(live_site, "$metadata", headers={"Accept": "application/xml"})
    assert answer.headers["Content-Type"].startswith("application/xml")
    tree = ET.fromstring(answer.content)
    sets = {each.get("Name") for each in tree.iter(f"{EDM}EntitySet")}
    assert sets == {row["name"] for row in ask(live_site, "").json()["value"]}
    assert live_site.table("parks") in sets
    assert live_site.table("wells") not in sets
    parks = next(each for each in tree.iter(f"{EDM}EntityType") if each.get("Name") == live_site.table("parks"))
    types = {each.get("Name"): each.get("Type") for each in parks.iter(f"{EDM}Property")}
    assert types["RowNumber"] == "Edm.Int64"
    assert (types["名称"], types["开放日期"], types["门票"]) == ("Edm.String", "Edm.Date", "Edm.Int64")


def test_one_row_and_one_property_by_the_number_of_the_row(live_site: LiveSite) -> None:
    table = live_site.table("parks")
    whole = ask(live_site, f"{table}(2)").json()
    assert whole["名称"] == native(live_site, limit="1", offset="1")[0]["名称"] == "八大关"
    assert ask(live_site, f"{table}(RowNumber=2)", select="面积").json() == {
        "@odata.context": f"{live_site.url}/odata/v4/$metadata#{table}(面积)/$entity", "面积": 140.5
    }  # fmt: skip
    assert ask(live_site, f"{table}(2)/名称").json()["value"] == "八大关"
    assert ask(live_site, f"{table}(2)/名称/$value").text == "八大关"
    assert [ask(live_site, f"{table}({key})").status_code for key in ("0", "6", "x")] == [404, 404, 404]


def test_the_count_segment_counts_what_the_filter_finds(live_site: LiveSite) -> None:
    answer = ask(live_site, f"{live_site.table('parks')}/$count", filter="区市 eq '市南区'")
    assert (answer.text, answer.headers["Content-Type"]) == ("2", "text/plain;charset=utf-8")


def test_levels_of_metadata_and_exact_numbers(live_site: LiveSite) -> None:
    table = live_site.table("parks")
    none = ask(live_site, table, top="1", headers={"Accept": "application/json;odata.metadata=none"}).json()
    assert [*none] == ["value"]
    full = ask(live_site, table, top="1", format="application/json;odata.metadata=full").json()["value"][0]
    assert full["@odata.id"] == f"{live_site.url}/odata/v4/{table}(1)"
    assert full["开放日期@odata.type"] == "#Date"
    exact = ask(live_site, table, top="1", headers={"Accept": "application/json;IEEE754Compatible=true"}).json()
    assert exact["value"][0]["RowNumber"] == "1"


@pytest.mark.parametrize(
    ("options", "status", "code", "said"),
    [
        ({"filter": "区市 eq"}, 400, "odata-syntax", "character 5"),
        ({"filter": "区县 eq 1"}, 400, "odata-option", "区县"),
        ({"filter": "indexof(名称,'a') eq 1"}, 501, "odata-not-offered", "indexof"),
        ({"filter": "名称 gt 5 and"}, 400, "odata-syntax", "$filter"),
        ({"filter": "contains(面积,'a')"}, 400, "query-invalid", "contains"),
        ({"expand": "x"}, 501, "odata-not-offered", "$expand"),
        ({"top": "-1"}, 400, "odata-option", "$top"),
        ({"orderby": "区县"}, 400, "odata-option", "$orderby"),
        ({"apply": "topcount(1,面积)"}, 501, "odata-not-offered", "topcount"),
        ({"apply": "aggregate(面积 with sum as 面积)"}, 400, "odata-option", "taken"),
        ({"skiptoken": "x"}, 400, "odata-option", "$skiptoken"),
        ({"format": "atom"}, 406, "odata-format", "atom"),
        ({"filtre": "x"}, 400, "odata-option", "$filter"),
    ],
)
def test_what_is_wrong_is_said_in_the_form_of_odata(
    live_site: LiveSite, options: dict[str, str], status: int, code: str, said: str
) -> None:
    answer = ask(live_site, live_site.table("parks"), **options)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert said in answer.json()["error"]["message"]
    assert answer.headers["OData-Version"] == "4.0"


def test_closed_data_stay_closed_and_nothing_is_written(live_site: LiveSite) -> None:
    closed = ask(live_site, live_site.table("wells"))
    assert (closed.status_code, closed.json()["error"]["code"]) == (403, "data-not-open")
    assert ask(live_site, f"{live_site.table('wells')}/$count").status_code == 403
    assert ask(live_site, f"{live_site.table('wells')}(1)/深度/$value").status_code == 403
    assert ask(live_site, "tbl_000000000000").status_code == 404
    written = requests.post(f"{live_site.url}/odata/v4/{live_site.table('parks')}", json={}, timeout=30)
    assert (written.status_code, written.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    old = ask(live_site, "", headers={"OData-MaxVersion": "3.0"})
    assert (old.status_code, old.json()["error"]["code"]) == (400, "odata-version")
    assert ask(live_site, "$batch").status_code == 501


def test_an_unchanged_answer_is_not_sent_again(live_site: LiveSite) -> None:
    first = ask(live_site, live_site.table("parks"), top="1")
    again = ask(live_site, live_site.table("parks"), top="1", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = ask(live_site, live_site.table("parks"), top="1", format="application/json;odata.metadata=none")
    assert other.headers["ETag"] != first.headers["ETag"]
