"""An exchange interrupted by kill -9 at either side: seconds, rows a second, and the proof of exactly once.

``python -m bench.exchange [--rows 1000000] [--kills 20] [--part 5000]`` serves a site of its own, registers a department
node, pushes rows while client and server processes are killed in turn, waits until all are released, and verifies every
receipt with its proof from the files alone.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.core_services.exchange.node import new_node
from tests.core_services.exchange.pushes import Interrupted, once, register, released, write_rows
from tests.live import serving
from tests.seeding import WRITING

from zhanqiao.core_services.exchange.engine.proofs import ProofRefusedError, verify_proof


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 when a row is missing or doubled, or a receipt does not hold."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="zhanqiao-exchange-") as name:
        folder = Path(name)
        home = folder / "home"
        home.mkdir()
        with serving(home=home, also=(WRITING,), WORKERS="2", SEAL_SECONDS="5") as site:
            file = folder / "rows.ndjson"
            write_rows(file, rows=options.rows)
            key = register(site, new_node(), folder)
            push = Interrupted(site, site.table("stress-rows"), file, key, options.part, random.Random(options.seed))
            return _measured(push, options)


def _measured(push: Interrupted, options: argparse.Namespace) -> int:
    began = time.monotonic()
    push.run_killed(kills=options.kills, total=options.rows)
    confirmed = time.monotonic() - began
    found = released(push.site, push.table, rows=options.rows)
    all_there = time.monotonic() - began
    exact = found == once(options.rows)
    print(f"rows {options.rows:,}, parts of {options.part:,}, killed {push.killed}")
    print(f"confirmed with receipts: {confirmed:.1f} s, {options.rows / confirmed:,.0f} rows/s")
    print(f"released and readable:   {all_there:.1f} s, {options.rows / all_there:,.0f} rows/s")
    print(f"exactly once: {exact}  (found {found}, expected {once(options.rows)})")
    proven, refused = _receipts(push)
    print(f"receipts verified offline: {proven}; altered ones refused: {refused}")
    return 0 if exact and proven == refused > 0 else 1


def _receipts(push: Interrupted) -> tuple[int, int]:
    """Fetch all proofs; return how many verify, and how many are refused when one figure in them is changed."""
    folder = push.file.parent / "proofs"
    push.begin("--proofs", str(folder)).wait()
    keys = json.loads((folder / "keys.json").read_text(encoding="utf-8"))
    proofs = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("trf_*.json")]
    assert sum(one["receipt"]["rows"] for one in proofs) == sum(1 for _ in push.file.open("rb"))
    proven = sum(verify_proof(proof=one, keys=keys).call_proven for one in proofs)
    refused = 0
    for one in proofs:
        one["receipt"]["rows"] += 1
        try:
            verify_proof(proof=one, keys=keys)
        except ProofRefusedError:
            refused += 1
    return proven, refused


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench.exchange", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--part", type=int, default=5_000, help="rows of a call")
    parser.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
