"""Tables that go with a table, over HTTP: what is found joins, and nothing shows what the caller may not read.

``closed-mains`` has the keys and the columns of ``mains``, and its rows are not open.
"""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("written")


def asked(site: LiveSite, table: str, kind: str, **params: Any) -> requests.Response:
    return requests.get(f"{site.url}/api/v1/tables/{table}/{kind}", params=params, timeout=60)


def test_what_is_joinable_joins_by_the_body_that_is_given(written_site: LiveSite) -> None:
    repairs, mains = written_site.table("repairs"), written_site.table("mains")
    found = asked(written_site, repairs, "joinable").json()
    assert [each["table"]["id"] for each in found["data"]] == [mains]
    entry = found["data"][0]
    assert entry["match"] == {"left_rate": 1.0, "right_rate": 0.833333, "pairs": 10, "cardinality": "many-to-one"}
    assert entry["reason"]["zh"] == (
        "《干管维修》“干管编号”的 5 个不同值中有 100% 见于《供水干管》“干管编号”（6 个不同值）；对方每个键值一行，本表可有多行。"
    )
    answer = requests.post(written_site.url + entry["join"]["url"], json=entry["join"]["body"], timeout=60)
    assert (answer.status_code, answer.json()["match"]["pairs"]) == (200, 10)


def test_a_table_of_the_same_columns_whose_rows_are_closed_is_not_named(written_site: LiveSite) -> None:
    mains, closed = written_site.table("mains"), written_site.table("closed-mains")
    for kind in ("joinable", "unionable"):
        assert closed not in asked(written_site, mains, kind).text
        assert asked(written_site, closed, kind).status_code == 403


def test_tables_of_the_same_columns_are_unionable(written_site: LiveSite) -> None:
    lots, files = written_site.table("lots"), written_site.table("files")
    found = {each["table"]["id"]: each for each in asked(written_site, lots, "unionable").json()["data"]}
    assert (set(found), found[files]["columns"]) == ({files}, ["车场编号", "名称", "余位", "更新时间"])


def test_a_table_that_does_not_exist_has_none(written_site: LiveSite) -> None:
    assert asked(written_site, "tbl_0000000000000", "joinable").status_code == 404
    assert asked(written_site, "tbl_0000000000000", "unionable").status_code == 404


def test_a_limit_that_is_no_number_is_refused(written_site: LiveSite) -> None:
    assert asked(written_site, written_site.table("mains"), "joinable", limit="x").status_code == 400
