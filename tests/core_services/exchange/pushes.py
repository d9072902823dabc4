"""An exchange that is interrupted at either side, again and again: used by the suite and by ``bench/exchange.py``."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import requests
from tests.core_services.exchange.node import Node
from tests.live import CHECKOUT, LiveSite, environment
from tests.seeding import DEPARTMENT, OFFICER

PATIENCE = 600.0


@dataclass
class Interrupted:
    """A push of a file as a department runs it, and who kills it."""

    site: LiveSite
    table: str
    file: Path
    key: Path
    rows: int
    chance: random.Random
    killed: dict[str, int] = field(default_factory=lambda: {"client": 0, "server": 0})

    def command(self, *more: str) -> list[str]:
        """Return the command line of the push."""
        to = ("--to", self.site.url, "--table", self.table, "--key", str(self.key), "--rows", str(self.rows))
        return [sys.executable, "-m", "zhanqiao.cli", "push", str(self.file), *to, "--quiet", *more]

    def begin(self, *more: str) -> subprocess.Popen[bytes]:
        """Begin the push, or go on with it; the state folder of the platform is not known to it."""
        known = environment(home=self.file.parent / "nowhere")
        with (self.file.parent / "said").open("wb") as said:
            return subprocess.Popen(self.command(*more), cwd=CHECKOUT, env=known, stdout=said, stderr=said)

    def run_killed(self, *, kills: int, total: int) -> None:
        """Push; kill client and server in turn, evenly over the rows, at random moments of a call; go on to the end."""
        process = self.begin()
        for number in range(kills):
            self._await_rows(total * number // (kills + 3), process)  # enough is left after the last
            time.sleep(self.chance.uniform(0, 0.2))
            assert process.poll() is None, "the push ended before it was killed often enough"
            if number % 2:
                self._kill_server()
                continue
            process.kill()
            process.wait()
            self.killed["client"] += 1
            process = self.begin()
        code = process.wait(timeout=PATIENCE)
        assert code == 0, (self.file.parent / "said").read_text()

    def _await_rows(self, rows: int, process: subprocess.Popen[bytes]) -> None:
        """Wait until so many rows were confirmed, as the journal of the push says."""
        place = self.file.with_name(self.file.name + ".push.sqlite3")
        deadline = time.monotonic() + PATIENCE
        while process.poll() is None:
            assert time.monotonic() < deadline, "the push stands still"
            if place.exists() and _confirmed(place) >= rows:
                return
            time.sleep(0.02)

    def _kill_server(self) -> None:
        victims = processes_of(self.site.home)
        if victims:
            os.kill(self.chance.choice(victims), signal.SIGKILL)
            self.killed["server"] += 1


def _confirmed(place: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as journal:
            (found,) = journal.execute("SELECT sum(rows) FROM part WHERE receipt IS NOT NULL").fetchone()
    except sqlite3.OperationalError:
        return -1  # it is just being made
    return found or 0


def register(site: LiveSite, node: Node, folder: Path) -> Path:
    """Register a node; return the file of its private key."""
    private, public = folder / "node.pem", folder / "node.pub"
    private.write_bytes(node.private)
    public.write_bytes(node.public)
    named = ("--name", "试验节点", "--department", DEPARTMENT, "--account", OFFICER)
    site.run("nodes", "register", "--key", str(public), *named)
    return private


def write_rows(path: Path, *, rows: int) -> None:
    """Write a file of rows, each with a key of its own."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(rows):
            row = {"写者": f"K{number:08d}", "批": number % 97, "行": number}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def processes_of(home: Path) -> list[int]:
    """Return the web and job processes of a site: the children of the server and of its web parent."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"ZHANQIAO_HOME={home}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                line = (folder / "cmdline").read_bytes()
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                found.append((int(folder.name), int(parent), line))
        except OSError:
            continue  # it has just ended
    web = {pid for pid, _, line in found if b"granian" in line}
    parents = {parent for _, parent, line in found if b"granian" in line} & web
    return [pid for pid, parent, line in found if b"\0work\0" in line or (b"granian" in line and parent in parents)]


def released(site: LiveSite, table: str, *, rows: int) -> dict[str, int]:
    """Return count, distinct keys, smallest and largest row of a table as soon as it holds so many rows."""
    select = "count(*) as n, count(distinct 写者) as keys, min(行) as least, max(行) as most, sum(行) as total"
    question = {"select": select, "where": "写者 <> '起始'"}
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            answer = requests.get(f"{site.url}/api/v1/tables/{table}/aggregate", params=question, timeout=60)
            (found,) = answer.json()["data"]
        except (requests.RequestException, ValueError, KeyError):
            found = {"n": -1}
        if found["n"] >= rows:
            return {name: int(value) for name, value in found.items()}
        assert time.monotonic() < deadline, f"{found['n']} of {rows} rows"
        time.sleep(0.5)


def once(rows: int) -> dict[str, int]:
    """Return what a table holds in which every row is once."""
    return {"n": rows, "keys": rows, "least": 0, "most": rows - 1, "total": rows * (rows - 1) // 2}
