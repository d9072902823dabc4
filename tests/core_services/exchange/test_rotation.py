"""Keys that follow one another: of nodes, with a time in which both count, and the platform's own, each vouched for by the one before."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import pytest
from tests.core_services.exchange.node import Node, lines, new_node
from tests.live import CHECKOUT, environment
from tests.seeding import DEPARTMENT

from zhanqiao.cli import main
from zhanqiao.core_services.exchange import operations, queries
from zhanqiao.core_services.exchange.engine import platform_keys
from zhanqiao.core_services.exchange.engine.proofs import (
    ProofRefusedError,
    knows_signers,
    verify_proof,
    with_successors,
)
from zhanqiao.core_services.exchange.operations import Handed, SignatureRefusedError
from zhanqiao.core_services.exchange.rules.transfers import NodeKeyTakenError, NodeRevokedError
from zhanqiao.kit.alone import alone
from zhanqiao.kit.digests import Digesting, Digests
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.accounts.operations import create_account
from zhanqiao.people.audit.models import AuditLine

pytestmark = pytest.mark.django_db
URL = "https://data.example/api/v1/exchange/transfers"
AT = datetime(2026, 11, 30, 4, tzinfo=UTC)
BODY = lines({"n": 1})
TWO_WEEKS = timedelta(days=14)
Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _own_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_HOME", str(tmp_path))


@pytest.fixture
def account(department: str) -> str:
    del department
    return create_account(username="parking", display_name="停车", password=token_urlsafe(), by="tests", at=AT)


@pytest.fixture
def first() -> Node:
    return new_node()


@pytest.fixture
def node_id(account: str, first: Node) -> str:
    return operations.register_node(
        name="停车系统", public=first.public, department=DEPARTMENT, account_id=account, days=365, by="tests", at=AT
    )  # fmt: skip


def rotate(node_id: str, node: Node, *, at: datetime, overlap: timedelta = TWO_WEEKS) -> str:
    return operations.rotate_node_key(node_id=node_id, public=node.public, days=365, overlap=overlap, by="tests", at=at)


def is_admitted(node: Node, *, at: datetime) -> bool:
    message = node.signed(URL, content=BODY, at=at)
    try:
        found, signed = operations.admit_call(message=message, with_content=True, at=at)
    except SignatureRefusedError:
        return False
    return signed.key_id == node.key and node.key in {one.id for one in found.keys}


def digests() -> Digests:
    digesting = Digesting()
    digesting.update(content=BODY)
    return digesting.finish()


def transferred(node: Node, *, key: str, at: datetime) -> str:
    """Log a transfer as the site does, seal it and stamp it; return its id."""
    found, signed = operations.admit_call(
        message=node.signed(URL, content=BODY, key=key, at=at), with_content=True, at=at
    )
    handed = Handed(found, signed, "tbl_1", "append", key)
    made = operations.log_transfer(handed=handed, taken_as="bat_1", digests=digests(), rows=1, at=at)
    operations.seal_transfers(at=at)
    operations.stamp_batches(at=at)
    return made


def proof(transfer: str) -> Json:
    return json.loads(json.dumps(queries.proof_document(transfer_id=transfer)))  # type: ignore[no-any-return]  # - as a file


def keys(*, at: datetime) -> Json:
    return json.loads(json.dumps(queries.keys_document(at=at)))  # type: ignore[no-any-return]  # - as a file


def test_both_keys_of_a_node_count_within_the_overlap_and_then_the_new_one(node_id: str, first: Node) -> None:
    second, turned = new_node(), AT + timedelta(days=300)
    assert not is_admitted(second, at=turned)
    assert rotate(node_id, second, at=turned) == second.key
    moments = (turned, turned + TWO_WEEKS - timedelta(seconds=1), turned + TWO_WEEKS)
    admitted = [(is_admitted(first, at=at), is_admitted(second, at=at)) for at in moments]
    assert admitted == [(True, True), (True, True), (False, True)]


def test_an_overlap_never_lengthens_the_time_of_a_key(node_id: str, first: Node) -> None:
    second, turned = new_node(), AT + timedelta(days=364)
    rotate(node_id, second, at=turned)
    end = AT + timedelta(days=365)
    assert [is_admitted(first, at=end - timedelta(seconds=1)), is_admitted(first, at=end)] == [True, False]


def test_receipts_of_an_ended_and_of_a_revoked_key_stay_verifiable(node_id: str, first: Node) -> None:
    second = new_node()
    old = transferred(first, key="old", at=AT)
    rotate(node_id, second, at=AT + timedelta(days=1), overlap=timedelta(0))
    new = transferred(second, key="new", at=AT + timedelta(days=2))
    operations.revoke_node_key(key=second.key, by="tests", at=AT + timedelta(days=3))
    known = keys(at=AT + timedelta(days=4))
    found = [verify_proof(proof=proof(one), keys=known) for one in (old, new)]
    assert [(one.call_proven, one.receipt["idempotency_key"]) for one in found] == [(True, "old"), (True, "new")]
    assert [one["key"] for one in known["nodes"]] == [first.key, second.key]


def test_a_revoked_key_is_refused_at_once_and_its_sister_is_not(node_id: str, first: Node) -> None:
    second, later = new_node(), AT + timedelta(days=1)
    rotate(node_id, second, at=later)
    operations.revoke_node_key(key=first.key, by="tests", at=later)
    assert (is_admitted(first, at=later), is_admitted(second, at=later)) == (False, True)
    with pytest.raises(NotFoundError):
        operations.revoke_node_key(key=first.key, by="tests", at=later)
    operations.revoke_node(node_id=node_id, by="tests", at=later)
    assert not is_admitted(second, at=later)
    with pytest.raises(NodeRevokedError):
        rotate(node_id, new_node(), at=later)


def test_a_key_belongs_to_one_node_for_ever(node_id: str, first: Node) -> None:
    with pytest.raises(NodeKeyTakenError):
        rotate(node_id, first, at=AT)
    assert AuditLine.objects.filter(action="node.rotate").count() == 0


def test_each_change_of_keys_is_one_audit_line(node_id: str, first: Node) -> None:
    second = new_node()
    rotate(node_id, second, at=AT)
    operations.revoke_node_key(key=first.key, by="tests", at=AT)
    _, new = operations.rotate_platform_key(by="tests", at=AT)
    told = AuditLine.objects.filter(object_type__in=("exchange_node", "platform_key")).order_by("seq")
    assert list(told.values_list("action", "object_id")) == [
        ("node.register", node_id),
        ("node.rotate", node_id),
        ("node.revoke_key", node_id),
        ("platform_key.rotate", new),
    ]


def test_receipts_verify_offline_across_rotations_of_the_platform(node_id: str, first: Node) -> None:
    del node_id
    made = [transferred(first, key="0", at=AT)]
    for number in (1, 2):
        operations.rotate_platform_key(by="tests", at=AT + timedelta(days=number))
        made.append(transferred(first, key=str(number), at=AT + timedelta(days=number, hours=1)))
    known = keys(at=AT + timedelta(days=3))
    signers = [proof(one)["signature"]["key"] for one in made]
    assert [one["id"] for one in known["platform"]] == signers
    assert [bool(one["not_after"]) for one in known["platform"]] == [True, True, False]
    assert [verify_proof(proof=proof(one), keys=known).batch for one in made] == [1, 2, 3]


@pytest.fixture
def across(node_id: str, first: Node) -> Iterator[tuple[Json, Json, Json]]:
    """Keys before a rotation, keys after it, and a proof of after it."""
    del node_id
    transferred(first, key="before", at=AT)
    before = keys(at=AT)
    operations.rotate_platform_key(by="tests", at=AT + timedelta(days=1))
    made = transferred(first, key="after", at=AT + timedelta(days=2))
    return (yield before, keys(at=AT + timedelta(days=2)), proof(made))


def test_what_an_ended_platform_key_signs_later_is_refused(across: tuple[Json, Json, Json]) -> None:
    _, after, made = across
    after["platform"][-1]["not_after"] = "2026-12-01T00:00:00.000000+00:00"
    with pytest.raises(ProofRefusedError, match="not in use at that time"):
        verify_proof(proof=made, keys=after)


def test_what_a_platform_key_signs_long_before_it_was_made_is_refused(across: tuple[Json, Json, Json]) -> None:
    _, after, made = across
    after["platform"][-1]["valid_from"] = "2026-12-03T00:00:00.000000+00:00"
    with pytest.raises(ProofRefusedError, match="not in use at that time"):
        verify_proof(proof=made, keys=after)


def test_who_knows_the_key_before_knows_the_next_by_its_word(across: tuple[Json, Json, Json]) -> None:
    before, after, made = across
    assert not knows_signers(proof=made, keys=before)
    with pytest.raises(ProofRefusedError, match="not among the known keys"):
        verify_proof(proof=made, keys=before)
    known = with_successors(keys=before, offered=after)
    assert (known["platform"], knows_signers(proof=made, keys=known)) == (after["platform"], True)
    assert verify_proof(proof=made, keys=known).batch == 2


@pytest.mark.parametrize("change", ["no word", "another key", "another time", "word of an ended key"])
def test_a_key_that_no_known_key_vouches_for_is_not_taken(across: tuple[Json, Json, Json], change: str) -> None:
    before, after, _ = across
    stranger, next_one = new_node(), after["platform"][-1]
    changes: dict[str, Json] = {
        "no word": {"vouched": None},
        "another key": {"id": stranger.key, "public": stranger.public.decode()},
        "another time": {"valid_from": "2026-01-01T00:00:00.000000+00:00"},
    }
    next_one.update(changes.get(change, {}))
    if change == "word of an ended key":
        before["platform"][0]["not_after"] = "2026-11-30T12:00:00.000000+00:00"
    known = with_successors(keys=before, offered=after)
    assert [one["id"] for one in known["platform"]] == [one["id"] for one in before["platform"]]


def test_a_rotation_that_fails_changes_nothing(node_id: str, first: Node, tmp_path: Path) -> None:
    del node_id
    transferred(first, key="0", at=AT)
    before = platform_keys.public_keys()
    with pytest.raises(ZeroDivisionError), platform_keys.rotation(at=AT):
        raise ZeroDivisionError
    busy = platform_keys.RotationBusyError()
    with alone(lock=tmp_path / "exchange" / "rotation.lock", busy=busy), pytest.raises(type(busy)):
        operations.rotate_platform_key(by="tests", at=AT)
    assert (platform_keys.public_keys(), AuditLine.objects.filter(action="platform_key.rotate").count()) == (before, 0)


def test_the_private_key_before_is_gone_and_the_new_one_is_the_service_users(tmp_path: Path) -> None:
    for number in range(2):
        before, new = operations.rotate_platform_key(by="tests", at=AT + timedelta(days=number))
        names = {one.name for one in (tmp_path / "exchange").glob("*.pem")}
        assert (before != new, names) == (True, {f"{new}.pem"})
    assert (tmp_path / "exchange" / f"{new}.pem").stat().st_mode & 0o777 == 0o600
    assert platform_keys.platform_key().id == new


def test_a_lost_private_key_is_told_and_no_other_is_made_in_its_place(tmp_path: Path) -> None:
    _, new = operations.rotate_platform_key(by="tests", at=AT)
    (tmp_path / "exchange" / f"{new}.pem").unlink()
    with pytest.raises(platform_keys.PlatformKeyMissingError, match=new):
        platform_keys.platform_key()
    assert list((tmp_path / "exchange").glob("*.pem")) == []


def test_many_processes_take_up_a_new_key_while_they_sign(tmp_path: Path) -> None:
    signing = (
        "import sys\nfrom zhanqiao.core_services.exchange.engine.platform_keys import platform_key\n"
        "print(platform_key().id, flush=True)\nfor _ in sys.stdin: print(platform_key().id, flush=True)"
    )
    first = platform_keys.platform_key().id
    known = {"env": environment(home=tmp_path), "cwd": CHECKOUT, "text": True}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with ExitStack() as stack:
        running = [
            stack.enter_context(subprocess.Popen([sys.executable, "-c", signing], **known, **pipes)) for _ in range(2)
        ]  # type: ignore[call-overload]  # - options by name
        told = [[one.stdout.readline().strip() for one in running]]
        new = operations.rotate_platform_key(by="tests", at=AT)[1]
        for one in running:
            one.stdin.write("\n")
            one.stdin.close()
        told.append([one.stdout.readline().strip() for one in running])
    assert told == [[first] * 2, [new] * 2]


def test_keys_are_rotated_from_the_command_line(
    node_id: str, first: Node, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second, place = new_node(), tmp_path / "second.pub"
    place.write_bytes(second.public)
    assert main(["nodes", "rotate", node_id, "--key", str(place), "--overlap", "3"]) == 0
    assert capsys.readouterr().out == f"{second.key}\n"
    assert main(["nodes", "revoke-key", first.key]) == 0
    capsys.readouterr()
    assert main(["nodes", "list"]) == 0
    told = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [(line[0], line[1], line[4]) for line in told] == [
        (node_id, "停用 over", first.key),
        (node_id, "有效 valid", second.key),
    ]
    assert main(["receipts", "rotate"]) == 0
    assert capsys.readouterr().out.split()[2] == platform_keys.platform_key().id
