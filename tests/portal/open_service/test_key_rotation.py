"""Keys rotated under a running site: calls go on, receipts verify on both sides of it, a revoked key is refused at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.core_services.exchange.node import lines, new_node
from tests.portal.open_service.exchanging import Pushing, registered
from zhanqiao.cli import main
from zhanqiao.core_services.exchange.engine.proofs import verify_proof

pytestmark = pytest.mark.xdist_group("exchange")


def test_a_node_changes_its_key_without_a_pause(pushing: Pushing, tmp_path: Path) -> None:
    first, second = new_node(), new_node()
    node_id = registered(pushing.site, first, tmp_path)
    place = tmp_path / "next.pub"
    place.write_bytes(second.public)
    row = lines({"车场编号": "X091"})

    def statuses(key: str) -> tuple[int, int]:
        before = pushing.push(row, key=f"{key}-1", node=first).status_code
        return before, pushing.push(row, key=f"{key}-2", node=second).status_code

    assert statuses("before") == (201, 401)
    pushing.site.run("nodes", "rotate", node_id, "--key", str(place))
    assert statuses("overlap") == (201, 201)
    same = pushing.push(row, key="overlap-1", node=second)
    assert (same.status_code, same.json()["data"]["receipt"]["node"]) == (200, node_id)
    pushing.site.run("nodes", "revoke-key", first.key)
    assert statuses("after") == (401, 201)
    keys = {one["key"]: one["revoked_at"] is None for one in pushing.keys()["nodes"] if one["node"] == node_id}
    assert keys == {first.key: False, second.key: True}


def test_a_push_goes_on_over_a_rotation_of_the_platforms_key(pushing: Pushing, tmp_path: Path) -> None:
    key, file, proofs = tmp_path / "node.pem", tmp_path / "rows.ndjson", tmp_path / "proofs"
    key.write_bytes(pushing.node.private)
    proofs.mkdir()
    command = ["push", str(file), "--to", pushing.site.url, "--table", pushing.table, "--key", str(key), "--quiet"]
    file.write_bytes(lines({"车场编号": "X092"}))
    assert main(command) == 0
    kept = tmp_path / "rows.ndjson.push.sqlite3.keys.json"
    before = json.loads(kept.read_text())["platform"]
    pushing.site.run("receipts", "rotate")
    file.write_bytes(lines({"车场编号": "X092"}, {"车场编号": "X093"}))
    assert main([*command, "--proofs", str(proofs)]) == 0
    known = json.loads(kept.read_text())
    assert [one["id"] for one in known["platform"]][:-1] == [one["id"] for one in before]
    assert json.loads((proofs / "keys.json").read_text()) == known
    found = [json.loads(one.read_text()) for one in sorted(proofs.glob("trf_*.json"))]
    assert {one["signature"]["key"] for one in found} == {one["id"] for one in known["platform"][-2:]}
    assert all(verify_proof(proof=one, keys=known).batch for one in found)
