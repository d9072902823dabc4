"""Tables that go with a table, over HTTP: what is found joins, and nothing shows what the caller may not read."""

from __future__ import annotations

import pytest
import requests

from tests.live import LiveSite
from tests.portal.open_service.conftest import Get

pytestmark = pytest.mark.xdist_group("live")


def test_what_is_joinable_joins_by_the_body_that_is_given(get: Get, live_site: LiveSite) -> None:
    found = get("/tables/{parks}/joinable").json()
    assert found["total"] == len(found["data"])
    for each in found["data"]:
        answer = requests.post(live_site.url + each["join"]["url"], json=each["join"]["body"], timeout=60)
        assert answer.status_code == 200
        assert answer.json()["match"]["pairs"] == each["match"]["pairs"]
        assert answer.json()["match"]["left"]["rate"] == each["match"]["left_rate"]


def test_only_tables_whose_rows_may_be_read_are_named(get: Get) -> None:
    for kind in ("joinable", "unionable"):
        for name in ("parks", "trees"):
            for each in get(f"/tables/{{{name}}}/{kind}").json()["data"]:
                assert get(f"/tables/{each['table']['id']}/rows", limit=1).status_code == 200


def test_a_table_that_does_not_exist_has_none(get: Get) -> None:
    assert get("/tables/tbl_0000000000000/joinable").status_code == 404
    assert get("/tables/tbl_0000000000000/unionable").status_code == 404


def test_a_limit_that_is_no_number_is_refused(get: Get) -> None:
    assert get("/tables/{parks}/joinable", limit="x").status_code == 400
