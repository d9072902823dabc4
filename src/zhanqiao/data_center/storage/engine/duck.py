"""Connections to DuckDB: a shared, locked-down instance that serves queries, and instances for jobs.

The serving instance holds every open release under one memory limit: releases are attached read-only when first asked
and detached when others need the place. Its connections reach no file but releases, load nothing and change no setting.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir

import duckdb

from zhanqiao.kit import environment
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LOCK = ("autoinstall_known_extensions=false", "autoload_known_extensions=false", "python_enable_replacements=false")
SPILL = "8GB"  # what all sorting of one instance may put on disk
TICK = 0.05
PIPES = "/dev/fd"


class QueryTimeoutError(ZhanqiaoError):
    """A query ran longer than its limit and was stopped; nothing was changed."""

    status = 503
    code = "query-timeout"
    sentence = Text(
        zh="查询超过 {seconds} 秒，已停止；数据没有变化。请加上筛选条件、减少列，或下载整表。",
        en="The query ran longer than {seconds} s and was stopped; nothing changed. "
        "Add a filter, choose fewer columns, or download the whole table.",
    )


@dataclass(slots=True)
class Attached:
    """A release attached to an instance: its SQL relation, its row count, its id."""

    alias: str
    relation: str
    release_id: str
    rows: int
    users: int = 0


class Instance:
    """One DuckDB instance of this process with the releases of one folder attached as they are asked for."""

    def __init__(
        self, *, root: Path, memory: int, places: int, spatial: bool = False, also: Path | None = None
    ) -> None:
        """Open the instance; ``root`` is the only folder it can read (and ``also``), ``memory`` its limit in bytes.

        One thread a query: many queries run beside each other, and an export begins after 10 ms and holds 100 MB less
        than one on two threads, which keep blocks back to put them in order.
        """
        self._connection = duckdb.connect(config={"threads": 1, "memory_limit": f"{memory >> 20}MB"})
        if spatial:
            load_spatial(self._connection)
        folders = ", ".join(quoted_text(str(each)) for each in (root, also, PIPES) if each)
        self._connection.execute(f"SET allowed_directories=[{folders}]")
        self._connection.execute(f"SET temp_directory={quoted_text(_spill_folder())}")
        self._connection.execute(f"SET max_temp_directory_size='{SPILL}'")
        for setting in (*LOCK, "enable_external_access=false", "lock_configuration=true"):
            self._connection.execute(f"SET {setting}")
        self._attached: OrderedDict[str, Attached] = OrderedDict()
        self._places, self._number = places, 0
        self._lock = threading.Lock()
        self._local = threading.local()

    def attached(self) -> tuple[str, ...]:
        """Return the paths of the attached releases, the least recently used first."""
        return tuple(self._attached)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return this thread's cursor."""
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
        return cursor

    def fresh_cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor of its own, for work that goes on after the call."""
        return self._connection.cursor()

    def take(self, path: Path) -> Attached:
        """Attach a release, or count one more user of it. Give it back with :meth:`give`."""
        with self._lock:
            attached = self._attached.get(str(path))
            if attached is None:
                attached = self._attached[str(path)] = self._attach(path)
                self._make_room()
            self._attached.move_to_end(str(path))
            attached.users += 1
            return attached

    def give(self, attached: Attached) -> None:
        """Count one user less."""
        with self._lock:
            attached.users -= 1

    @contextmanager
    def using(self, path: Path) -> Iterator[Attached]:
        """Keep a release attached while the block runs."""
        attached = self.take(path)
        try:
            yield attached
        finally:
            self.give(attached)

    def _attach(self, path: Path) -> Attached:
        if not path.is_file():
            raise FileNotFoundError(path)
        self._number += 1
        alias = f"r{self._number}"
        cursor = self._connection.cursor()
        cursor.execute(f"ATTACH {quoted_text(str(path))} AS {alias} (READ_ONLY)")
        meta = dict(cursor.execute(f"SELECT key, value FROM {alias}.main.meta").fetchall())
        return Attached(alias, f"{alias}.main.data", release_id=meta["release_id"], rows=int(meta["rows"]))

    def _make_room(self) -> None:
        idle = [path for path, each in self._attached.items() if each.users == 0]
        # The newest stands last and is about to be used.
        for path in idle[: max(0, len(self._attached) - self._places)]:
            if path != next(reversed(self._attached)):
                self._connection.cursor().execute(f"DETACH {self._attached.pop(path).alias}")


class _Watch:
    """Interrupts cursors whose time is over; one thread a process, asleep while nothing runs."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._running: dict[int, tuple[float, duckdb.DuckDBPyConnection]] = {}
        self._over: set[int] = set()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None

    @contextmanager
    def limited(self, cursor: duckdb.DuckDBPyConnection, *, seconds: float) -> Iterator[None]:
        """Stop what ``cursor`` runs in the block after ``seconds``; QueryTimeoutError then."""
        key = id(cursor)
        self._begin(key, time.monotonic() + seconds, cursor)
        try:
            yield
        except duckdb.InterruptException:
            if key in self._over:
                raise QueryTimeoutError(seconds=f"{seconds:g}") from None
            raise
        finally:
            with self._wake:
                self._running.pop(key, None)
                self._over.discard(key)

    def _begin(self, key: int, deadline: float, cursor: duckdb.DuckDBPyConnection) -> None:
        with self._wake:
            self._running[key] = (deadline, cursor)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="query-deadlines", daemon=True)
                self._thread.start()
            self._wake.notify()

    def _watch(self) -> None:
        while True:
            with self._wake:
                while not self._running:
                    self._wake.wait()
                now = time.monotonic()
                for key, (deadline, cursor) in self._running.items():
                    if deadline <= now:
                        self._over.add(key)
                        cursor.interrupt()
            time.sleep(TICK)


_instances: OrderedDict[tuple[str, str], Instance] = OrderedDict()
_instances_lock = threading.Lock()
_watch = _Watch()
MAX_INSTANCES = 6


def serving_instance(path: Path) -> Instance:
    """Return the instance that serves queries to the releases beside ``path``."""
    return _instance("serving", path)


def export_instance(path: Path, *, spatial: bool = False) -> Instance:
    """Return the instance that streams whole answers of the releases beside ``path``."""
    return _instance("spatial" if spatial else "export", path)


def own_instance(path: Path, *, beside: Path | None = None, spatial: bool = False) -> Instance:
    """Return an instance of its own for a table that is no release, and a release beside it; it ends with whoever holds it."""
    memory = environment.value("JOIN_MEMORY_BYTES")
    return Instance(
        root=root_of(path), also=root_of(beside) if beside else None, memory=memory, places=2, spatial=spatial
    )


def root_of(path: Path) -> Path:
    """Return the folder of all releases that a serving copy lies in."""
    return path.parent.parent.parent


def limited(cursor: duckdb.DuckDBPyConnection, *, seconds: float | None = None) -> AbstractContextManager[None]:
    """Return a context manager that stops the cursor's work after ``seconds`` (default: setting QUERY_SECONDS)."""
    return _watch.limited(cursor, seconds=seconds or environment.value("QUERY_SECONDS"))


def job_connection(*, database: Path, memory: int, threads: int = 2) -> duckdb.DuckDBPyConnection:
    """Return a connection of its own for building a file; it may read and write files and load extensions."""
    return duckdb.connect(str(database), config={"threads": threads, "memory_limit": f"{memory >> 20}MB"})


def load_spatial(connection: duckdb.DuckDBPyConnection) -> None:
    """Load the spatial extension from its wheel, without a network."""
    connection.execute(f"LOAD {quoted_text(str(extension('spatial')))}")


def extension(name: str) -> Path:
    """Return the file of an extension installed as the wheel ``duckdb-extension-<name>``."""
    spec = find_spec(f"duckdb_extension_{name}")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"duckdb-extension-{name} is not installed")
    return Path(spec.origin).parent / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"


def quoted_text(text: str) -> str:
    """Return ``text`` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """Return ``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _instance(kind: str, path: Path) -> Instance:
    root = root_of(path)
    key = (kind, str(root))
    with _instances_lock:
        instance = _instances.get(key)
        if instance is None:
            instance = _instances[key] = _opened(kind, root)
            while len(_instances) > MAX_INSTANCES:
                _instances.popitem(last=False)
        _instances.move_to_end(key)
        return instance


def _opened(kind: str, root: Path) -> Instance:
    memory = environment.value("SERVING_MEMORY_BYTES" if kind == "serving" else "EXPORT_MEMORY_BYTES")
    return Instance(
        root=root, memory=memory, places=environment.value("SERVING_OPEN_TABLES"), spatial=kind == "spatial"
    )


def _spill_folder() -> str:
    return str(Path(gettempdir()) / f"zhanqiao-spill-{os.getpid()}")


def _forget() -> None:
    global _watch, _instances_lock  # noqa: PLW0603 - a forked child must not share its parent's connections and locks
    _instances.clear()
    _instances_lock = threading.Lock()
    _watch = _Watch()


os.register_at_fork(after_in_child=_forget)
