"""Conditional rows by a data grant: through its key, within its quota, announced, and never from memory to others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from tests import seeding
from tests.portal.open_service.entry import Reply, call
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import give_data_grant, move_data_grant
from zhanqiao.people.access.queries import grant_card
from zhanqiao.people.access.rules import Basis, GrantState, Way
from zhanqiao.people.accounts.operations import create_account, make_key
from zhanqiao.people.accounts.rules import Scope

pytestmark = pytest.mark.xdist_group("live")
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def wells(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Conditional wells and another conditional dataset, committed for the module."""
    with django_db_blocker.unblock():
        seeding.register_department()
        stated = {"open_type": "conditional", "open_condition": "签订利用协议后提供。"}
        made = seeding.published(name="wells", title="地下水监测井", content=seeding.WELLS, **stated)
        other = seeding.published(name="mains", title="供水干管", content=seeding.MAINS, **stated)
        yield made | {"other": other["table"]}
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def citizen(wells: dict[str, str], db: None) -> str:
    return create_account(
        username="wang.fang", display_name="王芳", password=seeding.PASSWORD, department_id=None, by="tests", at=now()
    )


def granted(citizen: str, wells: dict[str, str], **changes: Any) -> tuple[str, str]:
    values = {
        "account_id": citizen,
        "dataset_id": wells["dataset"],
        "basis": Basis.APPLICATION,
        "way": Way.API,
        "purpose": "研究",
        "from_at": now() - DAY,
        "to_at": now() + DAY,
        "per_day": 3,
        "by": "tests",
        "at": now(),
    }
    return give_data_grant(**{**values, **changes})


def rows(table: str, secret: str = "", query: str = "", what: str = "rows") -> Reply:
    shown = {"HTTP_AUTHORIZATION": f"Bearer {secret}"} if secret else {}
    return call(f"/api/v1/tables/{table}/{what}", query, **shown)


def test_a_grant_reads_and_says_how_much_is_left(citizen: str, wells: dict[str, str]) -> None:
    grant, secret = granted(citizen, wells)
    status, headers, content = rows(wells["table"], secret)
    assert (status, len(json.loads(content)["data"])) == ("200 OK", 2)
    assert headers["RateLimit-Policy"] == f'"{grant}";q=3;w=86400'
    assert headers["RateLimit"].startswith(f'"{grant}";r=2;t=')
    assert "private" in headers["Cache-Control"]
    assert grant_card(grant_id=grant).uses == 1


def test_what_a_grant_read_is_never_kept_for_others(citizen: str, wells: dict[str, str]) -> None:
    _, secret = granted(citizen, wells)
    assert rows(wells["table"], secret, "limit=1")[0] == "200 OK"
    status, headers, content = rows(wells["table"], query="limit=1")
    assert (status, "RateLimit" in headers, b"J001" in content) == ("403 Forbidden", False, False)


def test_nothing_but_its_dataset_by_its_way_is_open(citizen: str, wells: dict[str, str]) -> None:
    _, secret = granted(citizen, wells)
    _, other = make_key(account_id=citizen, name="别的", scope=Scope.READ, days=1, by=citizen, at=now())
    refused = [
        rows(wells["other"], secret)[0],
        rows(wells["table"], other)[0],
        rows(wells["table"], secret, what="export.csv")[0],
    ]
    assert refused == ["403 Forbidden"] * 3
    status, _, content = call(f"/api/v1/tables/{wells['table']}", HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert (status, json.loads(content)["data"]["profile"]) == ("200 OK", None)
    found = call("/api/v1/values", "value=J001", HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert (found[0], json.loads(found[2])["data"]) == ("200 OK", [])


def test_files_are_had_by_a_grant_for_files(citizen: str, wells: dict[str, str]) -> None:
    _, secret = granted(citizen, wells, way=Way.FILE)
    status, _, content = rows(wells["table"], secret, what="export.csv")
    assert (status, "J001" in content.decode()) == ("200 OK", True)


def test_the_quota_is_refused_with_the_time_to_wait(citizen: str, wells: dict[str, str]) -> None:
    grant, secret = granted(citizen, wells)
    answers = [rows(wells["table"], secret, f"limit={number}") for number in range(1, 5)]
    assert [one[0] for one in answers] == ["200 OK"] * 3 + ["429 Too Many Requests"]
    _, headers, content = answers[-1]
    problem = json.loads(content)
    assert problem["type"].endswith("grant-quota-used")
    assert headers["RateLimit"].startswith(f'"{grant}";r=0;t=')
    assert 0 < int(headers["Retry-After"]) <= 86_400
    assert grant_card(grant_id=grant).uses == 3


def test_a_suspended_or_expired_grant_reads_nothing(citizen: str, wells: dict[str, str]) -> None:
    grant, secret = granted(citizen, wells)
    _, expired = granted(citizen, wells, from_at=now() - 2 * DAY, to_at=now() - DAY)
    assert rows(wells["table"], expired)[0] == "403 Forbidden"
    move_data_grant(grant_id=grant, state=GrantState.SUSPENDED, reason="超用途", by="tests", at=now())
    assert rows(wells["table"], secret)[0] == "403 Forbidden"


def test_a_warm_granted_call_asks_the_database_nothing(
    citizen: str, wells: dict[str, str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _, secret = granted(citizen, wells)
    cold = rows(wells["table"], secret, "limit=2")
    with django_assert_num_queries(0):
        warm = rows(wells["table"], secret, "limit=2")
    assert warm[2] == cold[2]
