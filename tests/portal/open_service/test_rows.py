"""Rows, groups and value counts of a running site."""

from __future__ import annotations

from typing import Any

import pytest

from tests.live import LiveSite
from tests.portal.open_service.conftest import Get

pytestmark = pytest.mark.xdist_group("live")
NAMES = ["中山公园", "八大关", "石老人观光园", "世博园", "唐岛湾公园"]


def _names(answer: dict[str, Any]) -> list[str]:
    return [row["名称"] for row in answer["data"]]


def test_rows_come_in_the_order_of_the_source_in_an_envelope(get: Get, live_site: LiveSite) -> None:
    answer = get("/tables/{parks}/rows").json()
    assert sorted(answer) == ["columns", "data", "engine", "limits", "page", "release"]
    assert _names(answer) == NAMES
    assert answer["page"] == {"next": None, "next_url": None, "total": 5, "limit": 100, "offset": 0}
    assert (answer["release"]["number"], answer["limits"]) == (1, [])
    assert {column["name"]: column["type"] for column in answer["columns"]}["开放日期"] == "date"
    assert answer["data"][0]["开放日期"] == "1901-05-01"


def test_paging_reads_every_row_once_and_stays_in_its_release(get: Get) -> None:
    first = get("/tables/{trees}/rows", limit=900, select="编号").json()
    seen, page = list(first["data"]), first["page"]
    while page["next"]:
        answer = get("/tables/{trees}/rows", limit=900, select="编号", after=page["next"]).json()
        assert answer["release"] == first["release"]
        seen, page = seen + answer["data"], answer["page"]
    assert [row["编号"] for row in seen] == [f"T{number:05d}" for number in range(1, 2501)]


def test_the_next_address_is_ready_to_call(get: Get) -> None:
    first = get("/tables/{parks}/rows", limit=2, where="面积 > 100").json()
    following = get(first["page"]["next_url"].removeprefix("/api/v1")).json()
    assert get("/tables/{parks}/rows", limit=2).links["next"]["url"].startswith("/api/v1/tables/")
    assert _names(first) + _names(following) == ["中山公园", "八大关", "石老人观光园", "世博园"]


def test_where_select_and_order_work_together(get: Get) -> None:
    answer = get("/tables/{parks}/rows", select="名称, 面积", where="门票 = 0 and 面积 > 1000", order_by="面积").json()
    assert answer["data"] == [{"名称": "唐岛湾公园", "面积": 1800}, {"名称": "中山公园", "面积": 7500}]


def test_words_and_extents_narrow_the_rows(get: Get) -> None:
    assert _names(get("/tables/{parks}/rows", q="公园").json()) == ["中山公园", "唐岛湾公园"]
    assert _names(get("/tables/{parks}/rows", bbox="120.3,36.0,120.4,36.1").json()) == ["中山公园", "八大关"]


def test_a_total_is_given_when_asked_for_and_otherwise_explained(get: Get) -> None:
    counted = get("/tables/{trees}/rows", where="区市 = '市南区'", count="exact", limit=1).json()["page"]
    uncounted = get("/tables/{trees}/rows", where="区市 = '市南区'", limit=1).json()["page"]
    assert counted["total"] == 500
    assert uncounted["total"] is None
    assert sorted(uncounted["total_reason"]) == ["en", "zh"]


def test_a_limit_past_the_cap_is_cut_and_said(get: Get) -> None:
    answer = get("/tables/{trees}/rows", limit=10_001, select="编号").json()
    assert answer["page"]["limit"] == 10_000
    assert [limit["code"] for limit in answer["limits"]] == ["limit-cut"]
    assert get("/tables/{trees}/rows", limit=10_000, select="编号").json()["limits"] == []


def test_past_states_stay_readable(get: Get, live_site: LiveSite) -> None:
    assert get("/tables/{trees}/rows", as_of=1, limit=1).json()["page"]["total"] == 2000
    assert get("/tables/{trees}/rows", limit=1).json()["page"]["total"] == 2500
    by_id = get("/tables/{trees}/rows", as_of=live_site.seeded["trees"]["first_release"], limit=1).json()
    assert by_id["release"]["number"] == 1
    assert get("/tables/{trees}/rows", as_of="1999-01-01").status_code == 404
    assert get("/tables/{trees}/rows", as_of="yesterday").json()["code"] == "as-of-invalid"


def test_groups_and_measures(get: Get) -> None:
    answer = get(
        "/tables/{parks}/aggregate",
        select="门票, count(*) as n, sum(面积) as total",
        group_by="门票",
        order_by="n desc",
    ).json()
    assert answer["data"] == [{"门票": 0, "n": 3, "total": 9440.5}, {"门票": 60, "n": 2, "total": 4410}]


def test_values_are_counted_per_column(get: Get) -> None:
    answer = get("/tables/{parks}/facets", columns="门票,区市", size=1).json()
    assert answer["data"] == {
        "门票": [{"value": 0, "count": 3}],
        "区市": [{"value": "市南区", "count": 2}],
    }


def test_codes_stay_text(get: Get) -> None:
    assert get("/tables/{trees}/rows", limit=1).json()["data"][0]["编号"] == "T00001"


@pytest.mark.parametrize(
    ("path", "params", "code"),
    [
        ("/tables/{parks}/rows", {"wher": "x"}, "unknown-parameter"),
        ("/tables/{parks}/rows", {"where": "面积 >"}, "query-invalid"),
        ("/tables/{parks}/rows", {"where": "面积大 > 3"}, "query-invalid"),
        ("/tables/{parks}/rows", {"limit": "many"}, "parameter-value"),
        ("/tables/{parks}/rows", {"count": "all"}, "parameter-value"),
        ("/tables/{parks}/rows", {"bbox": "1,2"}, "query-invalid"),
        ("/tables/{parks}/rows", {"after": "nonsense"}, "query-invalid"),
        ("/tables/{parks}/facets", {"columns": "区县"}, "query-invalid"),
        ("/tables/{parks}/facets", {}, "missing-parameter"),
        ("/tables/{parks}/aggregate", {"select": "sum(名称)"}, "query-invalid"),
    ],
)
def test_a_mistake_is_answered_with_its_code_in_both_languages(
    get: Get, path: str, params: dict[str, str], code: str
) -> None:
    answer = get(path, **params)
    document = answer.json()
    assert (answer.status_code, document["code"]) == (400, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert document["detail"] == document["zh"]
    english = get(path, headers={"Accept-Language": "en"}, **params).json()
    assert english["detail"] == english["en"] == document["en"]


def test_a_misspelt_column_is_located_and_the_nearest_named(get: Get) -> None:
    facts = get("/tables/{parks}/rows", where="门票 = 0 and 面职 > 3").json()["facts"]
    assert (facts["parameter"], facts["position"], facts["nearest"]) == ("where", 11, "面积")


def test_the_next_address_of_distinct_rows_goes_on_with_them(get: Get) -> None:
    first = get("/tables/{parks}/rows", select="区市", distinct="true", limit=3).json()
    following = get(first["page"]["next_url"].removeprefix("/api/v1")).json()
    by_hand = get("/tables/{parks}/rows", select="区市", distinct="true", limit=3, after=first["page"]["next"]).json()
    assert following["data"] == by_hand["data"]
    seen = [row["区市"] for row in first["data"] + following["data"]]
    assert seen == ["崂山区", "市南区", "李沧区", "黄岛区"]


def test_an_export_of_distinct_rows_holds_each_once(get: Get) -> None:
    text = get("/tables/{parks}/export.csv", select="区市", distinct="true", order_by="区市 desc").text
    assert text.splitlines() == ["区市", "黄岛区", "李沧区", "市南区", "崂山区"]


def test_a_sample_says_that_it_is_one(get: Get) -> None:
    answer = get("/tables/{trees}/rows", sample=20, seed=7, select="编号").json()
    assert (answer["sample"]["rows"], answer["sample"]["seed"], len(answer["data"])) == (20, 7, 20)
    assert "抽样" in answer["sample"]["zh"]
    assert "sample" in answer["sample"]["en"]
    exported = get("/tables/{trees}/export.csv", sample=20, seed=7, select="编号")
    assert exported.text.split()[1:] == [row["编号"] for row in answer["data"]]
    assert exported.headers["X-Sample"] == "rows=20; seed=7"
    assert "sample" not in get("/tables/{trees}/rows", limit=1).json()


def test_an_approximate_total_of_a_small_table_is_counted(get: Get) -> None:
    page = get("/tables/{trees}/rows", where="区市 = '市南区'", count="approx", limit=1).json()["page"]
    assert page["total"] == 500
    assert "total_estimate" not in page


def test_a_long_address_of_the_next_page_stays_out_of_the_headers(get: Get) -> None:
    corners = [f"{120 + n / 1000:.3f} {36 + n % 7 / 1000:.3f}" for n in range(1000)]
    area = f"POLYGON(({', '.join([*corners, '121 40', corners[0]])}))"
    answer = get("/tables/{trees}/rows", within=area, limit=5, select="编号")
    assert answer.status_code == 200, answer.text
    assert "Link" not in answer.headers
    following = get(answer.json()["page"]["next_url"].removeprefix("/api/v1")).json()
    assert len(following["data"]) == 5
    assert following["data"] != answer.json()["data"]
