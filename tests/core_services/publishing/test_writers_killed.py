"""Four programs write, eight read, and whatever is at work is killed at random: nothing is lost, doubled or half.

``ZHANQIAO_STRESS_SECONDS`` sets how long it goes on (12; the whole trial takes 300).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from tests.core_services.publishing.writer import ROWS, last
from tests.live import LiveSite, serving
from tests.seeding import WRITING

SECONDS = float(os.environ.get("ZHANQIAO_STRESS_SECONDS", "12"))
WRITERS = ("w1", "w2", "w3", "w4")
READERS = 8
PAUSES = (0.5, 3.0)
ENOUGH = 3  # batches of each writer
PATIENCE = 120.0
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site of its own, whose processes may be killed."""
    with serving(
        home=tmp_path_factory.mktemp("home"), also=(WRITING,), WORKERS="2", FOLD_SECONDS="1", BATCH_RELEASES="3"
    ) as made:
        yield made


class Programs:
    """Programs that are begun again when they were killed."""

    def __init__(self) -> None:
        self._made: list[tuple[Callable[[], subprocess.Popen[bytes]], subprocess.Popen[bytes]]] = []

    def begin(self, *arguments: str) -> None:
        def start() -> subprocess.Popen[bytes]:
            return subprocess.Popen([sys.executable, *arguments])

        self._made.append((start, start()))

    def kill_one(self) -> None:
        place = random.randrange(len(self._made))
        start, process = self._made[place]
        process.kill()
        process.wait()
        self._made[place] = (start, start())

    def end(self) -> None:
        for _, process in self._made:
            process.kill()
            process.wait()

    def codes(self) -> list[int]:
        return [process.wait(timeout=PATIENCE) for _, process in self._made]


@pytest.fixture
def programs() -> Iterator[Programs]:
    """Programs that are gone when the test is over, however it ends."""
    made = Programs()
    yield made
    made.end()


@pytest.mark.timeout(SECONDS + 5 * PATIENCE)
def test_every_acknowledged_row_is_there_once_whoever_is_killed(
    site: LiveSite, programs: Programs, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, counters = site.table("stress-rows"), site.table("stress-counters")
    key = site.seeded["keys"]["write"]
    declare(site, counters, key)
    for name in WRITERS:
        programs.begin(str(HERE / "writer.py"), site.url, key, rows, counters, str(tmp_path), name)
    for _ in range(READERS):
        programs.begin(str(HERE / "reader.py"), site.url, rows, str(tmp_path), str(ROWS))
    killed = disturb(site, programs, seconds=SECONDS)
    await_batches(tmp_path)
    (tmp_path / "stop").touch()
    codes = programs.codes()
    failures = (tmp_path / "failed").read_text() if (tmp_path / "failed").exists() else ""
    assert (failures, set(codes)) == ("", {0})
    acknowledged = {name: last(tmp_path / f"{name}.acknowledged") for name in WRITERS}
    found = settled(site, rows, expected=sum(acknowledged.values()))
    assert {name: [(row["批"], row["n"]) for row in found if row["写者"] == name] for name in WRITERS} == {
        name: [(number, ROWS) for number in range(1, acknowledged[name] + 1)] for name in WRITERS
    }
    assert counted(site, counters, expected=acknowledged) == acknowledged
    with capsys.disabled():
        sys.stdout.write(f"[{killed} killed; acknowledged: {acknowledged}]")
    assert site.run("audit", "verify").returncode == 0
    assert len(list((site.home / "releases" / rows).glob("*/serving.duckdb"))) <= 4


def await_batches(folder: Path) -> None:
    """Let the writers be until each has had enough batches: a slow machine may have had none while it was disturbed."""
    deadline = time.monotonic() + PATIENCE
    while (fewest := min(last(folder / f"{name}.acknowledged") for name in WRITERS)) < ENOUGH:
        assert time.monotonic() < deadline, f"a writer had {fewest} of {ENOUGH} batches in {PATIENCE} s without a kill"
        time.sleep(0.5)


def counted(site: LiveSite, table: str, *, expected: dict[str, int]) -> dict[str, int]:
    """Return the number of the last batch of each writer, which every batch wrote over the one before."""
    deadline, found = time.monotonic() + PATIENCE, dict[str, int]()
    while found != expected and time.monotonic() < deadline:
        answer = requests.get(f"{site.url}/api/v1/tables/{table}/rows", params={"where": "写者 <> '起始'"}, timeout=60)
        found = {row["写者"]: row["批"] for row in answer.json()["data"]}
        time.sleep(0.5)
    return found


def declare(site: LiveSite, table: str, key: str) -> None:
    answer = requests.put(
        f"{site.url}/api/v1/tables/{table}/key",
        json={"columns": ["写者"]},
        headers={"Authorization": f"Bearer {key}"},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text


def disturb(site: LiveSite, programs: Programs, *, seconds: float) -> int:
    """Kill writers, readers, web processes and the job process at random moments; return how many."""
    deadline, killed = time.monotonic() + seconds, 0
    while time.monotonic() < deadline:
        time.sleep(random.uniform(*PAUSES))
        if random.random() < 0.5:
            programs.kill_one()
        else:
            victims = processes_of(site)
            if victims:
                os.kill(random.choice(victims), signal.SIGKILL)
        killed += 1
    return killed


def processes_of(site: LiveSite) -> list[int]:
    """Return the web and job processes of the site: the children of the server and of its web parent."""
    found = []
    for status in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"ZHANQIAO_HOME={site.home}".encode() in status.read_bytes().split(b"\0"):
                line = (status.parent / "cmdline").read_bytes()
                parent = (status.parent / "stat").read_text().rpartition(")")[2].split()[1]
                found.append((int(status.parent.name), int(parent), line))
        except OSError:
            continue  # it has just ended
    web_parents = {parent for _, parent, line in found if b"granian" in line} & {pid for pid, _, line in found if b"granian" in line}  # fmt: skip
    return [pid for pid, parent, line in found if b"\0work\0" in line or (b"granian" in line and parent in web_parents)]


def settled(site: LiveSite, table: str, *, expected: int) -> list[dict[str, Any]]:
    """Return the batches in the table as soon as all that were acknowledged are in it."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            question = {
                "select": "写者,批,count(*) as n", "where": "写者 <> '起始'", "group_by": "写者,批",
                "order_by": "写者,批", "limit": "10000",
            }  # fmt: skip
            answer = requests.get(f"{site.url}/api/v1/tables/{table}/aggregate", params=question, timeout=60)
            found: list[dict[str, Any]] = answer.json()["data"]
        except (requests.RequestException, ValueError):
            found = []
        if len(found) >= expected:
            return found
        assert time.monotonic() < deadline, f"{len(found)} of {expected} batches"
        time.sleep(1)
