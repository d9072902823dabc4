"""Department nodes push over HTTP: signed, logged with a receipt, once."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
import requests

from tests.core_services.exchange.node import NDJSON, TRANSFERS, lines, new_node, send
from tests.live import environment
from tests.portal.open_service.exchanging import Pushing, registered
from tests.seeding import DEPARTMENT
from zhanqiao.core_services.exchange.engine.proofs import verify_proof

pytestmark = pytest.mark.xdist_group("exchange")


def test_rows_are_taken_logged_and_answered_with_a_receipt_that_verifies_offline(
    pushing: Pushing, tmp_path: Path
) -> None:
    content = lines({"车场编号": "X001", "余位": 1}, {"车场编号": "X002", "余位": 2})
    answer = pushing.push(content, key="first")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    transfer = answer.json()["data"]
    receipt = transfer["receipt"]
    assert {
        name: receipt[name] for name in ("node", "table", "operation", "rows", "bytes", "sha256", "department")
    } == {
        "node": pushing.node_id,
        "table": pushing.table,
        "operation": "append",
        "rows": 2,
        "bytes": len(content),
        "sha256": sha256(content).hexdigest(),
        "department": DEPARTMENT,
    }
    settled = pushing.settled(transfer["id"])
    assert (settled["state"], settled["receipt"]) == ("released", receipt)
    assert pushing.count("车场编号 in ('X001', 'X002')") == 2
    proof = pushing.proof(transfer["id"])
    found = verify_proof(proof=proof, keys=pushing.keys())
    assert (found.receipt, found.call_proven, found.stamp_kind) == (receipt, True, "own")
    (tmp_path / "receipt.json").write_text(json.dumps(proof), encoding="utf-8")
    (tmp_path / "keys.json").write_text(json.dumps(pushing.keys()), encoding="utf-8")
    told = pushing.site.run("receipts", "verify", str(tmp_path / "receipt.json"))
    assert told.stdout.startswith(f"✓ receipt.json: {transfer['id']}  {DEPARTMENT} → {pushing.table}")


def test_a_client_that_has_nothing_of_ours_is_understood(pushing: Pushing, tmp_path: Path) -> None:
    """The signature base written by hand as RFC 9421 §2.5 has it, signed by OpenSSL, sent by another client."""
    content, created = lines({"车场编号": "X004"}), int(time.time())
    (tmp_path / "key.pem").write_bytes(pushing.node.private)
    fields = '"@method" "@authority" "@path" "@query" "content-digest" "content-type" "idempotency-key"'
    said = f'({fields});created={created};expires={created + 60};nonce="{"z" * 16}";keyid="{pushing.node.key}"'
    said += ';tag="zhanqiao-exchange"'
    digest = f"sha-256=:{b64encode(sha256(content).digest()).decode()}:"
    base = (
        f'"@method": POST\n"@authority": {pushing.site.url.removeprefix("http://")}\n"@path": {TRANSFERS}\n'
        f'"@query": ?table={pushing.table}\n"content-digest": {digest}\n"content-type": {NDJSON}\n'
        f'"idempotency-key": by-hand\n"@signature-params": {said}'
    )
    (tmp_path / "base").write_text(base, encoding="ascii")
    sign = ["openssl", "pkeyutl", "-sign", "-inkey", "key.pem", "-rawin", "-in", "base"]
    signature = subprocess.run(sign, cwd=tmp_path, capture_output=True, check=True).stdout
    headers = {
        "Content-Type": NDJSON,
        "Content-Digest": digest,
        "Idempotency-Key": "by-hand",
        "Signature-Input": f"sig1={said}",
        "Signature": f"sig1=:{b64encode(signature).decode()}:",
    }
    answer = requests.post(f"{pushing.url}?table={pushing.table}", data=content, headers=headers, timeout=60)
    assert (answer.status_code, answer.json()["data"]["call"]["base"]) == (201, base)


def test_the_same_key_gets_the_same_receipt_and_other_content_under_it_none(pushing: Pushing) -> None:
    content = lines({"车场编号": "X010"})
    first, again = pushing.push(content, key="same"), pushing.push(content, key="same")
    assert (first.status_code, again.status_code, again.headers["Idempotency-Replayed"]) == (201, 200, "true")
    assert again.json()["data"]["receipt"] == first.json()["data"]["receipt"]
    assert again.json()["data"]["signature"] == first.json()["data"]["signature"]
    other = pushing.push(lines({"车场编号": "X011"}), key="same")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-conflict")
    pushing.settled(first.json()["data"]["id"])
    assert (pushing.count("车场编号 = 'X010'"), pushing.count("车场编号 = 'X011'")) == (1, 0)


def test_a_call_that_comes_twice_word_for_word_is_refused(pushing: Pushing) -> None:
    content = lines({"车场编号": "X020"})
    message = pushing.node.signed(pushing.url, content=content, key="twice", table=pushing.table)
    first, again = send(message, content), send(message, content)
    assert (first.status_code, again.status_code, again.json()["code"]) == (201, 401, "call-replayed")


def test_content_that_was_not_signed_is_refused(pushing: Pushing) -> None:
    signed, sent = lines({"车场编号": "X030"}), lines({"车场编号": "X031"})
    message = pushing.node.signed(pushing.url, content=signed, key="other", table=pushing.table)
    answer = send(message, sent)
    assert (answer.status_code, answer.json()["code"]) == (401, "content-differs")
    file = pushing.node.signed(
        pushing.url, content=signed, key="other-file", table=pushing.table, operation="append-file", filename="a.csv"
    )
    answer = send(file, sent)
    assert (answer.status_code, answer.json()["code"]) == (401, "content-differs")
    logged = {one["receipt"]["idempotency_key"] for one in pushing.get(TRANSFERS).json()["data"]}
    assert logged & {"other", "other-file"} == set()


def test_rows_with_personal_data_are_not_taken(pushing: Pushing) -> None:
    answer = pushing.push(lines({"车场编号": "X040", "名称": "联系人 13812345678"}), key="personal")
    assert (answer.status_code, answer.json()["code"]) == (422, "personal-data")


def test_strangers_and_revoked_nodes_are_refused(pushing: Pushing, tmp_path: Path) -> None:
    stranger, node = new_node(), new_node()
    content = lines({"车场编号": "X050"})
    answer = pushing.push(content, key="stranger", node=stranger)
    assert (answer.status_code, answer.json()["code"]) == (401, "signature-refused")
    node_id = registered(pushing.site, node, tmp_path)
    assert pushing.push(content, key="before", node=node).status_code == 201
    pushing.site.run("nodes", "revoke", node_id)
    answer = pushing.push(content, key="after", node=node)
    assert (answer.status_code, answer.json()["code"]) == (401, "signature-refused")
    unsigned = requests.post(pushing.url, params={"table": pushing.table}, data=content, timeout=30)
    assert (unsigned.status_code, unsigned.json()["code"]) == (401, "signature-required")
    key = {"Authorization": f"Bearer {pushing.site.seeded['keys']['write']}", "Content-Type": NDJSON}
    keyed = requests.post(pushing.url, params={"table": pushing.table}, data=content, headers=key, timeout=30)
    assert (keyed.status_code, keyed.json()["code"]) == (401, "signature-required")


def test_a_file_is_taken_and_published_with_a_receipt(pushing: Pushing) -> None:
    content = "车场编号,名称,余位,更新时间\nF001,新区,7,2026-11-22 08:00:00\n".encode()
    table = pushing.site.table("files")
    answer = pushing.push(
        content, key="file-1", table=table, operation="append-file", filename="车场.csv", media="text/csv"
    )
    transfer = answer.json()["data"]
    assert (answer.status_code, transfer["receipt"]["rows"], transfer["receipt"]["bytes"]) == (201, None, len(content))
    settled = pushing.settled(transfer["id"])
    assert (settled["state"], settled["release"][:4]) == ("released", "rel_")
    again = pushing.push(
        content, key="file-1", table=table, operation="append-file", filename="车场.csv", media="text/csv"
    )
    assert (again.status_code, again.json()["data"]["receipt"]) == (200, transfer["receipt"])


def test_transfers_are_read_by_their_department_and_by_nobody_else(pushing: Pushing) -> None:
    address, key = pushing.url, pushing.site.seeded["keys"]["read"]
    pushing.push(lines({"车场编号": "X058"}), key="read")
    assert requests.get(address, timeout=30).json()["code"] == "signature-required"
    by_key = requests.get(address, headers={"Authorization": f"Bearer {key}"}, timeout=30).json()
    by_node = pushing.get(TRANSFERS).json()
    assert (by_key["total"] > 0, by_key["data"]) == (True, by_node["data"])


def test_counters_are_open_and_count_what_was_logged(pushing: Pushing) -> None:
    pushing.push(lines({"车场编号": "X059"}), key="counted-before")
    before = requests.get(f"{pushing.site.url}/api/v1/exchange/counters", timeout=30).json()["data"]
    pushing.push(content := lines({"车场编号": "X060"}, {"车场编号": "X061"}), key="counted")
    (after,) = requests.get(f"{pushing.site.url}/api/v1/exchange/counters", timeout=30).json()["data"]
    assert after["transfers"] - before[0]["transfers"] == 1
    assert (after["rows"] - before[0]["rows"], after["bytes"] - before[0]["bytes"]) == (2, len(content))
    assert after["department"] == DEPARTMENT


def test_a_department_pushes_a_csv_by_command_and_keeps_verified_receipts(pushing: Pushing, tmp_path: Path) -> None:
    file, key, proofs = tmp_path / "车场.csv", tmp_path / "node.pem", tmp_path / "receipts"
    file.write_text("车场编号,余位,更新时间\nC001,7,2026-11-30T08:00:00\nC002,,\n", encoding="gb18030")
    key.write_bytes(pushing.node.private)
    to = ("--to", pushing.site.url, "--table", pushing.table, "--key", str(key), "--encoding", "gb18030")
    first = command("push", str(file), *to, "--rows", "1", "--proofs", str(proofs))
    assert (first.returncode, first.stdout) == (
        0,
        "本次 2 行，累计确认 2 行、2 份回执 / 2 rows now; 2 rows, 2 receipts in all\n",
    )
    again = command("push", str(file), *to, "--rows", "1")
    assert again.stdout.startswith("本次 0 行，累计确认 2 行、2 份回执")
    receipts = sorted(proofs.glob("trf_*.json"))
    for path in receipts:
        pushing.settled(path.stem)
    assert pushing.count("车场编号 in ('C001', 'C002')") == 2
    verified = command("receipts", "verify", *map(str, receipts))
    assert (verified.returncode, verified.stdout.count("✓ trf_")) == (0, 2)
    (proofs / "keys.json").unlink()
    unknown = command("receipts", "verify", str(receipts[0]))
    assert (unknown.returncode, "没有密钥文件" in unknown.stderr) == (2, True)
    other = command("push", str(file), *to, "--operation", "upsert")
    assert (other.returncode, "operation: append" in other.stderr) == (1, True)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a department does, whose machine knows nothing of the platform's state."""
    return subprocess.run(
        [sys.executable, "-m", "zhanqiao.cli", *arguments],
        env=environment(home=Path("/nonexistent")),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_counters_are_published_as_a_dataset(pushing: Pushing) -> None:
    pushing.push(lines({"车场编号": "X059"}), key="counted-before")
    told = pushing.site.run("exchange", "counters", "--department", DEPARTMENT)
    made = json.loads(told.stdout.splitlines()[-1])
    rows = requests.get(f"{pushing.site.url}/api/v1/tables/{made['tables'][0]}/rows", timeout=30).json()["data"]
    (counted,) = requests.get(f"{pushing.site.url}/api/v1/exchange/counters", timeout=30).json()["data"]
    assert [(row["日期"], row["交换次数"], row["行数"], row["字节数"]) for row in rows] == [
        (counted["day"], counted["transfers"], counted["rows"], counted["bytes"])
    ]
