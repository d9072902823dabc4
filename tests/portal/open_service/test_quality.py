"""The quality of rows over HTTP and on its page."""

from __future__ import annotations

import pytest
import requests

from tests.live import LiveSite
from tests.portal.open_service.conftest import Get

pytestmark = pytest.mark.xdist_group("live")


def test_the_description_is_judged_too(get: Get) -> None:
    found = get("/tables/{parks}/quality").json()["data"]["description"]
    assert found["of"] == 405
    lost = sum(one["points"] - one["reached"] for one in found["missing"])
    assert abs(found["score"] + lost - 405) < 1
    assert 221 <= found["score"] < 405


def test_the_api_says_what_the_score_rests_on(get: Get) -> None:
    found = get("/tables/{trees}/quality").json()["data"]
    assert [(one["column"], one["original"], one["cells"], one["text"]["en"]) for one in found["misfits"]] == [
        ("胸径", "约30", 2, "an approximate value")
    ]
    assert 0 < found["score"] < 100
    assert [one["code"] for one in found["dimensions"]] == [
        "normativity", "completeness", "accuracy", "consistency", "timeliness", "accessibility",
    ]  # fmt: skip


def test_rows_that_are_not_open_are_not_judged_in_public(get: Get, live_site: LiveSite) -> None:
    assert get(f"/tables/{live_site.seeded['wells']['table']}/quality").status_code == 403


def test_the_page_shows_written_forms_and_leads_to_rows(live_site: LiveSite) -> None:
    found = requests.get(f"{live_site.url}/datasets/trees/quality/", timeout=60)
    assert found.status_code == 200
    assert "<code>约30</code>" in found.text
    assert "约数，不是确定的数值" in found.text
    assert "IS+NULL" in found.text
