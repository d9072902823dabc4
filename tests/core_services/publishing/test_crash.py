"""kill -9 at random moments of publishing: nothing half is seen, nothing acknowledged is lost, a restart heals."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from tests.core_services.publishing import crash_rounds

ROUNDS = int(os.environ.get("ZHANQIAO_KILL_ROUNDS", "3"))


@pytest.mark.timeout(120 + 30 * ROUNDS)
def test_killed_publishing_loses_nothing_and_shows_nothing_half(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    run = subprocess.run(
        [sys.executable, "-m", crash_rounds.__name__, str(ROUNDS), str(seed)],
        env={**os.environ, "ZHANQIAO_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "zhanqiao.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout.splitlines()[-1])
    assert (told["rounds"], told["faults"]) == (ROUNDS, []), f"seed {seed}\n{run.stderr}"
