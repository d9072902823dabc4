"""The samples of DCAT-AP, DCAT-US 3 and data.json, served over loopback: harvested twice, changed, broken."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.portals import Portal, portal
from tests.seeding import register_department
from zhanqiao.core_services.exchange import operations, queries
from zhanqiao.core_services.exchange.queries import RunCard
from zhanqiao.core_services.exchange.rules import Kind, RunState
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.models import Dataset, DatasetOrigin
from zhanqiao.data_center.catalogue.operations import drain_search_changes
from zhanqiao.people.access.queries import ANONYMOUS

SAMPLES = Path(os.environ.get("ZHANQIAO_DEMO_DATA") or "/nonexistent") / "harvest"
AT = datetime(2026, 11, 27, 4, tzinfo=UTC)
BY = "tests"
DCAT, DATA_JSON = ("dcat-ap-semic", "dcat-us3"), ("ckanext-datajson", "datagov-harvester")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="ZHANQIAO_DEMO_DATA names no folder with harvest/"),
]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    """The sample folders on loopback, which the setting allows."""
    with portal() as site:
        monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", site.place)
        yield site


def serve(site: Portal, folders: tuple[str, ...], *endings: str) -> list[str]:
    """Serve the samples of folders with a sitemap that lists them; return their paths."""
    paths = []
    for file in sorted(path for folder in folders for path in (SAMPLES / folder).rglob("*")):
        if file.suffix in endings:
            paths.append("/" + quote(str(file.relative_to(SAMPLES))))
            site.put(paths[-1], file.read_bytes())
    site.sitemap(*paths)
    return paths


def source(site: Portal, *, kind: Kind) -> str:
    register_department()
    operations.register_source(
        key="samples",
        name_zh="样例平台",
        name_en="Samples",
        url=f"{site.url}/sitemap.xml",
        kind=kind,
        department="qingdao-parks",
        publishes=True,
        by=BY,
        at=AT,
    )
    return "samples"


def harvest(hours: int, *, accept_fewer: bool = False) -> RunCard:
    at = AT + timedelta(hours=hours)
    return operations.harvest(key="samples", by=BY, at=at, clock=lambda: at, accept_fewer=accept_fewer)


def test_the_dcat_samples_harvested_twice_are_there_once(served: Portal) -> None:
    paths = serve(served, DCAT, ".ttl", ".jsonld", ".nt")
    source(served, kind=Kind.DCAT)

    first, second = harvest(1), harvest(2)

    assert len(paths) == 375
    assert (first.documents, first.added, first.unchanged) == (376, Dataset.objects.count(), 0)
    assert first.added == 46  # of 300 in all: the samples describe the same datasets again and again
    assert (second.added, second.changed, second.gone) == (0, 0, 0)
    assert second.unchanged == first.added
    assert Dataset.objects.count() == DatasetOrigin.objects.values("source", "identifier").distinct().count()
    # Five of the published Turtle samples are not Turtle: what was in them is not held to be gone.
    assert (first.state, second.state) == (RunState.INCOMPLETE, RunState.INCOMPLETE)
    errors, total = queries.error_cards(run_id=first.id, limit=1_000)
    assert total == first.faults
    broken = [error.fault for error in errors if error.fault.field.startswith("line ")]
    assert len(broken) == 5
    assert all(fault.document.endswith(".ttl") and fault.expected.en == "well-formed Turtle" for fault in broken)


def test_the_data_json_samples_harvested_twice_are_there_once(served: Portal) -> None:
    serve(served, DATA_JSON, ".json")
    source(served, kind=Kind.DATA_JSON)

    first, second = harvest(1), harvest(2)

    assert (first.state, second.state) == (RunState.FINISHED, RunState.FINISHED)
    assert first.added == Dataset.objects.count() > 30
    assert (second.added, second.changed, second.gone, second.unchanged) == (0, 0, 0, first.added)
    assert second.refused == first.refused > 0
    errors, _ = queries.error_cards(run_id=first.id, limit=1_000)
    located = {(Path(error.fault.document).name, error.fault.number, error.fault.field) for error in errors}
    assert ("missing_title.json", 1, "title") in located
    assert ("missing-dataset-fields.data.json", 1, "identifier") in located
    assert ("dcatus_multiple_invalid.json", 1, "distribution.accessURL") in located


def test_a_changed_source_changes_exactly_what_changed_and_a_broken_record_stays_as_it_was(served: Portal) -> None:
    paths = serve(served, DATA_JSON, ".json")
    source(served, kind=Kind.DATA_JSON)
    first = harvest(1)
    path = next(one for one in paths if one.endswith("arm.data.json"))
    document = json.loads((SAMPLES / path.lstrip("/")).read_text(encoding="utf-8"))
    kept = document["dataset"][0]
    dataset = DatasetOrigin.objects.get(identifier=kept["identifier"]).dataset_id

    kept["title"] = "Stations of the new harbour"
    served.put(path, json.dumps(document))
    changed = harvest(2)

    assert (changed.changed, changed.added, changed.gone) == (1, 0, 0)
    assert changed.unchanged == first.added - 1
    card = catalogue.dataset_card(id=dataset, card=ANONYMOUS)
    assert card.title.en == "Stations of the new harbour"
    drain_search_changes(at=AT)
    found = catalogue.search(text="Stations of the new harbour", card=ANONYMOUS, language="en")
    assert [hit.dataset.origin_en for hit in found.hits if hit.dataset_id == dataset] == ["Samples"]

    del kept["title"]
    served.put(path, json.dumps(document))
    broken = harvest(3)

    assert (broken.changed, broken.added, broken.gone) == (0, 0, 0)
    assert broken.refused == first.refused + 1
    card = catalogue.dataset_card(id=dataset, card=ANONYMOUS)
    assert (card.state, card.title.en) == ("published", "Stations of the new harbour")


def test_a_record_that_is_gone_is_withdrawn_and_kept_and_comes_back_as_the_same_dataset(served: Portal) -> None:
    paths = serve(served, DATA_JSON, ".json")
    source(served, kind=Kind.DATA_JSON)
    first = harvest(1)
    arm = next(one for one in paths if one.endswith("arm.data.json"))
    within = {
        one["identifier"] for one in json.loads((SAMPLES / arm.lstrip("/")).read_text(encoding="utf-8"))["dataset"]
    }

    served.sitemap(*(one for one in paths if one != arm))
    gone = harvest(2)
    states = set(Dataset.objects.filter(origin__identifier__in=within).values_list("state", flat=True))
    ids = set(DatasetOrigin.objects.filter(identifier__in=within).values_list("dataset_id", flat=True))
    served.sitemap(*paths)
    back = harvest(3)

    assert (gone.gone, gone.unchanged) == (len(within), first.added - len(within))
    assert states == {"withdrawn"}
    assert (back.returned, back.added, back.unchanged) == (len(within), 0, first.added - len(within))
    assert set(Dataset.objects.filter(pk__in=ids).values_list("state", flat=True)) == {"published"}
    assert Dataset.objects.count() == first.added


def test_far_fewer_records_mark_nothing_gone_until_a_person_has_looked(served: Portal) -> None:
    paths = serve(served, DATA_JSON, ".json")
    source(served, kind=Kind.DATA_JSON)
    first = harvest(1)
    served.sitemap(paths[0])

    doubted, accepted = harvest(2), harvest(3, accept_fewer=True)

    assert (doubted.state, doubted.gone) == (RunState.QUESTIONED, 0)
    assert "--accept-fewer" in doubted.note.en
    assert (accepted.state, accepted.gone) == (RunState.FINISHED, first.added - accepted.unchanged)
