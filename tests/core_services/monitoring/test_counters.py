"""Requests are counted exactly by many threads and processes, and what the dead counted is not lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from zhanqiao.core_services.monitoring.engine.counters import BOUNDS, GROUPS, WIDTH, Counted, Counters, group_of

ROWS = "/api/v1/tables/tbl_1/rows"
COUNT_AND_DIE = """
import os, sys
from pathlib import Path
from zhanqiao.core_services.monitoring.engine.counters import Counters
counters = Counters(Path(sys.argv[1]))
for _ in range(700):
    counters.count("/api/v1/tables/tbl_1/rows", 200, 1_000)
os.kill(os.getpid(), 9)
"""


SETTLE_AND_DIE = """
import os, sys
from pathlib import Path
from zhanqiao.core_services.monitoring.engine.counters import Counters
Path.unlink = lambda *_, **__: os.kill(os.getpid(), 9)
Counters(Path(sys.argv[1])).settle()
"""


def of(counters: Counters, group: str) -> Counted:
    return counters.totals()[GROUPS.index(group)]


def test_many_threads_lose_no_count(tmp_path: Path) -> None:
    counters = Counters(tmp_path)
    together = threading.Barrier(8)

    def work() -> None:
        together.wait()
        for _ in range(5_000):
            counters.count(ROWS, 200, 3_000_000, kept=True)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = of(counters, "rows")
    assert (found.statuses, found.kept, found.nanoseconds) == ((0, 40_000, 0, 0, 0), 40_000, 40_000 * 3_000_000)
    assert found.buckets == tuple(40_000 if bound == 5_000_000 else 0 for bound in (*BOUNDS, None))


def test_sums_never_go_back_while_the_dead_are_added_to_the_past(tmp_path: Path) -> None:
    counters = Counters(tmp_path)
    counters.count(ROWS, 200, 1_000)
    over, seen = threading.Event(), []

    def watch() -> None:
        while not over.is_set():
            seen.append(of(Counters(tmp_path), "rows").requests)

    watching = threading.Thread(target=watch)
    watching.start()
    for _ in range(4):
        subprocess.run([sys.executable, "-c", COUNT_AND_DIE, str(tmp_path)], check=False)
        counters.settle()
    over.set()
    watching.join()
    assert (seen == sorted(seen), max(seen) <= 2_801) == (True, True)


def test_a_file_is_counted_once_though_the_process_that_settled_it_was_killed_before_removing_it(
    tmp_path: Path,
) -> None:
    counters = Counters(tmp_path)
    for _ in range(2):
        subprocess.run([sys.executable, "-c", COUNT_AND_DIE, str(tmp_path)], check=False)
    killed = subprocess.run([sys.executable, "-c", SETTLE_AND_DIE, str(tmp_path)], check=False)
    assert (killed.returncode, of(counters, "rows").requests) == (-9, 1_400)
    counters.settle()
    assert (of(counters, "rows").requests, counters.settle()) == (1_400, 0)
    assert sorted(path.name for path in tmp_path.glob("*.counts")) == ["past.counts"]


def test_a_past_from_before_dropped_notes_were_counted_is_kept(tmp_path: Path) -> None:
    cells = [7, *([0] * (WIDTH * len(GROUPS) - 1))]
    (tmp_path / "past.counts").write_bytes(b"".join(each.to_bytes(8, "little") for each in cells))
    counters = Counters(tmp_path)
    counters.count_dropped(3)
    assert (of(counters, "rows").statuses[0], counters.dropped()) == (7, 3)


def test_a_folder_that_cannot_be_written_costs_no_visitor_an_answer(tmp_path: Path) -> None:
    (tmp_path / "metrics").write_text("a file where the folder should be")
    Counters(tmp_path / "metrics").count(ROWS, 200, 1_000)


def test_what_a_killed_process_counted_stays_in_the_sums(tmp_path: Path) -> None:
    counters = Counters(tmp_path)
    counters.count(ROWS, 503, 1_000)
    for _ in range(2):
        subprocess.run([sys.executable, "-c", COUNT_AND_DIE, str(tmp_path)], check=False)
    before = of(counters, "rows")
    assert (before.requests, before.errors) == (1_401, 1)
    assert (counters.settle(), counters.settle()) == (2, 0)
    assert of(counters, "rows") == before
    assert len(list(tmp_path.glob("*.counts"))) == 2  # the living one, and the past


@pytest.mark.parametrize(
    ("path", "group"),
    [
        (ROWS, "rows"),
        ("/api/v1/tables/tbl_1/aggregate", "aggregate"),
        ("/api/v1/tables/tbl_1/export.csv", "files"),
        ("/api/v1/datasets", "api"),
        ("/odata/x", "dialects"),
        ("/api/3/action/package_list", "api"),
        ("/en/workbench/", "workbench"),
        ("/static/a.css", "static"),
        ("/metrics", "monitoring"),
        ("/", "pages"),
        ("/en/datasets/x/", "pages"),
    ],
)
def test_an_address_belongs_to_its_group(path: str, group: str) -> None:
    assert GROUPS[group_of(path)] == group
