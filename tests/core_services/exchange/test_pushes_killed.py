"""A push interrupted by kill -9 at either side ends exactly once; every receipt verifies offline, an altered one does not."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.core_services.exchange.node import new_node
from tests.core_services.exchange.pushes import Interrupted, once, register, released, write_rows
from tests.live import CHECKOUT, LiveSite, environment, serving
from tests.seeding import WRITING

ROWS = 40_000
PART = 1_000
KILLS = 6


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site of its own, whose processes may be killed."""
    home = tmp_path_factory.mktemp("home")
    with serving(home=home, also=(WRITING,), WORKERS="2", FOLD_SECONDS="1", SEAL_SECONDS="1") as made:
        yield made


@pytest.mark.timeout(600)
def test_a_push_killed_again_and_again_ends_exactly_once(
    site: LiveSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.ndjson"
    write_rows(file, rows=ROWS)
    push = Interrupted(
        site, site.table("stress-rows"), file, register(site, new_node(), tmp_path), PART, random.Random(4)
    )
    push.run_killed(kills=KILLS, total=ROWS)
    assert push.killed == {"client": KILLS // 2, "server": KILLS // 2}
    assert released(site, push.table, rows=ROWS) == once(ROWS)
    proofs = tmp_path / "proofs"
    again = push.begin("--proofs", str(proofs))
    assert again.wait(timeout=120) == 0
    found = sorted(path for path in proofs.glob("trf_*.json"))
    assert sum(json.loads(path.read_text())["receipt"]["rows"] for path in found) == ROWS
    assert (len(found), verify(*found)) == (ROWS // PART, (0, ""))
    altered = json.loads(found[0].read_text())
    altered["receipt"]["rows"] += 1
    found[0].write_text(json.dumps(altered, ensure_ascii=False))
    code, words = verify(*found[:2])
    assert (code, words.splitlines()[0]) == (
        2,
        f"✗ {found[0].name}: 回执未通过核验：平台签名与回执内容不符：内容被改动或伪造。",
    )
    assert released(site, push.table, rows=ROWS) == once(ROWS)
    with capsys.disabled():
        sys.stdout.write(f"[killed: {push.killed}]")
    assert site.run("audit", "verify").returncode == 0


def verify(*files: Path) -> tuple[int, str]:
    """Verify as a department does: without the platform's state and, where the system lets us take it away, without a network."""
    names = [str(path) for path in files]
    alone = ["unshare", "--map-root-user", "--net"]
    possible = subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0
    done = subprocess.run(
        [*(alone if possible else []), sys.executable, "-m", "zhanqiao.cli", "receipts", "verify", *names],
        cwd=CHECKOUT,
        env=environment(home=files[0].parent / "nowhere"),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr
