"""Receipts of transfers: what is altered or forged is refused with its reason."""

from __future__ import annotations

import copy
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.core_services.exchange.node import lines, new_node
from tests.portal.open_service.exchanging import Pushing
from zhanqiao.core_services.exchange.engine.proofs import ProofRefusedError, verify_proof
from zhanqiao.core_services.exchange.rules.receipts import stamped_content

pytestmark = pytest.mark.xdist_group("exchange")


def test_openssl_verifies_the_time_stamp(pushing: Pushing, tmp_path: Path) -> None:
    transfer = pushing.push(lines({"车场编号": "X003"}), key="stamp").json()["data"]["id"]
    proof = pushing.proof(transfer)
    (certificate,) = [one["certificate"] for one in pushing.keys()["time_stamp"]]
    batch = proof["batch"]
    (tmp_path / "ca.pem").write_text(certificate)
    (tmp_path / "head").write_bytes(stamped_content(head=batch["head"], signature=batch["signature"]))
    (tmp_path / "stamp.tsr").write_bytes(b64decode(proof["time_stamp"]["token"]))
    command = ["openssl", "ts", "-verify", "-data", "head", "-in", "stamp.tsr", "-CAfile", "ca.pem"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout.strip()) == (0, "Verification: OK")


def altered(proof: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    copied = copy.deepcopy(proof)
    change(copied)
    return copied


def swapped(text: str) -> str:
    content = bytearray(b64decode(text))
    content[len(content) // 2] ^= 1
    return b64encode(content).decode()


ALTERATIONS: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "rows": (lambda one: one["receipt"].update(rows=3), "altered or forged"),
    "digest": (lambda one: one["receipt"].update(sha256="0" * 64), "altered or forged"),
    "time": (lambda one: one["receipt"].update(accepted_at="2026-01-01T00:00:00.000000+00:00"), "altered or forged"),
    "signature": (lambda one: one["signature"].update(value=swapped(one["signature"]["value"])), "altered or forged"),
    "key": (lambda one: one["signature"].update(key="ed25519-0000000000000000"), "not among the known keys"),
    "call": (lambda one: one["call"].update(base=one["call"]["base"] + " "), "not the one the receipt speaks of"),
    "root": (lambda one: one["batch"]["head"].update(root="0" * 64), "signature of the batch"),
    "place": (lambda one: one["batch"].update(place=one["batch"]["place"] + 1), "under the root"),
    "path": (lambda one: one["batch"]["path"].append("0" * 64), "under the root"),
    "stamp": (lambda one: one["time_stamp"].update(token=swapped(one["time_stamp"]["token"])), "time-stamp"),
    "other kind": (lambda one: one["time_stamp"].update(kind="outside"), "time-stamp"),
    "the sender's signature": (
        lambda one: one["call"].update(signature=swapped(one["call"]["signature"])),
        "not the one",
    ),
    "a part missing": (lambda one: one.pop("call"), "whole receipt"),
}


@pytest.mark.parametrize("name", ALTERATIONS)
def test_an_altered_receipt_is_refused_with_its_reason(pushing: Pushing, name: str) -> None:
    transfer = pushing.push(lines({"车场编号": "X070"}), key="altered").json()["data"]["id"]
    proof, keys = pushing.proof(transfer), pushing.keys()
    change, words = ALTERATIONS[name]
    with pytest.raises(ProofRefusedError, match=words):
        verify_proof(proof=altered(proof, change), keys=keys)
    verify_proof(proof=proof, keys=keys)


def test_a_call_after_its_key_ended_proves_nothing(pushing: Pushing) -> None:
    transfer = pushing.push(lines({"车场编号": "X070"}), key="altered").json()["data"]["id"]
    proof, keys = pushing.proof(transfer), pushing.keys()
    (node,) = [one for one in keys["nodes"] if one["key"] == pushing.node.key]
    node["revoked_at"] = proof["receipt"]["accepted_at"]
    with pytest.raises(ProofRefusedError, match="not valid at that time"):
        verify_proof(proof=proof, keys=keys)


def test_a_receipt_forged_with_another_platform_key_is_refused(pushing: Pushing) -> None:
    transfer = pushing.push(lines({"车场编号": "X070"}), key="altered").json()["data"]["id"]
    proof, keys = pushing.proof(transfer), pushing.keys()
    other = new_node()
    for known in keys["platform"]:
        known["public"] = other.public.decode()
    with pytest.raises(ProofRefusedError, match="altered or forged"):
        verify_proof(proof=proof, keys=keys)
