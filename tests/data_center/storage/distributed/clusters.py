"""A cluster of Apache Spark on this machine, started by the script that a city starts it with."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.live import free_port
from tests.servers import wait_for_port

START = Path(__file__).parents[4] / "deploy" / "spark" / "start"
STARTING_SECONDS = 120
STOPPING_SECONDS = 20


@dataclass
class Cluster:
    """A master, two workers and a Spark Connect server."""

    url: str
    folder: Path
    environment: dict[str, str]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    others: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, part: str, **environment: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{part}-{len(self.workers)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                [START, part], env={**os.environ, **self.environment, **environment}, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        (self.workers if part == "worker" else self.others).append(process)
        return process

    def kill_worker(self) -> None:
        """Kill a worker with its executors, as a machine that loses power."""
        worker = self.workers.pop()
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def stop(self) -> None:
        for process in reversed(self.others + self.workers):
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(STOPPING_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def spark_cluster(*, folder: Path) -> Iterator[Cluster]:
    home = spark_home()
    master, connect, web = free_port(), free_port(), free_port()
    environment = {
        "SPARK_HOME": str(home), "SPARK_MASTER": f"spark://127.0.0.1:{master}",
        "SPARK_PART_MEMORY": "600m", "SPARK_DRIVER_MEMORY": "600m", "SPARK_SHUFFLE": "4",
    }  # fmt: skip
    cluster = Cluster(f"sc://127.0.0.1:{connect}", folder, environment)
    try:
        cluster.start("master", SPARK_PORT=str(master), SPARK_WEB_PORT=str(web))
        wait_for_port(master, seconds=STARTING_SECONDS)
        for number in range(2):
            cluster.start("worker", SPARK_WORK=str(folder / f"work-{number}"))
        cluster.start("connect", SPARK_PORT=str(connect))
        wait_for_port(connect, seconds=STARTING_SECONDS)
        yield cluster
    finally:
        cluster.stop()


def spark_home() -> Path:
    """Return where Apache Spark lies, or skip: it is 430 MB, so only who wants this test installs it."""
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine")
    named = os.environ.get("SPARK_HOME")
    spec = find_spec("pyspark")
    home = Path(named) if named else Path(spec.origin or "").parent if spec else None
    if home is None or not (home / "jars").is_dir():
        pytest.skip("no Apache Spark: set SPARK_HOME, or pip install 'pyspark~=4.0.0' (430 MB)")
    return home
