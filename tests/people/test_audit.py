"""The audit trail: chained, protected by the database, and verifiable after the protection was torn off."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta, timezone

import pytest
from cryptography.hazmat.primitives import hashes
from django.db import DatabaseError, connection, transaction

from tests.people.conftest import AT
from zhanqiao.people.audit import command, queries
from zhanqiao.people.audit.models import AuditHead, AuditLine
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.protection import protect, unprotect
from zhanqiao.people.audit.queries import Head, VerifyReport, verify

ZEROS = "0" * 64


def append(number: int) -> AuditLine:
    detail = {"标题": f"第{number}版", "b": 1, "a": [None, True]}
    at = AT + timedelta(seconds=number)
    return record(
        by="acc_one", action="release.publish", object_type="release", object_id="rel_1", detail=detail, at=at
    )


@pytest.fixture
def chain(db: None) -> list[AuditLine]:
    return [append(number) for number in range(1, 6)]


@pytest.fixture
def unprotected(chain: list[AuditLine]) -> Iterator[Callable[[str], None]]:
    """A database whose triggers an intruder has dropped."""
    with connection.cursor() as cursor:
        unprotect(runner=cursor, vendor=connection.vendor)
        yield cursor.execute
        protect(runner=cursor, vendor=connection.vendor)


def test_each_line_carries_the_hash_of_the_line_before(chain: list[AuditLine]) -> None:
    assert [line.seq for line in chain] == [1, 2, 3, 4, 5]
    assert [line.previous_hash for line in chain] == [ZEROS, *(line.hash for line in chain[:-1])]
    assert queries.head() == Head(seq=5, hash=chain[-1].hash)


def test_the_hash_can_be_computed_without_us(chain: list[AuditLine]) -> None:
    """SM3(previous hash + canonical JSON), as docs say; here spelled out by hand."""
    line = chain[1]
    text = (
        '{"action":"release.publish","at":"2026-11-22T08:00:02.000000+00:00","by":"acc_one",'
        '"detail":"{\\"a\\":[null,true],\\"b\\":1,\\"标题\\":\\"第2版\\"}",'
        '"object_id":"rel_1","object_type":"release","seq":2}'
    )
    digest = hashes.Hash(hashes.SM3())
    digest.update((chain[0].hash + text).encode())
    assert line.hash == digest.finalize().hex()


def test_a_time_is_the_same_line_in_every_zone(db: None) -> None:
    at = AT.astimezone(timezone(timedelta(hours=8)))
    record(by="system", action="a.b", object_type="x", object_id="1", detail={}, at=at)
    assert verify().is_whole


def test_a_whole_chain_verifies(chain: list[AuditLine]) -> None:
    assert verify() == VerifyReport(lines=5, head=Head(seq=5, hash=chain[-1].hash))


def test_an_empty_chain_verifies(db: None) -> None:
    assert verify() == VerifyReport(lines=0, head=Head(seq=0, hash=ZEROS))


def test_a_long_chain_is_walked_in_blocks(chain: list[AuditLine], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "BLOCK", 2)
    assert verify().lines == 5


def test_what_json_cannot_hold_is_refused(db: None) -> None:
    with pytest.raises(TypeError):
        record(by="system", action="a.b", object_type="x", object_id="1", detail={"at": AT}, at=AT)
    with pytest.raises(ValueError, match="Out of range"):
        record(by="system", action="a.b", object_type="x", object_id="1", detail={"n": float("nan")}, at=AT)
    assert AuditLine.objects.count() == 0


def test_an_undone_operation_leaves_no_line(chain: list[AuditLine]) -> None:
    with transaction.atomic():
        append(6)
        transaction.set_rollback(True)
    assert (append(6).seq, verify().lines) == (6, 6)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_auditline SET action = 'x' WHERE seq = 2",
        "DELETE FROM people_auditline WHERE seq = 5",
        "DELETE FROM people_auditline",
        "DELETE FROM people_audithead",
        "UPDATE people_audithead SET seq = 4",
    ],
)
def test_the_database_refuses_to_change_the_trail(chain: list[AuditLine], statement: str) -> None:
    with pytest.raises(DatabaseError, match="audit"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().lines == 5


@pytest.mark.parametrize(
    ("statement", "broken", "en"),
    [
        (
            "UPDATE people_auditline SET by = 'acc_two' WHERE seq = 3",
            3,
            "Line 3 does not match its hash: it was changed.",
        ),
        (
            "UPDATE people_auditline SET detail = '{}' WHERE seq = 1",
            1,
            "Line 1 does not match its hash: it was changed.",
        ),
        ("UPDATE people_auditline SET at = '2026-11-22 08:00:04.000001' WHERE seq = 4", 4, "Line 4 does not match"),
        (
            "UPDATE people_auditline SET previous_hash = hash WHERE seq = 3",
            3,
            "Line 3 does not follow the line before it.",
        ),
        ("DELETE FROM people_auditline WHERE seq = 1", 1, "Line 1 is missing: lines were deleted."),
        ("DELETE FROM people_auditline WHERE seq IN (2, 3)", 2, "Line 2 is missing: lines were deleted."),
        ("DELETE FROM people_auditline WHERE seq > 3", 4, "The head names line 5, which is not the last line"),
        ("DELETE FROM people_auditline", 1, "The head names line 5, which is not the last line"),
        ("UPDATE people_audithead SET seq = 3", 4, "The head names line 3, which is not the last line"),
        ("DELETE FROM people_audithead", 1, "The head names line 0, which is not the last line"),
    ],
)
def test_tampering_is_found_at_the_first_broken_line(
    unprotected: Callable[[str], None], statement: str, broken: int, en: str
) -> None:
    unprotected(statement)
    report = verify()
    assert report.problem is not None
    assert (report.broken_seq, report.lines, report.problem.en[: len(en)]) == (broken, broken - 1, en)


def test_a_chain_rewritten_as_a_whole_is_found_by_an_anchor_only(
    chain: list[AuditLine], unprotected: Callable[[str], None]
) -> None:
    anchor = queries.head()
    unprotected("DELETE FROM people_auditline")
    unprotected("DELETE FROM people_audithead")
    for number in range(11, 17):
        append(number)
    report = verify(anchor=anchor)
    assert verify().is_whole
    assert report.problem is not None
    assert (report.broken_seq, report.problem.en) == (
        5,
        "The anchored line 5 differs from the chain: it or a line before it was rewritten.",
    )


def test_a_chain_cut_back_behind_the_anchor_is_found(
    chain: list[AuditLine], unprotected: Callable[[str], None]
) -> None:
    anchor = queries.head()
    unprotected("DELETE FROM people_auditline WHERE seq > 3")
    AuditHead.objects.update(seq=3, hash=chain[2].hash)
    assert (verify().is_whole, verify(anchor=anchor).is_whole) == (True, False)


def test_the_command_says_whole(chain: list[AuditLine], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["verify"]) == 0
    assert capsys.readouterr().out == (
        f"审计链 · audit chain: 5 行完好 · lines hold\n链头 · head: 5:{chain[-1].hash}\n✓ 完整，未被改动 · whole and unchanged\n"
    )


def test_the_command_says_broken(unprotected: Callable[[str], None], capsys: pytest.CaptureFixture[str]) -> None:
    unprotected("UPDATE people_auditline SET action = 'x' WHERE seq = 2")
    assert command.main(["verify", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["whole"], report["broken_seq"], report["lines"]) == (False, 2, 1)


def test_an_exported_head_is_an_anchor(chain: list[AuditLine], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["head"]) == 0
    exported = capsys.readouterr().out.strip()
    append(6)
    assert command.main(["verify", "--anchor", exported]) == 0
    assert command.main(["verify", "--anchor", f"5:{ZEROS}"]) == 1


def test_a_wrong_anchor_is_refused(db: None) -> None:
    with pytest.raises(queries.AnchorError, match="'5' is not a head"):
        command.main(["verify", "--anchor", "5"])
