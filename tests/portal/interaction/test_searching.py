"""Searching requests on the pages: each finds what they may see, and no more."""

from __future__ import annotations

import pytest

from tests.core_services.data_requests.conftest import AT, People
from tests.core_services.data_requests.test_applications import PROOF
from tests.core_services.data_requests.test_rules import application
from tests.portal.interaction.conftest import Browser, text_of
from zhanqiao.core_services.data_requests import operations
from zhanqiao.portal.workbench.queries import requests as workbench

pytestmark = pytest.mark.django_db
MINE, OFFICES = "/my/applications/", "/workbench/requests/"


@pytest.fixture
def applied(wells: str, people: People) -> str:
    form = application(purpose="地下水位研究")
    return operations.submit_application(dataset_id=wells, form=form, files=PROOF, by=people.citizen, at=AT)


def finds(browser: Browser, username: str, path: str, number: str, **query: str) -> bool:
    """Say whether a list links to the application."""
    answer = browser(username).get(path, query)
    assert answer.status_code == 200
    return f'application/{number}/"' in answer.content.decode() or f'applications/{number}/"' in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({}, True),
        ({"q": "水位"}, True),
        ({"q": "监测井 研究"}, True),
        ({"q": "公交"}, False),
        ({"state": "submitted"}, True),
        ({"state": "granted"}, False),
        ({"state": "nonsense"}, True),
        ({"q": "a\0b"}, False),
    ],
)
def test_applicants_search_their_own(applied: str, browser_of: Browser, query: dict[str, str], is_found: bool) -> None:
    assert finds(browser_of, "wang.fang", MINE, applied, **query) is is_found
    assert finds(browser_of, "zhao.lei", MINE, applied, **query) is False


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"q": "水位"}, True),
        ({"q": "公交"}, False),
        ({"q": "水位", "state": "application.submitted"}, True),
        ({"state": "application.granted"}, False),
        ({"state": "opening.merged"}, True),
        ({"state": "nonsense"}, True),
    ],
)
def test_offices_search_what_concerns_them(
    applied: str, browser_of: Browser, query: dict[str, str], is_found: bool
) -> None:
    for username, concerns in (("authority", True), ("parks.reviewer", True), ("transport.reviewer", False)):
        browser = browser_of(username)
        section = browser.get(OFFICES, query).content.decode().partition('id="applications"')[2]
        assert (applied in section) is (is_found and concerns), username


def test_the_number_finds_it_and_the_field_keeps_what_was_looked_for(applied: str, browser_of: Browser) -> None:
    page = browser_of("authority").get(OFFICES, {"q": applied, "state": "application.submitted"}).content.decode()
    assert (f'value="{applied}"' in page, 'value="application.submitted" selected' in page) == (True, True)
    assert 'id="openings"' not in page
    assert "没有符合的需求" in text_of(browser_of("authority").get(OFFICES, {"q": "公交"}).content)


def test_a_cut_list_says_so(
    applied: str, wells: str, people: People, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    operations.submit_application(dataset_id=wells, form=application(), files=PROOF, by=people.other, at=AT)
    assert "仅显示最近的" not in text_of(browser_of("authority").get(OFFICES).content)
    monkeypatch.setattr(workbench, "RECENT", 1)
    assert "仅显示最近的 1 件（共 2 件）" in text_of(browser_of("authority").get(OFFICES).content)
