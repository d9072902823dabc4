"""Samples, links, incidents, jobs that run again, noted queries, purging: what the job process and operators do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from tests.core_services.monitoring.conftest import Web
from tests.seeding import published

from zhanqiao.core_services.monitoring import operations, queries
from zhanqiao.core_services.monitoring.models import Alert, DayUptime, LinkCheck
from zhanqiao.core_services.monitoring.operations import Noted, counting
from zhanqiao.core_services.monitoring.rules.alerts import RULES
from zhanqiao.core_services.monitoring.rules.incidents import (
    Component,
    IncidentClosedError,
    IncidentState,
    Minutes,
    WordsMissingError,
)
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.models import Dataset
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.clock import now
from zhanqiao.kit.environment import home
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.audit.operations import record

AT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
STOPS = "编号,站名\n1,栈桥\n2,八大关\n"
pytestmark = pytest.mark.django_db


def minute(number: int) -> datetime:
    return AT + timedelta(minutes=number)


def test_minutes_add_up_to_a_day_and_a_gap_counts_as_not_looked_at() -> None:
    for number, is_up in ((0, True), (1, True), (2, False), (12, True)):
        operations.keep_samples(found={Component.API: is_up}, at=minute(number))
    operations.keep_samples(found={Component.API: True}, at=minute(12) + timedelta(seconds=5))  # the same minute again
    (row,) = DayUptime.objects.values_list("component", "day", "up", "down", "missed")
    assert row == ("api", date(2026, 11, 30), 3, 1, 9)


def test_a_component_is_well_only_while_somebody_looks() -> None:
    operations.keep_samples(found={Component.API: True, Component.WEBSITE: False}, at=AT)

    def now_is(at: datetime) -> dict[str, bool | None]:
        return {one.component.value: one.is_up for one in queries.components(at=at)}

    assert now_is(minute(1)) == {"website": False, "api": True, "search": None, "jobs": None, "downloads": None}
    assert set(now_is(minute(30)).values()) == {None}
    api = queries.components(at=AT)[1]
    assert (len(api.days), api.days[-1].day, api.minutes) == (90, date(2026, 11, 30), Minutes(1, 0, 0))


def test_a_site_that_does_not_answer_is_not_well(web: Web) -> None:
    web.answers["GET", "/api/v1/"] = (500, "")
    found = operations.look_at_components(site=web.url, at=AT)
    assert found == {Component.WEBSITE: True, Component.API: False, Component.SEARCH: True, Component.JOBS: True}
    assert operations.look_at_components(site="http://127.0.0.1:9", at=AT)[Component.WEBSITE] is False


@pytest.fixture
def linked(department: str, web: Web, monkeypatch: pytest.MonkeyPatch) -> Web:
    """Five published datasets whose origins answer in five ways."""
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", web.url.removeprefix("http://"))
    places = ("/well", "/gone", "/no-head", "/moved", "/inward")
    for number, place in enumerate(places):
        made = published(name=f"stops-{number}", title=f"站点{number}", content=STOPS)
        Dataset.objects.filter(pk=made["dataset"]).update(origin_url=f"{web.url}{place}")
    web.answers |= {
        ("HEAD", "/gone"): (404, ""), ("GET", "/gone"): (404, ""), ("HEAD", "/no-head"): (405, ""),
        ("HEAD", "/moved"): (302, "/well"), ("HEAD", "/inward"): (302, "http://127.0.0.2:80/secret"),
    }  # fmt: skip
    return web


@pytest.mark.django_db(transaction=True)
def test_links_are_asked_by_head_and_nobody_leads_us_inward(linked: Web) -> None:
    assert operations.list_links(at=AT) == 5
    assert operations.check_links(clock=lambda: AT) == 5
    found = {row.url.removeprefix(linked.url): (row.status, row.is_well) for row in LinkCheck.objects.all()}
    assert found == {
        "/well": (200, True), "/gone": (404, False), "/no-head": (200, True), "/moved": (200, True), "/inward": (0, False),
    }  # fmt: skip
    assert sorted(path for method, path, _, _ in linked.asked if method == "GET") == ["/gone", "/no-head"]
    assert operations.check_links(clock=lambda: AT + timedelta(hours=1)) == 0
    later = AT + timedelta(days=1)
    assert operations.check_links(clock=lambda: later) == 2  # the broken ones sooner
    assert sorted(LinkCheck.objects.values_list("failures", flat=True)) == [0, 0, 0, 2, 2]
    assert queries.link_counts() == {"well": 3, "broken": 2, "unasked": 0}
    Dataset.objects.update(origin_url="")
    assert (operations.list_links(at=later), LinkCheck.objects.count()) == (0, 0)


def test_an_incident_is_told_step_by_step_and_closed_once() -> None:
    title, words = Text("接口缓慢", "Slow API"), Text("排查中。", "We are looking.")
    incident_id = operations.open_incident(
        title=title, text=words, state=IncidentState.INVESTIGATING, components=[Component.API], by="acc_op", at=AT
    )
    solved = Text("已恢复。", "It works again.")
    operations.add_note(incident_id=incident_id, text=solved, state=IncidentState.RESOLVED, by="acc_op", at=minute(9))
    card = queries.incident_card(incident_id=incident_id)
    assert (card.state, card.resolved_at, [note.text.en for note in card.notes]) == (
        IncidentState.RESOLVED, minute(9), ["It works again.", "We are looking."],
    )  # fmt: skip
    with pytest.raises(IncidentClosedError):
        operations.add_note(
            incident_id=incident_id, text=words, state=IncidentState.WATCHING, by="acc_op", at=minute(10)
        )
    assert list(AuditLine.objects.order_by("seq").values_list("action", flat=True)) == [
        "incident.open",
        "incident.note",
    ]


@pytest.mark.parametrize("words", [Text("只有中文", " "), Text("", "English only")])
def test_an_incident_speaks_both_languages(words: Text) -> None:
    with pytest.raises(WordsMissingError):
        operations.open_incident(
            title=words, text=words, state=IncidentState.WATCHING, components=[Component.API], by="acc_op", at=AT
        )


def failed_job(*, finished_at: datetime = AT) -> DBTaskResult[..., object]:
    return DBTaskResult.objects.create(
        status="FAILED", task_path="zhanqiao.core_services.publishing.tasks.understand",
        args_kwargs={"args": ["sub_1"], "kwargs": {}}, backend_name="default", run_after=AT, started_at=finished_at,
        finished_at=finished_at, exception_class_path="builtins.ValueError",
        traceback='Traceback:\n  File "/srv/zhanqiao/operations/understanding.py", line 33, in read\nValueError: 张三',
    )  # fmt: skip


def test_a_failed_job_is_queued_once_more_with_what_it_was_given() -> None:
    failed = failed_job()
    again = operations.retry_job(job_id=str(failed.id), by="acc_op", at=AT)
    made = DBTaskResult.objects.get(pk=again)
    assert (made.status, made.args_kwargs, made.task_path) == ("READY", failed.args_kwargs, failed.task_path)
    assert queries.jobs_by_state() == {"READY": 1, "RUNNING": 0, "FAILED": 1, "SUCCESSFUL": 0}
    for other in (again, "no-id"):
        with pytest.raises(NotFoundError):
            operations.retry_job(job_id=other, by="acc_op", at=AT)


def test_the_reason_of_a_failed_job_says_where_but_not_what() -> None:
    failed_job()
    ((card,), total) = queries.job_cards(state="FAILED")
    assert (card.reason, card.name, total) == (
        "ValueError · understanding.py:33", "core_services.publishing.tasks.understand", 1,
    )  # fmt: skip


def noted(number: int) -> Noted:
    return Noted(minute(number), "/api/v1/tables/t/rows", "where=姓名='张三'", 200, 2_000_000_000, f"request-{number}")


def test_slow_questions_are_a_ring_of_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_NOTED_QUERIES", "3")
    operations.keep_notes(notes=[noted(number) for number in range(5)])
    assert operations.forget_notes() == 2
    cards, total = queries.noted_queries()
    assert (total, [card.request_id for card in cards]) == (3, ["request-4", "request-3", "request-2"])
    assert (cards[0].shape, cards[0].milliseconds, cards[0].group) == ("where=姓名=?", 2_000, "rows")


def test_purging_removes_what_is_past_its_term_and_nothing_younger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_LOG_DAYS", "1")  # the term of the law is longer, and wins
    logs = home() / "logs"
    logs.mkdir(exist_ok=True)
    days = {number: (AT - timedelta(days=number)).date().isoformat() for number in (1, 183, 184, 185)}
    for day in days.values():
        (logs / f"{day}.app.jsonl").write_text("{}\n")
    (logs / "note.txt").write_text("not a log")
    for number in (183, 185):
        failed_job(finished_at=AT - timedelta(days=number))
        then = AT - timedelta(days=number)
        Alert.objects.create(rule="disk", text_zh="一", text_en="one", value=1, raised_at=then, resolved_at=then)
    assert operations.purge(at=AT) == {"jobs": 1, "alerts": 1, "queries": 0, "logs": 1}
    left = sorted(path.name for path in logs.iterdir())
    assert left == sorted([*(f"{days[number]}.app.jsonl" for number in (1, 183, 184)), "note.txt"])
    assert operations.purge(at=AT) == {"jobs": 0, "alerts": 0, "queries": 0, "logs": 0}
    assert list(AuditLine.objects.values_list("action", flat=True)) == ["records.purge"]
    table = {one.term.kind: (one.kept, one.removed_after_days) for one in queries.retention()}
    assert (table["logs"], table["jobs"], table["audit"], table["sharing"]) == (
        (3, 184),
        (1, 184),
        (1, None),
        (0, None),
    )
    for path in (Path(logs / name) for name in left):
        path.unlink()


@pytest.mark.parametrize(("seconds", "health"), [(30, "well"), (61, "failed"), (None, "failed")])
def test_a_silent_job_process_is_found(seconds: int | None, health: str) -> None:
    if seconds is not None:
        operations.beat(at=AT - timedelta(seconds=seconds))
    found = {one.name: one.health.value for one in queries.checks(at=AT)}
    assert found["worker"] == health


def test_the_share_of_server_errors_is_that_of_the_last_five_minutes() -> None:
    share = operations.ErrorShare()
    path = "/api/v1/datasets"
    assert share.percent(at=AT) == 0.0
    for _ in range(30):
        operations.count_request(path, 200, 1_000)
    for _ in range(10):
        operations.count_request(path, 500, 1_000)
    assert share.percent(at=minute(1)) == 25.0
    assert share.percent(at=minute(7)) == 0.0  # nothing came since


@pytest.mark.django_db(transaction=True)
def test_punctuality_holds_the_promised_cycle_against_the_last_release(department: str) -> None:
    made = {
        cycle: published(name=cycle, title=cycle, content=STOPS, update_cycle=cycle)
        for cycle in ("daily", "yearly", "never")
    }
    at = now() + timedelta(days=3)
    (found,) = catalogue.punctuality(at=at)
    assert (found.department.key, found.promised, found.share) == (department, 2, 0.5)
    (late,) = found.overdue
    assert (late.id, late.due_at < at, late.due_at - late.updated_at) == (
        made["daily"]["dataset"],
        True,
        timedelta(days=1),
    )
    readings = [one for one in operations.readings(share=operations.ErrorShare(), at=at) if one.rule == "punctuality"]
    assert [(one.subject, one.value) for one in readings] == [(department, 1.0)]
    held = storage.holdings()
    assert [(one.releases, one.bytes > 1_000) for one in held] == [(1, True)] * 3


def test_a_backup_that_is_long_ago_is_told_and_one_that_never_was_is_not() -> None:
    def hours(at: datetime) -> list[float]:
        found = operations.readings(share=operations.ErrorShare(), at=at)
        return [one.value for one in found if one.rule == "backup"]

    assert hours(AT) == [0.0]
    record(by="command-line", action="backup.make", object_type="backup", object_id="b", detail={}, at=AT)
    assert (hours(AT + timedelta(hours=50)), RULES["backup"].is_met(50.0), RULES["backup"].is_met(48.0)) == (
        [50.0],
        True,
        False,
    )


def test_a_flood_of_notes_is_dropped_counted_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    before = operations.COUNTERS.dropped()
    monkeypatch.setattr(counting, "MOST_WAITING", -1)  # a flood: whatever waits is too much
    for _ in range(3):
        operations.note_request(Noted(AT, "/api/v1/tables/t/rows", "", 503, 1, "r-1"))
    operations.note_request(Noted(AT, "/static/x.css", "", 503, 1, "r-1"))  # which nobody would have noted
    assert operations.COUNTERS.dropped() == before + 3
    assert f"zhanqiao_notes_dropped_total {before + 3}.0" in queries.exposition(at=AT).decode()


def test_thousands_of_links_that_went_are_removed_in_parts() -> None:
    rows = [LinkCheck(dataset_id="ds_gone", digest=f"{n:064}", url="http://x/", next_at=AT) for n in range(1_201)]
    LinkCheck.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as captured:
        operations.list_links(at=AT)
    named = [one["sql"].count(",") + 1 for one in captured if one["sql"].startswith("DELETE") and " IN (" in one["sql"]]
    assert (named, LinkCheck.objects.count()) == ([500, 500, 201], 0)
