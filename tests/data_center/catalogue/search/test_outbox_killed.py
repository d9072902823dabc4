"""kill -9 between a change, its outbox row and the index: no acknowledged change is lost to search.

``ZHANQIAO_KILL_ROUNDS`` asks for more rounds.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = max(1, int(os.environ.get("ZHANQIAO_KILL_ROUNDS", "4")) // 2)
REVISING = "tests.data_center.catalogue.search.revising"


def start(home: Path, *arguments: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "ZHANQIAO_HOME": str(home), "PYTHONPATH": f"src{os.pathsep}."}
    command = [sys.executable, "-m", REVISING, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def finished(home: Path, *arguments: object) -> str:
    with start(home, *arguments) as process:
        output, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return output.strip()


def test_no_acknowledged_change_is_lost_to_search(tmp_path: Path) -> None:
    chance = random.Random(1891)
    finished(tmp_path, "begin")
    number = 0
    for _ in range(ROUNDS):
        with start(tmp_path, "revise", number) as writer:
            assert writer.stdout is not None
            told = [int(writer.stdout.readline())]
            time.sleep(chance.uniform(0.0, 0.5))
            os.kill(writer.pid, signal.SIGKILL)
            told += [int(line) for line in writer.stdout if line.endswith("\n")]
        number = told[-1]
        assert finished(tmp_path, "look") in {f"地铁{number} 0", f"地铁{number + 1} 0"}
