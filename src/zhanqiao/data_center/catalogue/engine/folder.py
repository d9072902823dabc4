"""Where the index lies: one folder per build, a pointer to the current one, one writer at a time.

``CURRENT`` names the folder in use and the version it was written with; it is replaced by rename,
so a reader sees the old build or the new one. A build that never became current is swept away by
the next one. Writers hold ``LOCK`` (flock): the kernel frees it when a process is killed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import orjson
import tantivy

from zhanqiao.data_center.catalogue.engine.documents import SearchDocument
from zhanqiao.data_center.catalogue.engine.schema import ID, VERSION, indexed, schema
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

CURRENT, LOCK, BUILD_PREFIX = "CURRENT", "LOCK", "index-"
UPDATE_HEAP, BUILD_HEAP = 30_000_000, 250_000_000  # bytes; tantivy wants at least 15 MB a thread
RETRY_SECONDS = 0.02


class IndexUnusableError(ZhanqiaoError):
    """There is no index that can be opened: it is missing, of another version or damaged. It is rebuilt."""

    status = 503
    code = "search-index-unusable"
    sentence = Text(
        zh="搜索索引暂不可用（{reason}），数据没有丢失，系统正在重建索引。请稍后再试。",
        en="The search index cannot be used just now ({reason}). No data is lost; it is being rebuilt. Try again soon.",
    )


class WriterBusyError(ZhanqiaoError):
    """Another process is writing the index."""

    status = 503
    code = "search-writer-busy"
    sentence = Text(
        zh="另一个进程正在更新搜索索引。本次没有改动，请稍后再试。",
        en="Another process is updating the search index. Nothing was changed; try again soon.",
    )


class Pointer(NamedTuple):
    """What ``CURRENT`` says."""

    folder: str
    version: int


@contextmanager
def writing(root: Path, *, seconds: float = 0.0) -> Iterator[None]:
    """Hold the writer's lock. Raises WriterBusyError when it is not free within ``seconds``."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("w") as file:
        _acquire(file.fileno(), until=time.monotonic() + seconds)
        yield


def pointer(root: Path) -> Pointer:
    """Return which build is current. Raises IndexUnusableError when none is, or of another version."""
    try:
        values = orjson.loads((root / CURRENT).read_bytes())
        found = Pointer(folder=str(values["folder"]), version=int(values["version"]))
    except FileNotFoundError:
        raise IndexUnusableError(reason="missing") from None
    except (ValueError, KeyError, TypeError):
        raise IndexUnusableError(reason="pointer damaged") from None
    if found.version != VERSION:
        raise IndexUnusableError(reason=f"version {found.version}, expected {VERSION}")
    return found


def opened(root: Path) -> tantivy.Index:
    """Return the current build, opened and probed. Raises IndexUnusableError when it cannot be read."""
    folder = root / pointer(root).folder
    try:
        index = tantivy.Index(schema(), path=str(folder)) if tantivy.Index.exists(str(folder)) else None
        if index is None:
            raise IndexUnusableError(reason="no files")
        index.config_reader("manual", 0)
        index.reload()
        _probe(index)
    except (ValueError, OSError) as error:
        raise IndexUnusableError(reason=type(error).__name__) from error
    return index


def update(root: Path, *, documents: Iterable[SearchDocument], gone: Iterable[str]) -> None:
    """Replace these documents and remove the ``gone`` ids, in one commit. The caller holds the lock.

    Killed at any moment, the index is as before or as after. Raises IndexUnusableError.
    """
    index = opened(root)
    try:
        writer = index.writer(UPDATE_HEAP, 1)
        writer.garbage_collect_files()  # a killed commit leaves files whose names the next one would want
        for identifier in gone:
            writer.delete_documents_by_term(ID, identifier)
        for document in documents:
            writer.delete_documents_by_term(ID, document.id)
            writer.add_document(indexed(document))
        writer.commit()
        writer.wait_merging_threads()
    except (ValueError, OSError) as error:
        raise IndexUnusableError(reason=f"not writable: {error}") from error


def build(root: Path, *, documents: Iterable[SearchDocument]) -> int:
    """Build a whole new index aside and make it current in one rename. The caller holds the lock.

    Returns how many documents it holds. Readers of the old build keep what they have open.
    """
    sweep(root)
    folder = root / f"{BUILD_PREFIX}{time.time_ns():x}"
    folder.mkdir(parents=True)
    try:
        count = _write(folder, documents)
        _make_current(root, folder.name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    sweep(root)
    return count


def sweep(root: Path) -> None:
    """Remove the builds that are not current. The caller holds the lock."""
    try:
        current = pointer(root).folder
    except IndexUnusableError:
        current = ""
    for folder in root.glob(BUILD_PREFIX + "*"):
        if folder.name != current:
            shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path, documents: Iterable[SearchDocument]) -> int:
    index = tantivy.Index(schema(), path=str(folder))
    writer = index.writer(BUILD_HEAP, 1)
    count = 0
    for document in documents:
        writer.add_document(indexed(document))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    return count


def _acquire(descriptor: int, *, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise WriterBusyError from None
            time.sleep(RETRY_SECONDS)
        else:
            return


def _probe(index: tantivy.Index) -> None:
    """Read a term and a stored document, so that a damaged file shows when opening, not to a visitor."""
    searcher = index.searcher()
    for _, address in searcher.search(tantivy.Query.all_query(), 1).hits:
        searcher.doc(address)


def _make_current(root: Path, folder: str) -> None:
    temporary = root / (CURRENT + ".new")
    with temporary.open("wb") as file:
        file.write(orjson.dumps({"folder": folder, "version": VERSION}))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(root / CURRENT)
    descriptor = os.open(root, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
