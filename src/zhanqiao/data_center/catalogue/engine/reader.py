"""One open index per process, which follows what the writer commits in whatever process.

Every search looks at two files' times (a few microseconds) and reloads when one has changed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import tantivy

from zhanqiao.data_center.catalogue.engine.documents import RIGHTS_SEPARATOR, RightsClass
from zhanqiao.data_center.catalogue.engine.folder import CURRENT, IndexUnusableError, opened, pointer
from zhanqiao.data_center.catalogue.engine.schema import RIGHTS

META = "meta.json"
ATTEMPTS = 3  # a rebuild may remove the folder between reading the pointer and opening it

PANIC = "PanicException"  # what Rust's panics become; a BaseException that cannot be imported
YOUNG_SECONDS = 600.0  # a build that fails so soon was not damaged: the fault is elsewhere, rebuilding would not end it

Stamp = tuple[int, int, int]
Answer = TypeVar("Answer")


class Snapshot(NamedTuple):
    """The index at one commit, and the rights classes that occur in it."""

    searcher: tantivy.Searcher
    rights: frozenset[RightsClass]


class Reader:
    """The index of one folder, opened when first asked and reloaded when it has changed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._index: tantivy.Index | None = None
        self._snapshot: Snapshot | None = None
        self._folder = ""
        self._current: Stamp | None = None
        self._meta: Stamp | None = None

    def snapshot(self) -> Snapshot:
        """Return the newest commit. Raises IndexUnusableError."""
        current, meta = _stamp(self._root / CURRENT), _stamp(self._root / self._folder / META)
        known = self._snapshot
        if known is not None and current == self._current and meta == self._meta:
            return known
        with self._lock:
            self._follow()
            assert self._index is not None
            searcher = self._index.searcher()
            self._snapshot = Snapshot(searcher=searcher, rights=_rights(searcher))
            return self._snapshot

    def asked(self, question: Callable[[Snapshot], Answer], /) -> Answer:
        """Put a question to the newest commit.

        Raises IndexUnusableError when the index cannot be opened, or fails at the question because its
        files are damaged.
        """
        snapshot = self.snapshot()
        with self._doubting():
            return question(snapshot)

    def forget(self) -> None:
        """Let go of the open index, because it turned out damaged or was replaced."""
        with self._lock:
            self._index = self._snapshot = None

    @contextmanager
    def _doubting(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, OSError) as error:
            self._doubt(error)
            raise
        except BaseException as error:
            if type(error).__name__ == PANIC:
                self._doubt(error)
            raise

    def _doubt(self, error: BaseException) -> None:
        """Raise IndexUnusableError when the build is old enough that damage is the likelier fault."""
        made = _stamp(self._root / CURRENT)
        if made is None or time.time() - made[0] / 1e9 > YOUNG_SECONDS:
            self.forget()
            raise IndexUnusableError(reason=f"{type(error).__name__}: {error}", folder=self._folder) from error

    def _follow(self) -> None:
        current = _stamp(self._root / CURRENT)
        if self._index is None or current != self._current:
            self._open()
            self._current = current
            return
        self._meta = _stamp(self._root / self._folder / META)
        try:
            self._index.reload()
        except (ValueError, OSError) as error:
            self._index = self._snapshot = None
            raise IndexUnusableError(reason=type(error).__name__) from error

    def _open(self) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            self._folder = pointer(self._root).folder
            self._meta = _stamp(self._root / self._folder / META)
            try:
                self._index = opened(self._root)
            except IndexUnusableError:
                if attempt == ATTEMPTS or pointer(self._root).folder == self._folder:
                    raise
            else:
                return


@cache
def reader(root: Path) -> Reader:
    """Return the process's reader of this folder."""
    return Reader(root)


def _rights(searcher: tantivy.Searcher) -> frozenset[RightsClass]:
    terms = (term for term, _ in searcher.terms_with_prefix(RIGHTS, ""))
    return frozenset(RightsClass.from_term(term) for term in terms if RIGHTS_SEPARATOR in term)


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size
