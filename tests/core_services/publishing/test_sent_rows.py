"""Rows that programs send become releases: each batch once, in its order, or refused with its reason."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import Any

import pytest
from tests import seeding
from tests.core_services.publishing.grounds import AT, BY

from zhanqiao.core_services.publishing.operations import PersonalRowsError, publish_rows, send_rows
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage import queries
from zhanqiao.data_center.storage.engine.changes import KeyNotUniqueError, NoKeyError, RowsRefusedError
from zhanqiao.data_center.storage.engine.releases import HealReport
from zhanqiao.data_center.storage.models import Release, RowBatch
from zhanqiao.data_center.storage.operations import (
    BacklogError,
    BatchesOvertakenError,
    IdempotencyConflictError,
    NoRowsError,
    TooManyRowsError,
)
from zhanqiao.data_center.storage.rules import Operation, ReleaseRetiredError
from zhanqiao.kit.environment import home
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.models import AuditLine

pytestmark = pytest.mark.django_db(transaction=True)
LOTS = "车场编号,名称,余位,更新时间\n" + "".join(f"P{n:03d},第{n}停车场,{n},2026-11-22 08:00:00\n" for n in range(1, 6))


@pytest.fixture
def empty_place() -> None:
    """Forget the releases of other tests, whose rows in the database are gone."""
    shutil.rmtree(home() / "releases", ignore_errors=True)


@pytest.fixture
def lots() -> str:
    """A published table of car parks; return its id."""
    seeding.register_department()
    return seeding.published(name="lots", title="停车场余位", content=LOTS)["table"]


@pytest.fixture
def keyed(lots: str) -> str:
    storage.declare_key(table_id=lots, columns=["车场编号"], by=BY, at=AT)
    return lots


def lot(number: int, free: int | None = 0, **more: Any) -> dict[str, Any]:
    return {"车场编号": f"P{number:03d}", "余位": free, **more}


def send(table: str, *rows: Any, operation: Operation = Operation.APPEND, key: str = "") -> queries.BatchCard:
    card, _ = send_rows(table_id=table, operation=operation, rows=rows, idempotency_key=key, by=BY, at=AT)
    return card


def content(table: str, **params: str) -> list[tuple[Any, ...]]:
    card = queries.card_as_of(table_id=table, as_of_text=params.pop("as_of")) if "as_of" in params else None
    card = card or queries.table_card(table_id=table)
    query = queries.parsed(card=card, params={"select": "车场编号, 余位", "limit": "1000", **params})
    return [tuple(row) for row in queries.rows(card=card, query=query).rows]


def test_rows_are_acknowledged_first_and_seen_in_the_next_release(lots: str) -> None:
    batch = send(lots, lot(6, 60), lot(7, 70))
    assert (batch.state, batch.rows, len(content(lots))) == ("accepted", 2, 5)
    release = publish_rows(table_id=lots, at=AT)
    assert content(lots)[5:] == [("P006", 60), ("P007", 70)]
    batch = queries.batch_card(table_id=lots, batch_id=batch.id)
    assert (batch.state, batch.release_id) == ("released", release)
    card = queries.release_card(table_id=lots, release_id=release or "")
    assert (card.number, card.mode, card.rows, card.rows_added, card.batches, card.by) == (2, "append", 7, 2, 1, BY)
    assert bytes(RowBatch.objects.get().payload) == b""


def test_many_batches_come_into_one_release(keyed: str) -> None:
    send(keyed, lot(1, 11), operation=Operation.UPSERT)
    send(keyed, lot(9, 9))
    send(keyed, {"车场编号": "P002"}, operation=Operation.DELETE)
    send(keyed, lot(1, 12), operation=Operation.UPSERT)
    publish_rows(table_id=keyed, at=AT)
    assert content(keyed) == [("P001", 12), ("P003", 3), ("P004", 4), ("P005", 5), ("P009", 9)]
    card = queries.release_cards(table_id=keyed)[0]
    assert (card.mode, card.batches, card.rows_added, card.rows_changed, card.rows_removed) == ("change", 4, 1, 1, 1)
    assert content(keyed, as_of="1")[0] == ("P001", 1)
    assert publish_rows(table_id=keyed, at=AT) is None


def test_a_batch_that_cannot_be_taken_is_refused_with_its_reason_and_kept(keyed: str) -> None:
    good, bad = send(keyed, lot(8)), send(keyed, lot(9), lot(5))
    publish_rows(table_id=keyed, at=AT)
    states = [queries.batch_card(table_id=keyed, batch_id=one.id) for one in (good, bad)]
    assert [one.state for one in states] == ["released", "refused"]
    assert (states[1].code, states[1].reason and "P005" in states[1].reason.zh) == ("key-taken", True)
    assert bytes(RowBatch.objects.get(id=bad.id).payload) != b""
    assert [row[0] for row in content(keyed)][-1] == "P008"


def test_the_same_key_with_the_same_rows_is_one_batch(lots: str) -> None:
    first = send(lots, lot(6), key="a1")
    publish_rows(table_id=lots, at=AT)
    again, replayed = send_rows(
        table_id=lots, operation=Operation.APPEND, rows=[lot(6)], idempotency_key="a1", by=BY, at=AT
    )
    assert (again.id, again.state, replayed) == (first.id, "released", True)
    assert publish_rows(table_id=lots, at=AT) is None
    assert len(content(lots)) == 6
    with pytest.raises(IdempotencyConflictError):
        send(lots, lot(7), key="a1")
    other, replayed = send_rows(
        table_id=lots, operation=Operation.APPEND, rows=[lot(6)], idempotency_key="a1", by="acc_other", at=AT
    )
    assert (other.id == first.id, replayed) == (False, False)


def test_faults_and_personal_data_are_refused_before_anything_is_kept(keyed: str) -> None:
    with pytest.raises(RowsRefusedError):
        send(keyed, lot(6), {"车场编号": 7})
    with pytest.raises(PersonalRowsError) as caught:
        send(keyed, lot(6), lot(7, 名称="联系人电话13800138000"), lot(8, 名称="身份证 360426 19910101 0071"))
    assert [(one["kind"], one["rows"]) for one in caught.value.facts["problems"]] == [
        ("identity_number", [2]),
        ("mobile", [1]),
    ]
    with pytest.raises(PersonalRowsError, match="addresses of homes"):
        send(keyed, lot(6, 名称="王某住香港中路１２号3单元502"))
    assert "13800138000" not in caught.value.text.zh + str(caught.value.facts)
    with pytest.raises(NoRowsError):
        send(keyed)
    with pytest.raises(NotFoundError):
        send("tbl_000000000000", lot(1))
    assert not RowBatch.objects.exists()


def test_limits_say_so(lots: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_BATCH_ROWS", "2")
    monkeypatch.setenv("ZHANQIAO_WAITING_ROWS", "2")
    with pytest.raises(TooManyRowsError, match="2"):
        send(lots, lot(6), lot(7), lot(8))
    send(lots, lot(6), lot(7))
    with pytest.raises(BacklogError):
        send(lots, lot(8))


def test_a_table_without_a_key_only_grows(lots: str) -> None:
    with pytest.raises(NoKeyError):
        send(lots, lot(1), operation=Operation.UPSERT)


def test_a_key_must_identify_and_binds_later_files(lots: str) -> None:
    with pytest.raises(KeyNotUniqueError):
        storage.declare_key(table_id=lots, columns=["更新时间"], by=BY, at=AT)
    storage.declare_key(table_id=lots, columns=["车场编号"], by=BY, at=AT)
    assert queries.table_card(table_id=lots).key == ("车场编号",)
    with pytest.raises(KeyNotUniqueError):
        seeding.published(name="lots", title="停车场余位", content=LOTS + "P001,又一个,1,2026-11-22 08:00:00\n")
    assert (len(content(lots)), Release.objects.count()) == (5, 1)
    storage.declare_key(table_id=lots, columns=[], by=BY, at=AT)
    seeding.published(name="lots", title="停车场余位", content=LOTS + "P001,又一个,1,2026-11-22 08:00:00\n")
    assert len(content(lots)) == 6


def test_rows_that_no_longer_fit_a_new_file_are_refused_then(lots: str) -> None:
    batch = send(lots, lot(6))
    seeding.published(name="lots", title="停车场余位", content="编号,名称\n1,甲\n2,乙\n")
    publish_rows(table_id=lots, at=AT)
    card = queries.batch_card(table_id=lots, batch_id=batch.id)
    assert (card.state, card.code) == ("refused", "rows-refused")


def test_a_file_between_preparing_and_acknowledging_does_not_lose_the_batch(lots: str) -> None:
    batch = send(lots, lot(6))
    with storage.writing():
        prepared = storage.prepare_batches(table_id=lots, at=AT)
        assert prepared is not None
        seeding.published(name="lots", title="停车场余位", content=LOTS)
        assert prepared.release is not None
        with pytest.raises(storage.ReleaseOvertakenError):
            storage.acknowledge_release(prepared=prepared.release, by=BY, at=AT)
        storage.abandon_release(table_id=lots, release_id=prepared.release.release_id)
    assert queries.batch_card(table_id=lots, batch_id=batch.id).state == "accepted"
    publish_rows(table_id=lots, at=AT)
    assert [row[0] for row in content(lots)][-1] == "P006"


def test_two_that_fold_the_same_batches_release_them_once(lots: str) -> None:
    send(lots, lot(6))
    with storage.writing():
        prepared = storage.prepare_batches(table_id=lots, at=AT)
    publish_rows(table_id=lots, at=AT)
    assert prepared is not None
    with pytest.raises(BatchesOvertakenError):
        storage.settle_batches(prepared=prepared, at=AT)
    assert len(content(lots)) == 6


def test_of_small_releases_the_newest_and_the_last_of_each_day_are_kept(
    empty_place: None, lots: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_BATCH_RELEASES", "2")
    for number in range(6, 14):
        send(lots, lot(number))
        publish_rows(table_id=lots, at=AT + timedelta(hours=6 * (number - 6)))  # 09:00, 15:00, 21:00, 03:00 …
    with storage.keeping():  # a backup copies releases
        assert (storage.retire_releases(table_id=lots, at=AT), storage.heal(at=AT)) == ((), None)
    gone = storage.retire_releases(table_id=lots, at=AT)
    assert [card.number for card in queries.release_cards(table_id=lots)] == [9, 8, 7, 4, 1]
    assert (len(gone), storage.retire_releases(table_id=lots, at=AT)) == (4, ())
    with pytest.raises(ReleaseRetiredError, match="2026-11-22"):
        queries.card_as_of(table_id=lots, as_of_text="2")
    assert (len(content(lots, as_of="4")), len(content(lots, as_of="2026-11-22")), len(content(lots))) == (8, 8, 13)
    assert storage.heal(at=AT) == HealReport(removed=(), kept=5, missing=())
    assert len(content(lots, as_of="7")) == 11
    assert AuditLine.objects.filter(action="release.retire").count() == 1


def test_retiring_that_a_crash_cut_short_is_finished_at_the_next_start(empty_place: None, lots: str) -> None:
    for number in (6, 7):
        send(lots, lot(number))
        publish_rows(table_id=lots, at=AT)
    Release.objects.filter(number=2).update(retired_at=AT)
    assert storage.heal(at=AT) == HealReport(removed=(), kept=2, missing=())
    folder = queries.warehouse().table_folder(table_id=lots)
    assert len(list(folder.glob("rel_*"))) == 2
    assert len(content(lots)) == 7


def test_serving_copies_of_older_releases_are_evicted_and_made_again(
    lots: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_SERVING_COPIES", "1")
    send(lots, lot(6))
    publish_rows(table_id=lots, at=AT)
    storage.evict_serving_copies(table_id=lots)
    folder = queries.warehouse().table_folder(table_id=lots)
    assert len(list(folder.glob("*/serving.duckdb"))) == 1
    assert (len(content(lots, as_of="1")), len(content(lots))) == (5, 6)


def test_notes_on_batches_are_forgotten_after_their_days(keyed: str) -> None:
    send(keyed, lot(6))
    send(keyed, lot(5))
    publish_rows(table_id=keyed, at=AT)
    assert storage.forget_batches(at=AT + timedelta(days=6)) == 0
    assert storage.forget_batches(at=AT + timedelta(days=8)) == 1
    assert storage.forget_batches(at=AT + timedelta(days=15)) == 1
