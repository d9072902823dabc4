"""The authority's pages on harvesting, against a portal on loopback."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.portals import Portal, portal
from tests.seeding import DEPARTMENT, PASSWORD, register_department
from zhanqiao.core_services.exchange import operations, queries
from zhanqiao.core_services.exchange.rules import Kind
from zhanqiao.data_center.catalogue.models import Dataset
from zhanqiao.people.accounts.operations import create_account, grant_role
from zhanqiao.people.accounts.rules import Role

AT = datetime(2026, 11, 27, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    """A portal with a sound record and sixty broken ones, registered for review."""
    register_department()
    with portal() as site:
        monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", site.place)
        broken = [{"identifier": f"b{n}"} for n in range(60)]
        site.put("/data.json", json.dumps({"dataset": [{"identifier": "r", "title": "R"}, *broken]}))
        operations.register_source(
            key="city", name_zh="邻市", url=f"{site.url}/data.json", kind=Kind.DATA_JSON, department=DEPARTMENT, by="tests", at=AT
        )  # fmt: skip
        yield site


def logged_in(client: Client, role: Role) -> Client:
    account = create_account(
        username=role.value, display_name="张敏", password=PASSWORD, department_id=None, by="tests", at=AT
    )
    grant_role(account_id=account, role=role, department_id=None, by="tests", at=AT)
    assert client.login(username=role.value, password=PASSWORD)
    return client


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_authority_runs_a_harvest_reads_its_errors_and_publishes(client: Client, served: Portal) -> None:
    logged_in(client, Role.authority)
    assert "邻市" in text_of(client, "/workbench/harvest/")
    assert "还没有采集过" in text_of(client, "/workbench/harvest/city/")

    assert client.post("/workbench/harvest/city/").status_code == 302
    (waiting,) = operations.waiting_harvests(at=AT)
    operations.harvest_waiting(waiting=waiting, at=AT, clock=lambda: AT)
    assert operations.waiting_harvests(at=AT) == ()

    (run,) = queries.run_cards(source="city")
    assert (run.added, run.refused, run.by) == (1, 60, client.session["_auth_user_id"])
    source = text_of(client, "/workbench/harvest/city/")
    assert "待审核" in source
    assert " 完成 1 0 0 0 0 60 60 " in source
    first = text_of(client, f"/workbench/harvest/city/runs/{run.id}/")
    last = text_of(client, f"/workbench/harvest/city/runs/{run.id}/?page=2")
    assert (first.count("未收录"), last.count("未收录")) == (50, 10)
    assert f"{served.url}/data.json 2 b0 title – 标题 未收录" in first

    assert client.post("/workbench/harvest/city/publication/").status_code == 302
    assert Dataset.objects.get().state == "published"


def test_nobody_else_gets_there(client: Client, served: Portal) -> None:
    assert client.get("/workbench/harvest/").status_code in {302, 401}
    logged_in(client, Role.operator)
    for path in ("/workbench/harvest/", "/workbench/harvest/city/"):
        assert client.get(path).status_code == 403
    assert client.post("/workbench/harvest/city/").status_code == 403
    assert queries.run_cards(source="city") == ()


def test_what_does_not_exist_is_not_found(client: Client, served: Portal) -> None:
    logged_in(client, Role.authority)
    for path in ("/workbench/harvest/none/", "/workbench/harvest/city/runs/run_000000000000/"):
        assert client.get(path).status_code == 404
    assert client.post("/workbench/harvest/none/").status_code == 404
