"""The lean entry: what a cold and a warm call cost, and what never comes from memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from tests.portal.open_service.entry import call, data_api_wsgi, published_parks
from zhanqiao.portal.open_service.queries import ANSWERS

pytestmark = pytest.mark.xdist_group("live")


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A table committed for the whole module and removed after it."""
    with django_db_blocker.unblock():
        yield published_parks()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def table(published: str, db: None) -> str:
    """The module's table, and an empty memory."""
    ANSWERS.clear()
    return published


def test_a_warm_call_asks_the_database_nothing(table: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    path = f"/api/v1/tables/{table}/rows"
    cold = call(path, "limit=2")
    with django_assert_num_queries(0):
        assert call(path, "limit=2") == cold


def test_another_question_to_a_warm_table_asks_the_database_nothing(
    table: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    call(f"/api/v1/tables/{table}/rows")
    with django_assert_num_queries(0):
        for query in ("limit=1", "limit=3&offset=1", "count=none"):
            assert call(f"/api/v1/tables/{table}/rows", query)[0] == "200 OK"
        assert call(f"/api/v1/tables/{table}/aggregate", "select=count(*)")[0] == "200 OK"
        assert call(f"/api/v1/tables/{table}/facets", "columns=%E5%8C%BA%E5%B8%82")[0] == "200 OK"


def test_a_kept_answer_needs_no_django(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/api/v1/tables/{table}/rows"
    first = call(path)
    monkeypatch.setattr(data_api_wsgi, "api", None)
    monkeypatch.setattr(data_api_wsgi, "site", None)
    assert call(path) == first
    status, headers, content = call(path, HTTP_IF_NONE_MATCH=first[1]["ETag"])
    assert (status, content, headers["ETag"]) == ("304 Not Modified", b"", first[1]["ETag"])


def test_spellings_of_one_question_are_kept_once(table: str) -> None:
    call(f"/api/v1/tables/{table}/rows", "limit=2&offset=1")
    held = ANSWERS.held
    call(f"/api/v1/tables/{table}/rows", "offset=1&limit=2")
    assert ANSWERS.held == held > 0


def test_a_session_is_never_answered_from_the_anonymous_memory(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/api/v1/tables/{table}/rows"
    call(path)
    monkeypatch.setattr(data_api_wsgi, "kept_reply", None)
    status, headers, _ = call(path, HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}=unknown")
    assert (status, headers["Cache-Control"]) == ("200 OK", "public, max-age=0, must-revalidate")


def test_the_api_root_needs_no_slash(table: str) -> None:
    del table
    assert call("/api/v1")[0] == "200 OK"
    assert call("/api/v1x")[0] == "404 Not Found"
