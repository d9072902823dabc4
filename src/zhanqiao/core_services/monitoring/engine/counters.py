"""Counters of requests that all processes share, without a lock: every thread counts in a small mapped file of its own.

A file lies in ``HOME/metrics`` and is locked while its owner lives; what the dead counted is added to one file of the
past, so that sums never go back while the site runs. The past ends with the name of the file that was added last: who is
killed before that file is removed leaves it behind, and it is not counted twice. Counting costs about half a microsecond.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

GROUPS = ("rows", "aggregate", "facets", "api", "dialects", "files", "pages", "workbench", "static", "monitoring")
ROWS, AGGREGATE, FACETS, API, DIALECTS, FILES, PAGES, WORKBENCH, STATIC, MONITORING = range(len(GROUPS))
BOUNDS_MS = (0.1, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000)
BOUNDS = tuple(int(each * 1_000_000) for each in BOUNDS_MS)
STATUSES = 5  # 1xx to 5xx
BUCKETS = STATUSES
KEPT = BUCKETS + len(BOUNDS) + 1
SUM = KEPT + 1
WIDTH = SUM + 1
DROPPED = WIDTH * len(GROUPS)  # after the groups: notes on requests that a flood cost
CELLS = DROPPED + 1
BYTES = CELLS * 8
PAST, ENDING = "past", ".counts"
FIRST = {
    "api": API, "odata": DIALECTS, "resource": DIALECTS, "datastore": DIALECTS, "ogc": DIALECTS, "oai": DIALECTS,
    "iceberg": DIALECTS, "workbench": WORKBENCH, "static": STATIC, "metrics": MONITORING, "healthz": MONITORING,
    "readyz": MONITORING,
}  # fmt: skip
LAST = {"rows": ROWS, "aggregate": AGGREGATE, "facets": FACETS, "source": FILES}
TABLES, OWN = "/api/v1/tables/", "/api/v1/"


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of one group. ``buckets`` are of seconds up to each bound, the last of all others, not summed up."""

    group: str
    statuses: tuple[int, ...]
    buckets: tuple[int, ...]
    kept: int
    nanoseconds: int

    @property
    def requests(self) -> int:
        """All requests of the group."""
        return sum(self.statuses)

    @property
    def errors(self) -> int:
        """Those that ended in a server error."""
        return self.statuses[4]


class Counters:
    """The counters of one state folder."""

    def __init__(self, folder: Path) -> None:
        """Count below ``folder``; nothing is opened before the first request."""
        self._folder = folder
        self._here = threading.local()

    def count(self, path: str, status: int, nanoseconds: int, *, kept: bool = False) -> None:
        """Count one answered request."""
        try:
            cells = self._here.cells
        except AttributeError:
            try:
                cells = self._opened()
            except OSError:  # a full disk: not counted, and the visitor is answered all the same
                return
        base = group_of(path) * WIDTH
        cells[base + status // 100 - 1] += 1
        cells[base + BUCKETS + bisect_left(BOUNDS, nanoseconds)] += 1
        cells[base + SUM] += nanoseconds
        if kept:
            cells[base + KEPT] += 1

    def count_dropped(self, number: int = 1, /) -> None:
        """Count notes that were dropped."""
        with suppress(OSError):  # as above
            cells = getattr(self._here, "cells", None) or self._opened()
            cells[DROPPED] += number

    def dropped(self) -> int:
        """Return how many notes all processes dropped."""
        return self._sums()[DROPPED]

    def totals(self) -> tuple[Counted, ...]:
        """Return what all processes counted, the dead included, by group."""
        sums = self._sums()
        return tuple(_counted(number, sums[number * WIDTH : (number + 1) * WIDTH]) for number in range(len(GROUPS)))

    def settle(self) -> int:
        """Add what the dead counted to the past and remove their files; return how many. One caller at a time."""
        self._folder.mkdir(parents=True, exist_ok=True)
        settled = 0
        with _alone(self._folder):
            for path in sorted(self._folder.glob(f"*{ENDING}")):
                if path.stem == PAST or not _is_left(path):
                    continue
                if path.name != self._added():
                    self._remember(path)
                    settled += 1
                path.unlink()
        return settled

    def _sums(self) -> list[int]:
        self._folder.mkdir(parents=True, exist_ok=True)
        sums = [0] * CELLS
        with _alone(self._folder):  # what is being added to the past is not read twice
            added = self._added()
            for path in self._folder.glob(f"*{ENDING}"):
                if path.name != added:
                    _add(sums, path)
        return sums

    def _past(self) -> Path:
        return self._folder / f"{PAST}{ENDING}"

    def _added(self) -> str:
        """Return the name of the file that was added to the past last; it may be there still."""
        try:
            return self._past().read_bytes()[BYTES:].decode()
        except FileNotFoundError:
            return ""

    def _opened(self) -> memoryview:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{os.getpid()}-{threading.get_native_id()}-{time.time_ns()}"
        path = self._folder / f"{name}{ENDING}"
        file = _Owned(path)
        cells = memoryview(mmap.mmap(file.descriptor, BYTES)).cast("Q")
        self._here.file, self._here.cells = file, cells
        return cells

    def _remember(self, path: Path) -> None:
        sums = [0] * CELLS
        past = self._past()
        if past.exists():
            _add(sums, past)
        _add(sums, path)
        making = past.with_suffix(".new")
        making.write_bytes(_packed(sums) + path.name.encode())
        making.replace(past)


class _Owned:
    """A new file of counters, locked until its thread or process ends."""

    def __init__(self, path: Path) -> None:
        making = path.with_suffix(".new")
        self.descriptor = os.open(making, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            os.posix_fallocate(
                self.descriptor, 0, BYTES
            )  # a page without its place on a full disk would kill the process
            fcntl.flock(self.descriptor, fcntl.LOCK_SH)
            making.rename(path)
        except OSError:
            making.unlink(missing_ok=True)
            raise

    def __del__(self) -> None:
        os.close(self.descriptor)


@lru_cache(maxsize=4_096)
def group_of(path: str, /) -> int:
    """Return the group of an address; ``/en/`` before it changes nothing."""
    if path.startswith(OWN):
        return _of_table(path[path.rfind("/") + 1 :]) if path.startswith(TABLES) else API
    if path.startswith("/en/"):
        path = path[3:]
    end = path.find("/", 1)
    return FIRST.get(path[1:end] if end > 0 else path[1:], PAGES)


def _of_table(last: str) -> int:
    return FILES if last.startswith("export.") else LAST.get(last, API)


def _add(sums: list[int], path: Path) -> None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:  # settled meanwhile
        return
    if len(content) >= DROPPED * 8:  # at the least what an earlier version wrote, which counted nothing dropped
        for place, value in enumerate(memoryview(content[:BYTES]).cast("Q")):
            sums[place] += value


def _packed(sums: list[int]) -> bytes:
    return b"".join(value.to_bytes(8, "little") for value in sums)


def _counted(number: int, cells: list[int]) -> Counted:
    return Counted(GROUPS[number], tuple(cells[:BUCKETS]), tuple(cells[BUCKETS:KEPT]), cells[KEPT], cells[SUM])


def _is_left(path: Path) -> bool:
    """Say whether the owner of a file is gone."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "settling.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
