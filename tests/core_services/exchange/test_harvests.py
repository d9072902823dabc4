"""Harvests: identity across runs, pages, killed runs, review, and sources that misbehave."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import IntegrityError, transaction
from tests.portals import Answer, Portal, portal
from tests.seeding import DEPARTMENT

from zhanqiao.core_services.exchange import operations, queries
from zhanqiao.core_services.exchange.models import HarvestedRecord, HarvestRun, HarvestSource
from zhanqiao.core_services.exchange.operations.locking import alone
from zhanqiao.core_services.exchange.queries import RunCard
from zhanqiao.core_services.exchange.rules import Kind, RunState, Schedule, SourceInvalidError, is_due
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.catalogue.models import Dataset, DatasetOrigin
from zhanqiao.people.audit.models import AuditLine

AT = datetime(2026, 11, 27, 4, tzinfo=UTC)
BY = "tests"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, department: str) -> Iterator[Portal]:
    with portal() as site:
        monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", site.place)
        yield site


def register(
    site: Portal, path: str = "/data.json", *, kind: Kind = Kind.DATA_JSON, publishes: bool = True, **more: Any
) -> None:
    operations.register_source(
        key="city", name_zh="邻市", name_en="Next city", url=site.url + path, kind=kind,
        department=DEPARTMENT, publishes=publishes, by=BY, at=AT, **more,
    )  # fmt: skip


def harvest(hours: int, *, accept_fewer: bool = False) -> RunCard:
    at = AT + timedelta(hours=hours)
    return operations.harvest(key="city", by=BY, at=at, clock=lambda: at, accept_fewer=accept_fewer)


def records(*numbers: int, **more: Any) -> str:
    listed = [{"identifier": f"r{n}", "title": f"Record {n}", **more} for n in numbers]
    return json.dumps({"dataset": listed})


def counts(run: RunCard) -> tuple[int, int, int, int, int]:
    return run.added, run.changed, run.unchanged, run.gone, run.returned


def states() -> dict[str, str]:
    found = DatasetOrigin.objects.order_by("identifier").values_list("identifier", "dataset__state")
    return dict(found)


def test_a_source_told_by_one_document_asks_only_whether_it_changed(served: Portal) -> None:
    served.put("/data.json", records(1, 2))
    register(served)
    first, second = harvest(1), harvest(2)
    assert counts(first) == (2, 0, 0, 0, 0)
    assert (counts(second), second.state, second.note.en) == (
        (0, 0, 2, 0, 0),
        RunState.FINISHED,
        "The source has not changed since the last run.",
    )
    assert "If-None-Match" in served.headers[-1]
    served.put("/data.json", records(1, 3))
    assert counts(harvest(3)) == (1, 0, 1, 1, 0)
    assert states() == {"r1": "published", "r2": "withdrawn", "r3": "published"}


def test_a_source_is_known_by_its_identifiers_also_when_it_moves(served: Portal) -> None:
    served.put("/data.json", records(1, 2))
    served.put("/new/data.json", records(2, 1, description="Moved"))
    register(served)
    harvest(1)
    assert operations.revise_source(key="city", url=f"{served.url}/new/data.json", by=BY, at=AT) == ("url",)
    assert counts(harvest(2)) == (0, 2, 0, 0, 0)
    assert Dataset.objects.count() == 2


def test_ckan_is_harvested_over_its_pages_and_a_failing_page_marks_nothing_gone(served: Portal) -> None:
    packages = [{"id": f"p{n:03d}", "title": f"Package {n}", "name": f"p{n}"} for n in range(230)]

    def search(path: str) -> Answer:
        query = parse_qs(urlsplit(path).query)
        start, rows = int(query["start"][0]), int(query["rows"][0])
        result = {"count": len(packages), "results": packages[start : start + rows]}
        return Answer(
            json.dumps({"success": True, "result": result}).encode(), headers={"Content-Type": "application/json"}
        )

    served.answers["/api/3/action/package_search"] = search
    register(served, "", kind=Kind.CKAN)
    first = harvest(1)
    assert (counts(first), first.documents, first.state) == ((230, 0, 0, 0, 0), 3, RunState.FINISHED)
    served.answers["/api/3/action/package_search"] = lambda path: (
        search(path) if "start=0" in path else Answer(status=403)
    )
    second = harvest(2)
    assert (counts(second), second.state) == ((0, 0, 100, 0, 0), RunState.INCOMPLETE)
    assert set(states().values()) == {"published"}


def test_pages_that_lead_in_a_circle_end(served: Portal) -> None:
    page = (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header><identifier>a</identifier></header><metadata>'
        '<dc xmlns="http://purl.org/dc/elements/1.1/"><title>A</title></dc></metadata></record>'
        "<resumptionToken>again</resumptionToken></ListRecords></OAI-PMH>"
    )
    served.put("/oai", page)
    register(served, "/oai", kind=Kind.OAI_DC)
    run = harvest(1)
    assert (run.documents, run.added, run.repeated, run.state) == (2, 1, 1, RunState.INCOMPLETE)
    (error,), total = queries.error_cards(run_id=run.id)
    assert (error.fault.field, total) == ("next", 1)


def test_an_identifier_that_comes_twice_with_other_content_is_told_and_the_first_kept(served: Portal) -> None:
    served.put(
        "/data.json",
        json.dumps({"dataset": [{"identifier": "r", "title": "One"}, {"identifier": "r", "title": "Two"}]}),
    )
    register(served)
    first, second = harvest(1), operations.harvest(key="city", by=BY, at=AT + timedelta(hours=2), clock=lambda: AT)
    assert (first.added, first.repeated, first.faults, second.changed) == (1, 1, 1, 0)
    assert Dataset.objects.get().title_en == "One"


def test_an_answer_with_nothing_or_with_half_is_doubted(served: Portal) -> None:
    served.put("/data.json", records(*range(1, 11)))
    register(served)
    harvest(1)
    served.put("/data.json", '{"dataset": []}')
    assert (harvest(2).state, set(states().values())) == (RunState.QUESTIONED, {"published"})
    served.put("/data.json", records(*range(1, 5)))
    assert harvest(3).state is RunState.QUESTIONED
    served.put("/data.json", records(*range(1, 6)))
    run = harvest(4)
    assert (run.state, run.gone) == (RunState.FINISHED, 5)


def test_new_entries_wait_for_review_where_the_source_is_not_to_publish(served: Portal) -> None:
    served.put("/data.json", records(1, 2))
    register(served, publishes=False)
    harvest(1)
    assert states() == {"r1": "draft", "r2": "draft"}
    assert operations.publish_waiting(key="city", by=BY, at=AT) == 2
    assert states() == {"r1": "published", "r2": "published"}


def test_what_a_person_withdrew_is_not_published_again_by_a_change_or_a_return(served: Portal) -> None:
    served.put("/data.json", records(1, 2, 3))
    register(served)
    harvest(1)
    dataset = DatasetOrigin.objects.get(identifier="r1").dataset_id
    catalogue.withdraw_dataset(dataset_id=dataset, reason="不宜公开", by=BY, at=AT)
    served.put("/data.json", records(1, 2, 3, description="New"))
    assert counts(harvest(2)) == (0, 3, 0, 0, 0)
    served.put("/data.json", records(2, 3, description="New"))
    harvest(3)
    served.put("/data.json", records(1, 2, 3, description="New"))
    assert counts(harvest(4)) == (0, 0, 2, 0, 1)
    assert states() == {"r1": "withdrawn", "r2": "published", "r3": "published"}


def test_links_alone_can_change(served: Portal) -> None:
    served.put("/data.json", records(1, distribution=[{"downloadURL": "http://x.example/1.csv"}]))
    register(served)
    harvest(1)
    served.put("/data.json", records(1, distribution=[{"downloadURL": "http://x.example/2.csv", "format": "CSV"}]))
    assert counts(harvest(2)) == (0, 1, 0, 0, 0)
    assert [link["url"] for link in DatasetOrigin.objects.get().links] == ["http://x.example/2.csv"]


def test_the_database_itself_refuses_a_second_entry_for_a_record(served: Portal) -> None:
    served.put("/data.json", records(1))
    register(served)
    harvest(1)
    held = HarvestedRecord.objects.get()
    held.pk = None
    held.dataset_id = None
    with pytest.raises(IntegrityError), transaction.atomic():
        held.save()
    HarvestRun.objects.filter(source=held.source).update(state="running", ended_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        HarvestRun.objects.create(source=held.source, number=9, by=BY, started_at=AT)


def test_a_source_is_harvested_by_one_at_a_time(served: Portal) -> None:
    register(served)
    with alone(source="city"), pytest.raises(operations.HarvestBusyError):
        harvest(1)


def test_a_run_that_could_not_begin_to_read_fails_with_a_located_error(served: Portal) -> None:
    register(served, "/nothing.json")
    run = harvest(1)
    assert (run.state, run.faults) == (RunState.FAILED, 1)
    (error,), _ = queries.error_cards(run_id=run.id)
    assert (error.fault.document, "HTTP 404" in error.fault.found) == (f"{served.url}/nothing.json", True)


def test_each_run_leaves_one_line_in_the_audit_trail(served: Portal) -> None:
    served.put("/data.json", records(1, 2))
    register(served)
    harvest(1)
    harvest(2)
    lines = AuditLine.objects.filter(action="harvest.run").order_by("seq")
    assert [json.loads(line.detail)["added"] for line in lines] == [2, 0]


def test_limits_on_records_end_a_run(served: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_HARVEST_RECORDS", "2")
    served.put("/data.json", records(1, 2, 3))
    register(served)
    run = harvest(1)
    assert (run.state, run.faults) == (RunState.INCOMPLETE, 1)


def test_a_source_that_is_again_what_it_was_before_a_run_that_did_not_finish_is_read_whole(
    served: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.put("/data.json", records(1, 2))
    register(served)
    harvest(1)
    served.put("/data.json", records(1, 2, 3, description="New"))
    monkeypatch.setenv("ZHANQIAO_HARVEST_RECORDS", "2")
    assert harvest(2).state is RunState.INCOMPLETE
    monkeypatch.delenv("ZHANQIAO_HARVEST_RECORDS")
    served.put("/data.json", records(1, 2))
    assert counts(harvest(3)) == (0, 2, 0, 1, 0)
    assert counts(harvest(4)) == (0, 0, 2, 0, 0)
    assert harvest(5).note.en == "The source has not changed since the last run."


def test_schedules_say_what_is_due(served: Portal) -> None:
    served.put("/data.json", records(1))
    register(served, schedule=Schedule.DAILY)
    assert queries.due_sources(at=AT) == ("city",)
    harvest(0)
    assert queries.due_sources(at=AT + timedelta(hours=23)) == ()
    assert queries.due_sources(at=AT + timedelta(hours=24)) == ("city",)
    assert not is_due(schedule="never", last_at=None, at=AT)


def test_what_was_asked_for_comes_first_and_a_killed_run_is_repeated_once(served: Portal) -> None:
    served.put("/data.json", records(1))
    register(served, schedule=Schedule.DAILY)
    operations.ask_for_harvest(key="city", accept_fewer=True, by="somebody", at=AT)
    assert operations.waiting_harvests(at=AT) == (operations.Waiting("city", "somebody", True),)
    run = harvest(0)
    assert operations.waiting_harvests(at=AT) == ()
    HarvestRun.objects.filter(pk=run.id).update(state="running", ended_at=None)
    assert operations.waiting_harvests(at=AT) == (operations.Waiting("city"),)
    with alone(source="city"):
        assert operations.waiting_harvests(at=AT) == ()
    second = harvest(1)
    assert queries.run_card(run_id=run.id).state is RunState.INTERRUPTED
    HarvestRun.objects.filter(pk=second.id).update(state="running", ended_at=None)
    assert operations.waiting_harvests(at=AT) == ()


def test_a_source_that_is_described_wrongly_is_not_saved(served: Portal) -> None:
    for wrong in ({"key": "Bad Key"}, {"url": "file:///etc/passwd"}, {"name_zh": " "}):
        with pytest.raises(SourceInvalidError):
            operations.register_source(
                **{
                    "key": "k",
                    "name_zh": "名",
                    "url": "https://x.example/",
                    "kind": Kind.DCAT,
                    "department": DEPARTMENT,
                    "by": BY,
                    "at": AT,
                }
                | wrong
            )
    assert HarvestSource.objects.count() == 0
