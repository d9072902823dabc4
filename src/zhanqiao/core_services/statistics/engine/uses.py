"""Counts uses in memory, off every database, and leaves them as small files every ten seconds for the job process to fold.

What is counted is a dataset's or table's name from the address, and nothing of whoever asked. A process that is killed
loses what it counted since its last file: ten seconds at most.
"""

from __future__ import annotations

import atexit
import json
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

SECONDS = 10.0
ENDING = ".uses"
VIEW, DOWNLOAD, API, SEARCH = "view", "download", "api", "search"
ANSWERED = frozenset({200, 206, 304})
TABLES, ODATA, DATASETS = "/api/v1/tables/", "/odata/v4/", "/datasets/"
READ = frozenset({"rows", "aggregate", "facets", "diff", "quality", "conformance"})
PAGES = frozenset({"", "data"})
NO_DATASETS = frozenset({"values", "feed.atom", "open-list.xlsx"})
MOST = 20_000  # different things between two files: a flood of made-up addresses takes no memory
Key = tuple[str, ...]


class Uses:
    """The uses of one process."""

    def __init__(self, folder: Path) -> None:
        """Leave files in ``folder``; nothing is opened before the first use."""
        self._folder = folder
        self._counts: Counter[Key] = Counter()
        self._lock = threading.Lock()
        self._writer: threading.Thread | None = None

    def count(self, path: str, status: int) -> None:
        """Count an answered request where it was a use of a dataset."""
        if status in ANSWERED:
            found = use_of(path)
            if found:
                self.add(found)

    def add(self, key: Key) -> None:
        """Count one more of a thing."""
        with self._lock:
            if len(self._counts) < MOST or key in self._counts:
                self._counts[key] += 1
            if self._writer is None:
                self._writer = threading.Thread(target=self._write, name="uses", daemon=True)
                self._writer.start()
                atexit.register(self.flush)

    def flush(self) -> None:
        """Leave what was counted as a file, written whole or not at all."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{time.time_ns()}-{os.getpid()}{ENDING}"
        making = path.with_suffix(".new")
        making.write_text(json.dumps([[*key, n] for key, n in counts.items()], ensure_ascii=False), encoding="utf-8")
        making.replace(path)

    def _write(self) -> None:
        while True:
            time.sleep(SECONDS)
            with suppress(OSError):  # a full disk: these are not counted, and visitors are answered all the same
                self.flush()


def left(folder: Path, /) -> Iterator[tuple[Path, list[list[str | int]]]]:
    """Yield the files that processes left, the oldest first, with what they hold."""
    for path in sorted(folder.glob(f"*{ENDING}")):
        yield path, json.loads(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=4_096)
def use_of(path: str, /) -> Key | None:
    """Return what an address uses: its kind, and a dataset's slug or a table's id; None where it uses none.

    Views are the first page and the data of a dataset; downloads its exports and files; API the questions to its rows.
    """
    if path.startswith("/en/"):
        path = path[3:]
    if path.startswith(TABLES):
        table, _, rest = path[len(TABLES) :].partition("/")
        if rest in READ:
            return (API, table)
        return (
            (DOWNLOAD, table) if rest.startswith("export.") or rest.endswith("/source") or "/files/" in rest else None
        )
    if path.startswith(DATASETS):
        slug, _, rest = path[len(DATASETS) :].partition("/")
        return (VIEW, slug) if slug and slug not in NO_DATASETS and rest.strip("/") in PAGES else None
    if path.startswith(ODATA):
        table = path[len(ODATA) :].partition("/")[0].partition("(")[0]
        return (API, table) if table.startswith("tbl_") else None
    return None
