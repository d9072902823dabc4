"""Public SQL over HTTP: whom it answers, in which formats, and what it says when it does not."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import requests

from tests.live import LiveSite

Get = Callable[..., requests.Response]
pytestmark = pytest.mark.xdist_group("live")


def posted(site: LiveSite, **body: Any) -> requests.Response:
    return requests.post(f"{site.url}/api/v1/query", json=body, timeout=60)


def test_sql_says_the_same_as_groups(get: Get, live_site: LiveSite) -> None:
    table = live_site.table("trees")
    columns = [field["name"] for field in get("/tables/{trees}").json()["data"]["fields"]]
    groups = get(
        "/tables/{trees}/aggregate", group_by=columns[1], select=f"{columns[1]},count(*) as n", limit="1000"
    ).json()["data"]
    sql = f'select "{columns[1]}", count(*) as n from {table} group by 1 order by 1 nulls last'
    found = get("/query", sql=sql).json()
    assert found["data"] == groups
    assert found["tables"][0]["id"] == table
    assert found["limits"] == []


def test_a_table_is_named_by_its_slug_or_id_and_tables_join(get: Get, live_site: LiveSite) -> None:
    table = live_site.table("parks")
    column = get("/tables/{parks}").json()["data"]["fields"][0]["name"]
    sql = f'select count(*) as n from "parks" a join {table} b using ("{column}")'
    assert get("/query", sql=sql).json()["data"][0]["n"] >= 1


def test_post_takes_the_same_question(live_site: LiveSite, get: Get) -> None:
    sql = "select 1 as n, '青岛' as 市"
    answered = posted(live_site, sql=sql)
    assert answered.status_code == 200
    assert answered.json()["data"] == get("/query", sql=sql).json()["data"] == [{"n": 1, "市": "青岛"}]
    assert posted(live_site, sql=sql, explain=True).json()["plan"]


@pytest.mark.parametrize("form", ["csv", "arrow", "parquet"])
def test_other_formats_are_files(get: Get, form: str) -> None:
    answered = get("/query", sql="select unnest([1, 2, 3]) as n", format=form)
    assert answered.status_code == 200
    assert f"query.{form}" in answered.headers["Content-Disposition"]
    if form == "csv":
        assert answered.text == "n\r\n1\r\n2\r\n3\r\n"
        return
    table = (
        pa.ipc.open_stream(answered.content).read_all()
        if form == "arrow"
        else pq.read_table(io.BytesIO(answered.content))
    )
    assert table.to_pydict() == {"n": [1, 2, 3]}


@pytest.mark.parametrize(
    ("sql", "status", "code"),
    [
        ("select * from draft", 404, "sql-table-unknown"),
        ("select * from tbl_000000000000", 404, "sql-table-unknown"),
        ("select * from 'parks.csv'", 404, "sql-table-unknown"),
        ("select * from wells", 403, "data-not-open"),
        ("drop table parks", 400, "sql-refused"),
        ("select getenv('HOME')", 400, "sql-function-refused"),
        ("select * from duckdb_settings", 403, "sql-system-table"),
        ('select * from "parks"."nothing"', 404, "sql-table-unknown"),
        ('select * from "parks@99"', 404, "sql-table-unknown"),
        ('select * from "parks@x"', 400, "as-of-invalid"),
        ("select 没有 from parks", 400, "sql-invalid"),
        ("select 'x'::integer", 422, "sql-failed"),
    ],
)
def test_what_is_not_answered_says_why(get: Get, sql: str, status: int, code: str) -> None:
    answered = get("/query", sql=sql)
    assert (answered.status_code, answered.json()["code"]) == (status, code)
    assert answered.json()["zh"]
    assert answered.json()["en"]


def test_a_body_that_is_no_object_is_refused(live_site: LiveSite) -> None:
    for body in (b"select 1", b"[1]", b'{"sql": ["select 1"]}'):
        answered = requests.post(f"{live_site.url}/api/v1/query", data=body, timeout=60)
        assert (answered.status_code, answered.json()["code"]) == (400, "body-not-json")


def test_browsers_may_post_from_elsewhere_and_only_here(live_site: LiveSite) -> None:
    allowed = requests.options(f"{live_site.url}/api/v1/query", timeout=60).headers
    assert "POST" in allowed["Access-Control-Allow-Methods"]
    assert "Content-Type" in allowed["Access-Control-Allow-Headers"]
    refused = requests.post(f"{live_site.url}/api/v1/datasets", json={}, timeout=60)
    assert refused.status_code == 405
    assert "POST" not in refused.headers["Allow"]


def test_an_answer_is_known_by_its_tag_until_a_release(get: Get) -> None:
    first = get("/query", sql="select count(*) as n from parks")
    again = get("/query", sql="select count(*) as n from parks", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
