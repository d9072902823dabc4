"""Joins over HTTP: whom they answer, what they tell of the match, and what they refuse."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.live import LiveSite
from tests.portal.open_service.conftest import Get

pytestmark = pytest.mark.xdist_group("live")
GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "developers" / "joins.md").read_text(encoding="utf-8")
EXAMPLES = [text for text in re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL) if '"data"' not in text]
BY_DISTRICT = {"left": "parks", "right": "trees", "on": "区市"}


def posted(site: LiveSite, body: Any, **headers: str) -> requests.Response:
    return requests.post(f"{site.url}/api/v1/joins", json=body, headers=headers, timeout=60)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_guide_run(live_site: LiveSite, example: str) -> None:
    answered = posted(live_site, json.loads(example))
    assert answered.status_code == 200, answered.text
    assert answered.json()["data"] != [] or '"anti"' in example


def test_the_answer_of_the_guide_is_what_comes(live_site: LiveSite) -> None:
    shown = json.loads(re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)[-1])
    answer = posted(live_site, json.loads(EXAMPLES[0])).json()
    assert sorted(answer) == sorted(shown)
    assert answer["data"][0] == shown["data"][0]
    assert answer["match"] == shown["match"]


def test_a_join_says_the_same_as_sql(live_site: LiveSite, get: Get) -> None:
    body = BY_DISTRICT | {"select": "名称, 编号", "where": "胸径 > 60", "order_by": "编号 desc, 名称", "limit": 1000}
    sql = (
        'select p."名称", t."编号" from "parks" p join "trees" t using ("区市") where t."胸径" > 60'
        ' order by t."编号" desc, p."名称" limit 1000'
    )
    found = posted(live_site, body).json()
    assert found["data"] == get("/query", sql=sql).json()["data"]
    assert len(found["data"]) > 100


def test_both_tables_are_named_with_their_releases(live_site: LiveSite) -> None:
    body = BY_DISTRICT | {"right": {"table": live_site.table("trees"), "as_of": 1}, "select": "count(*) as n"}
    then, now = posted(live_site, body).json(), posted(live_site, BY_DISTRICT | {"select": "count(*) as n"}).json()
    releases = [answer["tables"]["right"]["release"]["number"] for answer in (then, now)]
    assert releases == [1, 2]
    assert [answer["data"] for answer in (then, now)] == [[{"n": 2000}], [{"n": 2500}]]
    assert then["tables"]["left"]["id"] == live_site.table("parks")


def test_a_total_is_given_where_it_is_free(live_site: LiveSite) -> None:
    free = posted(live_site, BY_DISTRICT | {"limit": 10}).json()["page"]
    assert (free["total"], free["more"], free["limit"], free["offset"]) == (2500, True, 10, 0)
    filtered = posted(live_site, BY_DISTRICT | {"where": "胸径 > 60", "limit": 10}).json()["page"]
    assert filtered["total"] is None
    assert sorted(filtered["total_reason"]) == ["en", "zh"]


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_table_that_may_not_be_seen_answers_as_if_it_were_not(live_site: LiveSite, side: str) -> None:
    hidden, missing = (posted(live_site, BY_DISTRICT | {side: name}) for name in ("draft", "nowhere"))
    documents = [{**answer.json(), "facts": None} for answer in (hidden, missing)]
    assert [hidden.status_code, missing.status_code] == [404, 404]
    assert json.dumps(documents[0]).replace("draft", "nowhere") == json.dumps(documents[1])
    assert posted(live_site, BY_DISTRICT | {side: "tbl_000000000000"}).status_code == 404


@pytest.mark.parametrize("side", ["left", "right"])
def test_rows_that_are_not_open_are_refused_with_the_reason(live_site: LiveSite, side: str) -> None:
    answered = posted(live_site, BY_DISTRICT | {side: "wells", "on": [{"left": "井号", "right": "井号"}]})
    assert (answered.status_code, answered.json()["code"]) == (403, "data-not-open")


@pytest.mark.parametrize(
    ("body", "code", "fact"),
    [
        ({}, "join-spec", "left"),
        ({"left": "parks", "right": {"slug": "trees"}, "on": "区市"}, "join-spec", "right.slug"),
        (BY_DISTRICT | {"on": []}, "join-spec", "on"),
        (BY_DISTRICT | {"on": [{"left": "区市"}]}, "join-spec", "on[0]"),
        (BY_DISTRICT | {"on": [7]}, "join-spec", "on[0]"),
        (BY_DISTRICT | {"kind": "outer"}, "join-spec", "kind"),
        (BY_DISTRICT | {"limit": "10"}, "join-spec", "limit"),
        (BY_DISTRICT | {"limit": True}, "join-spec", "limit"),
        (BY_DISTRICT | {"select": 1}, "join-spec", "select"),
        (BY_DISTRICT | {"distinct": "true"}, "join-spec", "distinct"),
        (BY_DISTRICT | {"wher": "1"}, "join-spec", "body.wher"),
        (BY_DISTRICT | {"left": {"table": "parks", "prefix": 1}}, "join-spec", "left.prefix"),
        (BY_DISTRICT | {"on": "区"}, "query-invalid", "on"),
        (BY_DISTRICT | {"on": [{"left": "面积", "right": "编号"}]}, "query-invalid", "on"),
        (BY_DISTRICT | {"where": "面职 > 1"}, "query-invalid", "where"),
        (BY_DISTRICT | {"right": {"table": "trees", "prefix": ""}}, "query-invalid", "right.prefix"),
        ([], "body-not-json", None),
    ],
)
def test_what_is_no_join_is_located_in_both_languages(
    live_site: LiveSite, body: Any, code: str, fact: str | None
) -> None:
    answered = posted(live_site, body)
    document = answered.json()
    assert (answered.status_code, document["code"]) == (400, code)
    assert document["facts"].get("member", document["facts"].get("parameter")) == fact
    assert re.search("[\u4e00-\u9fff]", document["zh"])
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"'[^']*'", "", document["en"]))


def test_an_unknown_state_of_a_table_is_refused(live_site: LiveSite) -> None:
    assert posted(live_site, BY_DISTRICT | {"left": {"table": "parks", "as_of": "gestern"}}).status_code == 400


def test_only_a_post_is_answered_and_browsers_may_send_it(live_site: LiveSite) -> None:
    address = f"{live_site.url}/api/v1/joins"
    refused = requests.get(address, timeout=60)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST, OPTIONS")
    assert "POST" in requests.options(address, timeout=60).headers["Access-Control-Allow-Methods"]


def test_an_answer_is_known_by_its_tag(live_site: LiveSite) -> None:
    first = posted(live_site, BY_DISTRICT)
    assert posted(live_site, BY_DISTRICT, **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    other = posted(live_site, BY_DISTRICT | {"kind": "left"})
    assert other.headers["ETag"] != first.headers["ETag"]


def test_a_join_that_would_multiply_rows_past_the_limit_is_refused(live_site: LiveSite) -> None:
    answered = posted(live_site, {"left": "trees", "right": "trees", "on": "length(区市)", "limit": 1})
    document = answered.json()
    assert (answered.status_code, document["code"]) == (422, "join-too-large")
    assert (document["facts"]["pairs"], document["facts"]["limit"]) == (2500**2, 5_000_000)
