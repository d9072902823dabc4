"""Which tables a statement may name, at which release, and what the answer says of them; nothing betrays what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.live import LiveSite

Get = Callable[..., requests.Response]
pytestmark = pytest.mark.xdist_group("live")
TREES, EARLIER = 2_500, 2_000
HOG = "select levenshtein(repeat('x', 400000), repeat('y', 400000)) as n"


def test_the_answer_names_release_licence_and_citation_of_each_table(get: Get, live_site: LiveSite) -> None:
    table = live_site.table("trees")
    found = get("/query", sql=f'select count(*) as n from "parks", {table}').json()
    by_name = {one["name"]: one for one in found["tables"]}
    assert sorted(by_name) == sorted(("parks", table))
    trees = by_name[table]
    assert trees["release"]["id"] == live_site.seeded["trees"]["release"]
    assert trees["dataset"]["slug"] == "trees"
    assert trees["licence"]["code"] == "LicenseRef-City-Open"
    assert trees["citation"]["zh"].startswith("青岛市园林和林业局：行道树普查，第 2 版")
    assert "release 2" in trees["citation"]["en"]
    assert found["bounds"] == {"rows": 100_000, "bytes": 64 << 20, "seconds": 10, "memory_bytes": 512 << 20}


@pytest.mark.parametrize("name", ['"trees"."行道树普查"', '"trees/行道树普查"', '"TREES"."行道树普查"'])
def test_a_table_is_named_by_its_dataset_and_its_own_name(get: Get, name: str) -> None:
    answered = get("/query", sql=f"select count(*) as n from {name}")
    if name.startswith('"TREES'):
        assert answered.status_code == 404
        assert "trees" in answered.json()["zh"]  # what is near
        return
    assert answered.json()["data"] == [{"n": TREES}]


def test_a_qualified_table_is_called_as_it_was_named(get: Get) -> None:
    sql = 'select "trees"."行道树普查".编号 from "trees"."行道树普查" order by 1 limit 1'
    assert get("/query", sql=sql).json()["data"] == [{"编号": "T00001"}]


def test_an_earlier_release_is_read_by_its_number_id_or_moment(get: Get, live_site: LiveSite) -> None:
    first = live_site.seeded["trees"]["first_release"]
    for sql, asked in (
        ('select count(*) as n from "trees@1"', {}),
        (f'select count(*) as n from "trees@{first}"', {}),
        ('select count(*) as n from "trees@1/行道树普查"', None),
        ("select count(*) as n from trees", {"as_of": "1"}),
        ("select count(*) as n from trees", {"as_of": first}),
        ('select count(*) as n from "trees"."行道树普查@1"', {}),
    ):
        if asked is None:
            assert get("/query", sql=sql).status_code in {400, 404}
            continue
        found = get("/query", sql=sql, **asked).json()
        assert found["data"] == [{"n": EARLIER}], sql
        assert found["tables"][0]["release"]["number"] == 1


def test_releases_of_one_table_are_compared_in_one_statement(get: Get) -> None:
    sql = 'select count(*) as n from trees a anti join "trees@1" b using (编号)'
    assert get("/query", sql=sql).json()["data"] == [{"n": TREES - EARLIER}]


def test_one_release_for_several_tables_is_ambiguous_and_a_date_is_not(get: Get) -> None:
    sql = "select count(*) as n from trees, parks"
    refused = get("/query", sql=sql, as_of="1").json()
    assert refused["code"] == "sql-as-of-ambiguous"
    assert get("/query", sql=sql, as_of="2999-01-01").status_code == 200
    assert get("/query", sql=sql, as_of="2001-01-01").status_code == 404


@pytest.mark.parametrize(
    "shape", ["select * from {name}", 'select * from "{name}"."尚未发布的数据"', "select * from {name}@1"]
)
def test_what_is_hidden_sounds_like_what_does_not_exist(get: Get, shape: str) -> None:
    if "@" in shape:
        shape = shape.replace("{name}@1", '"{name}@1"')
    hidden, nowhere = (get("/query", sql=shape.format(name=name)) for name in ("draft", "drafz"))
    assert hidden.status_code == nowhere.status_code == 404
    assert hidden.text.replace("draft", "…") == nowhere.text.replace("drafz", "…")


def test_withdrawn_tables_are_gone_and_come_back(get: Get, live_site: LiveSite) -> None:
    sql = "select count(*) as n from fleeting"
    assert get("/query", sql=sql).json()["data"] == [{"n": 2}]
    live_site.seed("withdraw", "fleeting")
    try:
        gone = get("/query", sql=sql)
        assert gone.status_code in {403, 404, 410}
        assert "J001" not in gone.text
        assert get("/query", sql='select * from "fleeting@1"').status_code == gone.status_code
        assert (
            "fleeting" not in get("/query", sql="select * from fleetin").text.replace("fleetin”", "").split("token")[0]
        )
    finally:
        live_site.seed("publish", "fleeting")
    assert get("/query", sql=sql).json()["data"] == [{"n": 2}]


def test_conditional_rows_are_for_those_who_hold_a_right(get: Get, live_site: LiveSite) -> None:
    sql = 'select * from parks join "wells" on true'
    refused = get("/query", sql=sql)
    assert (refused.status_code, refused.json()["code"]) == (403, "data-not-open")
    assert "J001" not in refused.text
    key = live_site.seeded["keys"]["read"]
    mine = get("/query", sql="select count(*) as n from wells", headers={"Authorization": f"Bearer {key}"})
    assert mine.json()["data"] == [{"n": 2}]
    assert "private" in mine.headers["Cache-Control"]
    again = get("/query", sql="select count(*) as n from wells", headers={"If-None-Match": mine.headers["ETag"]})
    assert again.status_code == 403


def test_a_hog_ends_at_its_deadline_and_the_site_answers_meanwhile(get: Get, live_site: LiveSite) -> None:
    with ThreadPoolExecutor(6) as threads:
        hogs = [threads.submit(get, "/query", sql=f"{HOG}, {n} as m") for n in range(5)]
        during = [get("/tables/{parks}/rows", limit="1") for _ in range(5)]
        answers = [one.result() for one in hogs]
    assert {one.status_code for one in during} == {200}
    assert max(one.elapsed.total_seconds() for one in during) < 5
    codes = [one.json()["code"] for one in answers]
    assert set(codes) == {"sql-timeout", "sql-busy"}
    assert codes.count("sql-busy") >= 2
    assert all(int(one.headers["Retry-After"]) > 0 for one in answers)
    assert get("/query", sql="select count(*) as n from parks").json()["data"] == [{"n": 5}]


def test_many_small_statements_at_once_are_all_answered_or_told_to_come_again(get: Get) -> None:
    def asked(number: int) -> int:
        answered = get("/query", sql=f"select count(*) + {number} as n from trees")
        if answered.status_code == 200:
            assert answered.json()["data"] == [{"n": TREES + number}]
        return answered.status_code

    with ThreadPoolExecutor(4) as threads:
        statuses = list(threads.map(asked, range(60)))
    assert set(statuses) <= {200, 503}
    assert statuses.count(200) >= 30


def test_other_formats_name_the_releases_in_a_header(get: Get, live_site: LiveSite) -> None:
    link = get("/query", sql="select * from parks", format="csv").headers["Link"]
    release = live_site.seeded["parks"]["release"]
    assert link == f'</api/v1/tables/{live_site.table("parks")}/releases/{release}>; rel="describedby"'


def test_what_is_known_already_is_not_run_again(get: Get) -> None:
    first = get("/query", sql="select * from trees", format="csv")
    again = get("/query", sql="select * from trees", format="csv", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert get("/query", method="HEAD", sql=HOG, format="csv").status_code == 200
