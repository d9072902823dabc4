"""A crowd at the door: many clients at once, some of them hostile, and what everybody got.

    python -m bench.crowd [--rows 1000000] [--folder DIR] [--seconds 60] [--clients 64]

Clients ask cached and uncached pages, filters, groups and facets, download CSV, and three send statements that would never
end. It fails when an answer is anything but success, 304, or 429/503 with Retry-After (hostile ones may also be refused by
name), when the 99th percentile of cheap questions reaches a second, or when a web process died or grew beyond its bound.
"""

from __future__ import annotations

import argparse
import http.client
import random
import subprocess
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from bench import contestants
from bench.questions import QUESTIONS

HOSTILE = (
    "select levenshtein(repeat('x', 200000), repeat('y', 200000))",
    "select list_sort(range(2000000000))",
    "with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r",
)
FINE = {200, 304}
LATER = {429, 503}
REFUSED = {422}
CHEAP = ("Q1", "Q2", "Q3", "Q7")
MOST_P99 = 1.0
MOST_MEMORY = 900 << 20  # bytes a web process may hold at the end
EXPORTED = 50_000  # rows


class Crowd:
    """What clients ask, and what came of it."""

    def __init__(self, site: contestants.Ours, *, rows: int, until: float) -> None:
        """Remember whom to ask and when to stop."""
        self.site, self.rows, self.until = site, rows, until
        self.taken: defaultdict[str, list[float]] = defaultdict(list)
        self.statuses: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def run(self, kind: str, path: Callable[[random.Random], str]) -> None:
        """Ask until the time is over, each time another address of one kind."""
        chance = random.Random(threading.get_ident())
        connection = http.client.HTTPConnection(self.site.address, timeout=60)
        while time.monotonic() < self.until:
            began = time.perf_counter()
            try:
                connection.request("GET", path(chance))
                answer = connection.getresponse()
                answer.read()
                status = str(answer.status)
                if answer.status in LATER and answer.headers["Retry-After"] is None:
                    status += " without Retry-After"
            except OSError as error:
                status = type(error).__name__
                connection.close()
            self.statuses[kind][status] += 1
            self.taken[kind].append(time.perf_counter() - began)

    def question(self, name: str, variations: int) -> Callable[[random.Random], str]:
        """Return addresses of a question of the benchmark, few (soon cached) or many."""
        (question,) = [each for each in QUESTIONS if each.name.split()[0] == name]
        return lambda chance: self.site.request(question.ask(chance.randrange(variations), self.rows)).path

    def export(self, chance: random.Random) -> str:
        """Return a download of some thousand rows."""
        query = urlencode({"limit": EXPORTED, "offset": chance.randrange(self.rows - EXPORTED)})
        return f"/api/v1/tables/{self.site.table}/export.csv?{query}"


def main() -> None:
    """Let the crowd in, then tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=64)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhanqiao-crowd-") as temporary:
        folder = options.folder or Path(temporary)
        with contestants.ours(folder=folder, rows=options.rows, workers=2, cache=True) as site:
            before = web_processes(site.address)
            crowd = Crowd(site, rows=options.rows, until=time.monotonic() + options.seconds)
            let_in(crowd, options.clients)
            time.sleep(1)
            failures = told(crowd, before, web_processes(site.address))
    raise SystemExit(1 if failures else 0)


def let_in(crowd: Crowd, clients: int) -> None:
    """Start all clients and wait for them."""
    asked: list[tuple[str, Callable[[random.Random], str]]] = [
        ("hostile SQL", lambda _chance, sql=sql: f"/api/v1/query?{urlencode({'sql': sql})}")  # type: ignore[misc]  # - a default of a lambda
        for sql in HOSTILE
    ]
    asked += [("export", crowd.export)] * 3
    names = [question.name.split()[0] for question in QUESTIONS]
    for at in range(clients - len(asked)):
        name, cached = names[at % len(names)], at % 2 == 0
        asked.append((f"{name} {'cached' if cached else 'uncached'}", crowd.question(name, 20 if cached else 100_000)))
    threads = [threading.Thread(target=crowd.run, args=each) for each in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def told(crowd: Crowd, before: dict[int, int], after: dict[int, int]) -> list[str]:
    """Print what everybody got; return what should not have been."""
    failures = []
    for kind, taken in sorted(crowd.taken.items()):
        ordered = sorted(taken)
        p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
        print(
            f"{kind:<18}{len(taken):8} answers {p50 * 1e3:9.1f} ms p50 {p99 * 1e3:9.1f} ms p99  {dict(crowd.statuses[kind])}"
        )
        if kind.split()[0] in CHEAP and p99 >= MOST_P99:
            failures.append(f"{kind}: p99 {p99:.2f} s")
        allowed = FINE | LATER | (REFUSED if kind == "hostile SQL" else set())
        failures += [
            f"{kind}: {status}" for status in crowd.statuses[kind] if status not in {str(each) for each in allowed}
        ]
    for process, memory in sorted(after.items()):
        print(f"web process {process}: {memory / 1e6:.0f} MB (at the beginning {before.get(process, 0) / 1e6:.0f})")
        if memory > MOST_MEMORY:
            failures.append(f"process {process} holds {memory >> 20} MB")
    if set(before) - set(after):
        failures.append("a web process died")
    for failure in failures:
        print(f"FAILED: {failure}")
    return failures


def web_processes(address: str) -> dict[int, int]:
    """Return the resident bytes of each web process that listens at the address."""
    listed = subprocess.run(
        ["pgrep", "-f", f"granian.*--port {address.rpartition(':')[2]}"], capture_output=True, text=True, check=False
    )
    found = {}
    for process in map(int, listed.stdout.split()):
        status = Path(f"/proc/{process}/status")
        if status.exists():
            line = next(
                (one for one in status.read_text(encoding="ascii").splitlines() if one.startswith("VmRSS")), "0 0"
            )
            found[process] = int(line.split()[1]) * 1024
    return found


if __name__ == "__main__":
    main()
