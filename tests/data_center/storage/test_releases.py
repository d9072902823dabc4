"""Releases become visible whole or not at all, and stay readable for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.data_center.grounds import AT, BY, MORE_STATIONS, NAMES, STATIONS

from zhanqiao.data_center.storage import operations, queries
from zhanqiao.data_center.storage.engine.releases import SchemaMismatchError, behind_in_lake, lake
from zhanqiao.data_center.storage.models import Release, Table
from zhanqiao.data_center.storage.operations import TableReport
from zhanqiao.data_center.storage.rules import AsOfError, Mode
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.models import AuditLine

Understand = Callable[[str], tuple[Path, TableReport]]


@pytest.fixture
def table_id(db: None) -> str:
    return operations.create_table(dataset_id="ds_test", name="stations", title_zh="地铁站点", by=BY, at=AT)


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state folder without the releases of other tests, which this test's database does not know."""
    monkeypatch.setenv("ZHANQIAO_HOME", str(tmp_path / "home"))


def accepted(table_id: str, understand: Understand, text: str, *, mode: Mode = Mode.REPLACE, days: int = 0) -> str:
    folder, report = understand(text)
    return operations.accept_release(
        table_id=table_id, folder=folder, report=report, mode=mode, by=BY, at=AT + timedelta(days=days)
    )


def page(card: queries.TableCard) -> list[tuple[object, ...]]:
    return list(queries.rows(card=card, query=queries.parsed(card=card, params={})).rows)


def on_disk(table_id: str) -> list[str]:
    folder = queries.warehouse().table_folder(table_id=table_id)
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_table_without_release_is_not_found(table_id: str) -> None:
    with pytest.raises(NotFoundError):
        queries.table_card(table_id=table_id)


def test_first_release_is_number_one_and_current(table_id: str, understand: Understand) -> None:
    release_id = accepted(table_id, understand, STATIONS)
    card = queries.table_card(table_id=table_id)
    assert (card.release_id, card.release_number, card.rows, card.is_current) == (release_id, 1, 20, True)
    assert [row[0] for row in page(card)] == NAMES
    assert card.problem_cells == 1


def test_replacing_keeps_the_old_release_readable(table_id: str, understand: Understand) -> None:
    first = accepted(table_id, understand, STATIONS)
    accepted(table_id, understand, MORE_STATIONS, days=1)
    old = queries.card_as_of(table_id=table_id, as_of_text=first)
    assert [card.number for card in queries.release_cards(table_id=table_id)] == [2, 1]
    assert [row[0] for row in page(old)] == NAMES
    assert [row[0] for row in page(queries.table_card(table_id=table_id))] == ["灵山卫"]


def test_appending_adds_rows_to_the_release_before(table_id: str, understand: Understand) -> None:
    accepted(table_id, understand, STATIONS)
    accepted(table_id, understand, MORE_STATIONS, mode=Mode.APPEND)
    newest = queries.release_cards(table_id=table_id)[0]
    assert (newest.mode, newest.rows, newest.rows_added) == ("append", 21, 1)


def test_appending_to_an_empty_table_begins_it(table_id: str, understand: Understand) -> None:
    accepted(table_id, understand, STATIONS, mode=Mode.APPEND)
    assert queries.release_cards(table_id=table_id)[0].mode == "replace"


def test_appending_other_columns_leaves_nothing_behind(table_id: str, understand: Understand) -> None:
    accepted(table_id, understand, STATIONS)
    with pytest.raises(SchemaMismatchError):
        accepted(table_id, understand, "井号,深度\nJ1,3.5\n", mode=Mode.APPEND)
    assert Release.objects.filter(table_id=table_id).count() == 1
    assert on_disk(table_id) == [queries.table_card(table_id=table_id).release_id]


def test_append_overtaken_by_another_release_is_refused(table_id: str, understand: Understand) -> None:
    accepted(table_id, understand, STATIONS)
    folder, report = understand(MORE_STATIONS)
    prepared = operations.prepare_release(
        table_id=table_id, folder=folder, report=report, mode=Mode.APPEND, by=BY, at=AT
    )
    between = accepted(table_id, understand, STATIONS)
    with pytest.raises(operations.ReleaseOvertakenError):
        operations.acknowledge_release(prepared=prepared, by=BY, at=AT)
    assert queries.table_card(table_id=table_id).release_id == between


def test_reading_as_of_number_date_and_time(table_id: str, understand: Understand) -> None:
    first = accepted(table_id, understand, STATIONS)
    second = accepted(table_id, understand, MORE_STATIONS, days=2)
    asked = {"1": first, "2": second, "2026-11-23": first, "2026-11-24": second, "2026-11-22T09:30:00+08:00": first}
    found = {text: queries.card_as_of(table_id=table_id, as_of_text=text).release_id for text in asked}
    assert found == asked


@pytest.mark.parametrize("text", ["yesterday", "0", "2026-13-01", "rel_short"])
def test_as_of_that_names_nothing_is_refused(table_id: str, text: str) -> None:
    with pytest.raises(AsOfError):
        queries.card_as_of(table_id=table_id, as_of_text=text)


def test_as_of_before_the_first_release_is_not_found(table_id: str, understand: Understand) -> None:
    accepted(table_id, understand, STATIONS)
    with pytest.raises(NotFoundError):
        queries.card_as_of(table_id=table_id, as_of_text="2026-11-21")


def test_release_half_acknowledged_is_refused_by_the_database(table_id: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(table_id=table_id, mode="replace", by=BY, prepared_at=AT, acknowledged_at=AT)


def test_accepting_writes_one_audit_line(table_id: str, understand: Understand) -> None:
    release_id = accepted(table_id, understand, STATIONS)
    lines = AuditLine.objects.filter(action="release.accept")
    assert [(line.object_id, line.by) for line in lines] == [(release_id, BY)]


def test_manifest_keeps_the_report_and_the_problem_cells(table_id: str, understand: Understand) -> None:
    accepted(table_id, understand, STATIONS)
    files = queries.release_cards(table_id=table_id)[0].files
    assert {"report", "problems"} <= files.keys()


@pytest.mark.django_db(transaction=True)
def test_warm_card_costs_no_query(understand: Understand) -> None:
    table_id = operations.create_table(dataset_id="ds_warm", name="stations", title_zh="地铁站点", by=BY, at=AT)
    accepted(table_id, understand, STATIONS)
    queries.table_card(table_id=table_id)
    with CaptureQueriesContext(connection) as asked:
        card = queries.table_card(table_id=table_id)
        page(card)
    assert len(asked) == 0


@pytest.mark.django_db(transaction=True)
def test_new_release_is_seen_by_warm_readers(understand: Understand) -> None:
    table_id = operations.create_table(dataset_id="ds_warm", name="stations", title_zh="地铁站点", by=BY, at=AT)
    accepted(table_id, understand, STATIONS)
    before = queries.generation()
    assert queries.table_card(table_id=table_id).release_number == 1
    accepted(table_id, understand, MORE_STATIONS)
    assert queries.table_card(table_id=table_id).release_number == 2
    assert queries.generation() != before


@pytest.mark.usefixtures("own_home")
def test_healing_removes_what_nobody_acknowledged(table_id: str, understand: Understand) -> None:
    kept = accepted(table_id, understand, STATIONS)
    folder, report = understand(MORE_STATIONS)
    half = operations.prepare_release(table_id=table_id, folder=folder, report=report, by=BY, at=AT)
    healed = operations.heal(at=AT)
    assert healed is not None
    assert on_disk(table_id) == [kept]
    assert list(Release.objects.values_list("id", flat=True)) == [kept]
    assert half.release_id != kept


@pytest.mark.usefixtures("own_home")
def test_healing_forgets_tables_that_never_had_a_release(table_id: str) -> None:
    operations.heal(at=AT)
    assert not Table.objects.filter(pk=table_id).exists()


@pytest.mark.usefixtures("own_home")
def test_healing_waits_while_a_release_is_written(table_id: str, understand: Understand) -> None:
    folder, report = understand(STATIONS)
    with operations.writing():
        half = operations.prepare_release(table_id=table_id, folder=folder, report=report, by=BY, at=AT)
        assert operations.heal(at=AT) is None
        operations.acknowledge_release(prepared=half, by=BY, at=AT)
    assert queries.table_card(table_id=table_id).release_id == half.release_id


def rows_in_lake(table_id: str) -> int:
    """What an outside engine reads of ``main``."""
    return int(lake._catalog(queries.warehouse()).load_table(("tables", table_id)).scan().to_arrow().num_rows)


@pytest.mark.usefixtures("own_home")
def test_outside_engines_see_an_acknowledged_release(
    table_id: str, understand: Understand, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        accepted(table_id, understand, STATIONS)
    assert (rows_in_lake(table_id), behind_in_lake(warehouse=queries.warehouse())) == (20, ())


@pytest.mark.usefixtures("own_home")
def test_healing_lets_outside_engines_catch_up_after_a_crash(table_id: str, understand: Understand) -> None:
    accepted(table_id, understand, STATIONS)  # what is to follow the commit never runs here, as after kill -9
    assert (rows_in_lake(table_id), behind_in_lake(warehouse=queries.warehouse())) == (0, (table_id,))
    operations.heal(at=AT)
    assert (rows_in_lake(table_id), behind_in_lake(warehouse=queries.warehouse())) == (20, ())


@pytest.mark.usefixtures("own_home")
def test_the_shared_table_shows_acknowledged_releases_only_and_parts_in_row_order(
    table_id: str, understand: Understand
) -> None:
    first = accepted(table_id, understand, STATIONS)
    second = accepted(table_id, understand, MORE_STATIONS, mode=Mode.APPEND)
    folder, report = understand(STATIONS)
    operations.prepare_release(table_id=table_id, folder=folder, report=report, by=BY, at=AT)
    card = queries.table_card(table_id=table_id)
    shared = queries.iceberg_metadata(card=card, root="s3://city/t")
    assert [each["manifest-list"] for each in shared["snapshots"]] == [
        f"s3://city/t/{second}/snapshot.avro", f"s3://city/t/{first}/snapshot.avro",
    ]  # fmt: skip
    assert sorted(shared["refs"]) == sorted(["main", f"release-{first}", f"release-{second}"])
    parts = [
        queries.iceberg_file(card=card, release_id=second, name=f"{n}.parquet", root="s3://city/t") for n in (0, 1, 2)
    ]
    assert [pq.read_metadata(path).num_rows for path in parts if path] == [20, 1]
    assert parts[2] is None
