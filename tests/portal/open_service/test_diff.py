"""Differences between releases over HTTP, and the page that shows them."""

from __future__ import annotations

import pytest
import requests

from tests.live import LiveSite
from tests.portal.open_service.conftest import Get

pytestmark = pytest.mark.xdist_group("live")


def test_the_latest_release_is_compared_with_the_one_before(get: Get, live_site: LiveSite) -> None:
    found = get("/tables/{trees}/diff").json()
    assert found["releases"]["old"]["id"] == live_site.seeded["trees"]["first_release"]
    assert (found["releases"]["old"]["number"], found["releases"]["new"]["number"]) == (1, 2)
    counts = found["summary"]
    assert (counts["removed"], counts["changed"], counts["added"]) == (0, 0, found["page"]["total"])
    assert counts["unchanged"] + counts["added"] == get("/tables/{trees}").json()["data"]["rows"]
    assert {(each["kind"], each["old"]) for each in found["data"]} == {("added", None)}


def test_pages_lead_on(get: Get) -> None:
    first = get("/tables/{trees}/diff", limit=1).json()
    second = get(first["page"]["next_url"].removeprefix("/api/v1")).json()
    assert (second["page"]["offset"], len(second["data"])) == (1, 1)
    assert first["data"] != second["data"]


def test_a_kind_that_did_not_happen_is_empty(get: Get) -> None:
    assert get("/tables/{trees}/diff", kind="removed").json()["data"] == []


def test_a_key_that_is_no_column_is_refused(get: Get) -> None:
    found = get("/tables/{trees}/diff", key="无此列")
    assert (found.status_code, found.json()["code"]) == (422, "diff-key")


def test_the_first_release_has_none_before_it(get: Get) -> None:
    assert get("/tables/{trees}/diff", to="1").status_code == 404


def test_the_page_shows_every_change_in_words(live_site: LiveSite) -> None:
    found = requests.get(f"{live_site.url}/datasets/trees/changes/", timeout=60)
    assert found.status_code == 200
    assert 'class="row-added"' in found.text
    assert "新增" in found.text


def test_the_page_of_a_table_with_one_release_says_so(live_site: LiveSite) -> None:
    found = requests.get(f"{live_site.url}/datasets/parks/changes/", timeout=60)
    assert (found.status_code, "没有可比较的版本" in found.text) == (200, True)
