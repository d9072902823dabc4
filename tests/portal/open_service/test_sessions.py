"""Who is logged in reads what their role allows, and nobody else gets to see it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from tests.live import LiveSite
from tests.portal.open_service.conftest import Get
from tests.seeding import OFFICER, PASSWORD

pytestmark = pytest.mark.xdist_group("live")


@pytest.fixture(scope="module")
def officer(live_site: LiveSite) -> Iterator[requests.Session]:
    """A session of the department's officer, begun at the login page."""
    with requests.Session() as session:
        address = f"{live_site.url}/login/"
        session.get(address, timeout=30)
        form = {"username": OFFICER, "password": PASSWORD, "csrfmiddlewaretoken": session.cookies["csrftoken"]}
        answer = session.post(address, data=form, headers={"Referer": address}, timeout=30, allow_redirects=False)
        assert answer.status_code == 302, answer.text
        yield session


def test_an_officer_reads_the_closed_rows_of_the_own_department(
    officer: requests.Session, get: Get, live_site: LiveSite
) -> None:
    address = f"{live_site.url}/api/v1/tables/{live_site.table('wells')}/rows"
    answers = [officer.get(address, timeout=30) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["data"][0] == {"井号": "J001", "深度": 35.5}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-cache"}
    assert get("/tables/{wells}/rows").status_code == 403


def test_a_tag_from_a_session_opens_nothing_to_others(officer: requests.Session, get: Get, live_site: LiveSite) -> None:
    address = f"{live_site.url}/api/v1/tables/{live_site.table('wells')}/rows"
    tag = officer.get(address, headers={"Accept-Encoding": "identity"}, timeout=30).headers["ETag"]
    assert officer.get(address, headers={"If-None-Match": tag}, timeout=30).status_code == 304
    assert get("/tables/{wells}/rows", headers={"If-None-Match": tag}).status_code == 403


def test_an_officer_knows_the_drafts_of_the_own_department(officer: requests.Session, live_site: LiveSite) -> None:
    answer = officer.get(f"{live_site.url}/api/v1/datasets/draft", timeout=30)
    assert (answer.status_code, answer.json()["data"]["state"]) == (200, "draft")
    assert answer.headers["Cache-Control"] == "private, no-cache"
