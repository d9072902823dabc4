"""The processes that run SQL, seen from the process that serves: one statement each, killed when late, made anew."""

from __future__ import annotations

import json
import os
import selectors
import signal
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.nursery import born
from zhanqiao.data_center.storage.engine.query.layout import layout_of
from zhanqiao.data_center.storage.engine.sql.answers import SqlAnswer
from zhanqiao.data_center.storage.engine.sql.errors import (
    SqlBusyError,
    SqlCrashError,
    SqlFailedError,
    SqlFunctionError,
    SqlInvalidError,
    SqlMemoryError,
    SqlRefusedError,
    SqlSystemError,
    SqlTimeoutError,
)
from zhanqiao.data_center.storage.engine.sql.frames import HEAD, NOTE, Named
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError

MODULE = "zhanqiao.data_center.storage.engine.sql.worker"
START_SECONDS = 20  # a new process may need these besides its statement
MOST_WAITING = 1  # who waits holds a thread of the serving process, which has few
MOMENT = 0.25  # seconds that the others wait, enough for statements that take milliseconds
MOST_STATEMENTS = 500  # after which a process is made anew
IN_MEMORY = 1 << 20  # bytes of an answer that are not put into a file
ERRORS: dict[str, type[ZhanqiaoError]] = {
    each.code: each
    for each in (SqlInvalidError, SqlRefusedError, SqlFunctionError, SqlSystemError, SqlFailedError, SqlMemoryError)
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A table that a statement may read: the name it is called by there, its serving copy, its fields."""

    name: str
    serving: Path
    fields: tuple[Field, ...]

    def order(self) -> dict[str, Any]:
        """Return the grant as a process is told it."""
        layout = layout_of(self.fields)
        columns = [(layout.column(field.name), field.name) for field in self.fields]
        return {"name": self.name, "path": str(self.serving.resolve()), "columns": columns}


@dataclass(frozen=True, slots=True)
class SqlLimits:
    """What one statement may use: seconds, bytes of memory, of scratch space and of answer, rows of answer."""

    seconds: int
    memory: int
    spill: int
    rows: int
    bytes: int


class SqlPool:
    """At most ``places`` processes; who finds none free waits a little and is then told to come again."""

    def __init__(self, *, places: int, wait: float, limits: SqlLimits) -> None:
        """Start nothing yet."""
        self.limits = limits
        self._wait, self._free = wait, threading.BoundedSemaphore(places)
        self._queue = threading.BoundedSemaphore(MOST_WAITING)
        self._idle: list[_Process] = []
        self._lock = threading.Lock()

    def tables(self, *, sql: str) -> tuple[Named, ...]:
        """Return the tables a statement names. Raises SqlInvalidError, SqlRefusedError, SqlBusyError."""
        note, _ = self._asked({"do": "check", "sql": sql}, None)
        return tuple(Named(name, position) for name, position in note["tables"])

    def run(self, *, sql: str, grants: Sequence[Grant], format: str = "arrow") -> SqlAnswer:  # noqa: A002 - the word of the interface
        """Return the answer of a statement on granted tables in one of ``FORMATS``. Raises any of the errors of this package."""
        spool: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer closes it
        try:
            note, size = self._asked(self._order(sql, grants, format=format), spool)
        except BaseException:
            spool.close()
            raise
        return SqlAnswer(content=spool, size=size, **note)

    def explain(self, *, sql: str, grants: Sequence[Grant]) -> str:
        """Return DuckDB's plan of a statement as text."""
        return str(self._asked(self._order(sql, grants, explain=True), None)[0]["plan"])

    def close(self) -> None:
        """End all processes that wait."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.kill()

    def _order(
        self,
        sql: str,
        grants: Sequence[Grant],
        *,
        explain: bool = False,
        format: str = "arrow",  # noqa: A002 - as above
    ) -> dict[str, Any]:
        ordered = sorted((grant.order() for grant in grants), key=lambda each: str(each["name"]))
        return {"do": "run", "sql": sql, "grants": ordered, "explain": explain, "format": format}

    def _asked(self, order: dict[str, Any], spool: IO[bytes] | None) -> tuple[dict[str, Any], int]:
        self._enter()
        try:
            process = self._taken()
            try:
                note, size = process.ask(order, spool, self.limits)
            except BaseException:
                process.kill()
                self._given(_Process())  # it starts while nobody waits for it
                raise
            self._given(process)
        finally:
            self._free.release()
        if "failed" in note:
            raise ERRORS[note["failed"]](**note["facts"])
        return note, size

    def _enter(self) -> None:
        """Take a place, or wait for one: its time where nobody else waits, else a moment. Raises SqlBusyError."""
        if self._free.acquire(blocking=False):
            return
        waits = self._queue.acquire(blocking=False)
        try:
            if self._free.acquire(timeout=self._wait if waits else min(MOMENT, self._wait)):
                return
        finally:
            if waits:
                self._queue.release()
        raise SqlBusyError(retry_after=self.limits.seconds)

    def _taken(self) -> _Process:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.alive:
                    return process
                process.kill()
        return _Process()

    def _given(self, process: _Process) -> None:
        if process.asked >= MOST_STATEMENTS:
            process.kill()
            return
        with self._lock:
            self._idle.append(process)


class _Process:
    """One process and the pipes to it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="zhanqiao-sql-", ignore_cleanup_errors=True)
        with Path(os.devnull).open("wb") as nowhere:
            self._child = born(module=MODULE, complaints=nowhere.fileno(), folder=Path(self._folder.name))
        self.asked = 0

    @property
    def alive(self) -> bool:
        try:
            self._child.wait(timeout=0)
        except TimeoutError:
            return True
        return False

    def ask(self, order: dict[str, Any], spool: IO[bytes] | None, limits: SqlLimits) -> tuple[dict[str, Any], int]:
        """Return the last note of an answer and how many bytes of rows went into ``spool``."""
        seconds = limits.seconds + (0 if self.asked else START_SECONDS)
        self.asked += 1
        line = json.dumps({**order, "limits": asdict(limits)}).encode() + b"\n"
        reader = _Reader(self._child.stdout, deadline=time.monotonic() + seconds)
        try:
            self._child.stdin.write(line)
            self._child.stdin.flush()
            size = 0
            while True:
                kind, length = HEAD.unpack(reader.read(HEAD.size))
                content = reader.read(length)
                if kind == NOTE:
                    return json.loads(content), size
                size += length
                if spool is not None:
                    spool.write(content)
        except TimeoutError:
            raise SqlTimeoutError(seconds=limits.seconds) from None
        except (EOFError, BrokenPipeError):
            raise self._ended(limits) from None

    def kill(self) -> None:
        """End it at once; nothing of it is needed again."""
        self._child.kill()
        self._folder.cleanup()

    def _ended(self, limits: SqlLimits) -> ZhanqiaoError:
        code = -self._child.wait()
        if code == signal.SIGXCPU:
            return SqlTimeoutError(seconds=limits.seconds)
        if code in {signal.SIGABRT, signal.SIGKILL, signal.SIGXFSZ}:
            return SqlMemoryError(limit_mb=limits.memory >> 20)
        return SqlCrashError()


class _Reader:
    """Reads so many bytes from a pipe, and no longer than until the deadline."""

    def __init__(self, pipe: IO[bytes], *, deadline: float) -> None:
        self._number, self._deadline, self._held = pipe.fileno(), deadline, bytearray()

    def read(self, size: int) -> bytes:
        with selectors.DefaultSelector() as selector:
            selector.register(self._number, selectors.EVENT_READ)
            while len(self._held) < size:
                left = self._deadline - time.monotonic()
                if left <= 0 or not selector.select(timeout=left):
                    raise TimeoutError
                block = os.read(self._number, 1 << 18)
                if not block:
                    raise EOFError
                self._held += block
        content = bytes(self._held[:size])
        del self._held[:size]
        return content


_pools: dict[int, SqlPool] = {}
_pools_lock = threading.Lock()


def sql_pool() -> SqlPool:
    """Return this process's pool, sized by the settings."""
    with _pools_lock:
        found = _pools.get(os.getpid())
        if found is None:
            limits = SqlLimits(
                seconds=value("SQL_SECONDS"),
                memory=value("SQL_MEMORY_BYTES"),
                spill=value("SQL_SPILL_BYTES"),
                rows=value("SQL_ROWS"),
                bytes=value("SQL_ANSWER_BYTES"),
            )
            found = _pools[os.getpid()] = SqlPool(
                places=value("SQL_PROCESSES"), wait=value("SQL_WAIT_SECONDS"), limits=limits
            )
        return found
