"""A harvest whose process is killed in the middle, read from outside as it was left."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.portals import portal
from tests.seeding import DEPARTMENT


def records(count: int) -> str:
    return json.dumps({"dataset": [{"identifier": f"r{n}", "title": f"Record {n}"} for n in range(count)]})


def waited_for(happened: Callable[[], bool], *, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_killed_run_is_repeated_without_duplicates(tmp_path: Path) -> None:
    """A process of its own is killed by SIGKILL in the middle of a source; the next run finishes the work."""
    with portal() as site:
        site.put("/data.json", records(400))
        environment = os.environ | {
            "ZHANQIAO_HOME": str(tmp_path),
            "ZHANQIAO_HARVEST_ALLOW": site.place,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }

        def cli(*arguments: str) -> subprocess.Popen[str]:
            command = [sys.executable, "-m", "zhanqiao.cli", *arguments]
            return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

        seeding = "import django; django.setup()\nfrom zhanqiao.config.preparation import main; main([])\nfrom tests.seeding import register_department; register_department()"
        subprocess.run([sys.executable, "-c", seeding], env=environment, check=True, capture_output=True)
        adding = cli(
            "harvest",
            "add",
            "city",
            "--name",
            "邻市",
            "--url",
            f"{site.url}/data.json",
            "--kind",
            "data_json",
            "--department",
            DEPARTMENT,
            "--publish",
        )
        told = adding.communicate()
        assert adding.returncode == 0, told

        def entries() -> int:
            with sqlite3.connect(tmp_path / "zhanqiao.sqlite3", timeout=30) as database:
                return int(database.execute("select count(*) from data_center_datasetorigin").fetchone()[0])

        running = cli("harvest", "run", "city")
        waited_for(lambda: entries() > 0)
        running.send_signal(signal.SIGKILL)
        running.communicate()
        left = entries()
        assert 0 < left < 400
        repeated = cli("harvest", "run", "city")
        told, _ = repeated.communicate()
        assert (repeated.returncode, f"added {400 - left}, changed 0, unchanged {left}" in told) == (0, True), told
        assert entries() == 400
        listed, _ = cli("harvest", "list").communicate()
        assert listed.startswith("city\t邻市\tdata_json\tnever\t400 ")
