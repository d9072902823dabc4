"""The public sees how the platform is and was: as a page, as JSON, as a feed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import feedparser
import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from zhanqiao.core_services.monitoring.models import DayUptime
from zhanqiao.core_services.monitoring.operations import add_note, keep_samples, open_incident
from zhanqiao.core_services.monitoring.rules.incidents import Component, IncidentState
from zhanqiao.kit.texts import Text

AT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_clock_stands_still() -> object:
    with time_machine.travel(AT, tick=False):
        yield


def happened(number: int) -> None:
    for one in range(number):
        incident_id = open_incident(
            title=Text(f"事件{one}", f"Incident {one}"), text=Text("排查中。", "We are looking."),
            state=IncidentState.INVESTIGATING, components=[Component.API], by="acc_op", at=AT - timedelta(hours=one + 1),
        )  # fmt: skip
        add_note(
            incident_id=incident_id, text=Text("已恢复。", "It works <again>."), state=IncidentState.RESOLVED,
            by="acc_op", at=AT - timedelta(hours=one),
        )  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_much_happened(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    happened(number)
    keep_samples(found=dict.fromkeys(Component, True), at=AT)
    with django_assert_num_queries(3):  # days, incidents, notes
        content = Client().get("/en/status/").content.decode()
    assert (content.count("Incident "), content.count("status-full")) == (number, 5)
    assert "Everything works" in content


def test_a_part_that_does_not_work_is_said_first() -> None:
    keep_samples(found={Component.API: False, Component.WEBSITE: True}, at=AT)
    content = Client().get("/status/").content.decode()
    assert [words in content for words in ("部分功能异常", "一切正常")] == [True, False]


def test_nothing_is_claimed_while_nothing_is_measured() -> None:
    document = Client().get("/status/status.json").json()
    assert document["status"]["en"] == "Nothing was measured of late"
    assert {one["up"] for one in document["components"]} == {None}


def test_the_document_counts_minutes_by_day() -> None:
    yesterday = AT - timedelta(days=1)
    DayUptime.objects.create(
        component="api", day=yesterday.date(), up=1430, down=10, missed=0, last_at=yesterday, last_up=True
    )
    keep_samples(found={Component.API: True}, at=AT)
    (api,) = (one for one in Client().get("/status/status.json").json()["components"] if one["id"] == "api")
    assert (api["up"], round(api["uptime"], 5)) == (True, round(1431 / 1441, 5))
    assert [(one["day"], one["up"], one["down"]) for one in api["days"]] == [
        ("2026-11-29", 1430, 10),
        ("2026-11-30", 1, 0),
    ]


@pytest.mark.parametrize(("prefix", "title"), [("", "事件0 · 已解决"), ("/en", "Incident 0 · Resolved")])
def test_the_feed_is_read_by_a_feed_reader(prefix: str, title: str) -> None:
    happened(2)
    answer = Client().get(f"{prefix}/status/incidents.atom")
    feed = feedparser.parse(answer.content)
    assert (feed.bozo, len(feed.entries), feed.entries[0].title) == (False, 2, title)
    page = Client().get(feed.entries[0].link.replace("http://testserver", ""))
    assert page.status_code == 200


def test_an_unknown_incident_is_not_found() -> None:
    assert Client().get("/status/incidents/inc_nothing/").status_code == 404
