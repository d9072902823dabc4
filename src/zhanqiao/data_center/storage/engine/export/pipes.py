"""Streams that DuckDB writes by itself: COPY to a pipe, read block by block."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import duckdb

from zhanqiao.data_center.storage.engine.duck import Attached, Instance
from zhanqiao.data_center.storage.engine.query.compiling import Statement
from zhanqiao.data_center.storage.engine.query.errors import QueryFailedError

BLOCK = 1 << 20
PIPE_BYTES = 1 << 20
Ask = Callable[[Attached], Statement]
SET_PIPE_SIZE = getattr(fcntl, "F_SETPIPE_SZ", None)


@dataclass(slots=True)
class _Copy:
    """One COPY at work; knows nothing of the stream, so that a stream nobody holds any more can end it."""

    cursor: duckdb.DuckDBPyConnection
    writing: int
    failure: duckdb.Error | None = None

    def run(self, copied: Statement, options: str) -> None:
        """Write everything to the pipe and close it."""
        try:
            self.cursor.execute(f"COPY ({copied.sql}) TO '/dev/fd/{self.writing}' ({options})", copied.params)
        except duckdb.Error as error:
            self.failure = error
        finally:
            os.close(self.writing)


class CopyStream(Iterator[bytes]):
    """The bytes of one COPY. Close it when you stop early; memory does not grow with the answer.

    An error before the first byte is raised by the constructor, one after it by ``next``: a stream that ends without
    an error is whole.
    """

    def __init__(self, *, instance: Instance, path: Path, ask: Ask, options: str, head: bytes = b"") -> None:
        """Start copying what ``ask`` states about the attached release, and wait for the first block."""
        self._reading = -1
        self._instance, self._attached = instance, instance.take(path)
        copied = ask(self._attached)
        self._reading, writing = _pipe()
        self._copy = _Copy(instance.fresh_cursor(), writing)
        self._thread = threading.Thread(target=self._copy.run, args=(copied, options), name="export", daemon=True)
        self._thread.start()
        self._next: bytes | None = head + self._read()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        block, self._next = self._next, None
        block = block if block is not None else self._read()
        if not block:
            self.close()
            raise StopIteration
        return block

    def close(self) -> None:
        """Stop copying and let everything go; closing twice does nothing."""
        if self._reading < 0:
            return
        os.close(self._reading)
        self._reading = -1
        if self._thread.is_alive():
            self._copy.cursor.interrupt()
        self._thread.join()
        self._copy.cursor.close()
        self._instance.give(self._attached)

    def __del__(self) -> None:
        self.close()

    def _read(self) -> bytes:
        if self._reading < 0:
            return b""
        blocks, size = [], 0
        while size < BLOCK and (block := os.read(self._reading, BLOCK - size)):
            blocks.append(block)
            size += len(block)
        if size < BLOCK:
            self._thread.join()
            self._check()
        return b"".join(blocks)

    def _check(self) -> None:
        failure = self._copy.failure
        if failure is not None:
            self.close()
            raise QueryFailedError(reason=str(failure).splitlines()[0]) from failure


def _pipe() -> tuple[int, int]:
    reading, writing = os.pipe()
    if SET_PIPE_SIZE is not None:
        with contextlib.suppress(OSError):  # a smaller pipe is only slower
            fcntl.fcntl(reading, SET_PIPE_SIZE, PIPE_BYTES)
    return reading, writing
