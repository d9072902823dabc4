"""The same understanding in a child process that cannot hurt: memory, time, files limited, killed when late.

Memory has two walls: this process looks at what the child really holds and kills it past the limit; the kernel
refuses it more than :data:`child.ADDRESSES` times as many addresses, so that a single huge allocation fails at once.

The child gets an environment without settings or secrets, its own empty folder, and ends by itself when
the parent is gone. What it leaves half done is removed.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import IO, Any

from zhanqiao.data_center.storage.engine.ingest.limits import Limits
from zhanqiao.data_center.storage.engine.ingest.refusals import (
    ALL_REFUSALS,
    CancelledError,
    ParserCrashError,
    TooMuchMemoryError,
    TooSlowError,
)
from zhanqiao.data_center.storage.engine.ingest.report import IngestReport
from zhanqiao.data_center.storage.engine.nursery import born
from zhanqiao.kit.progress import Progress, Step, silent

MODULE = "zhanqiao.data_center.storage.engine.ingest.child"
POLL = 0.1  # seconds between looks at the deadline, the memory held and the wish to cancel
PAGE = os.sysconf("SC_PAGE_SIZE")
_MEMORY_WORDS = (
    "memory allocation",
    "MemoryError",
    "bad_alloc",
    "Out of Memory",
    "capacity overflow",
    "Cannot allocate memory",
)
_STDERR_KEPT = 4000


def never() -> bool:
    """Never cancel."""
    return False


def understand_safely(
    *,
    path: Path,
    into: Path,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    filename: str | None = None,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
) -> IngestReport:
    """Understand a file of a stranger in a limited child process; see :func:`understand`.

    ``progress`` is called in this process; ``cancelled`` is asked about ten times a second. Raises
    RefusedFileError, also when the child was killed or crashed; then ``into`` holds nothing of the file.
    """
    into.mkdir(parents=True, exist_ok=True)
    name = filename or path.name
    folder = Path(tempfile.mkdtemp(prefix=".ingest-", dir=into))
    try:
        report = _run(
            order={"path": str(path.resolve()), "into": str(folder), "filename": name, "limits": asdict(limits)},
            limits=limits,
            name=name,
            progress=progress,
            cancelled=cancelled,
        )
        for made in sorted(folder.iterdir()):
            made.replace(into / made.name)
        return report
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(
    *, order: dict[str, Any], limits: Limits, name: str, progress: Progress, cancelled: Callable[[], bool]
) -> IngestReport:
    with tempfile.TemporaryFile() as complaints, born(module=MODULE, complaints=complaints.fileno()) as child:
        child.stdin.write(json.dumps(order).encode() + b"\n")
        child.stdin.flush()
        deadline = time.monotonic() + limits.max_seconds
        try:
            watch = _Watch(child.pid, deadline, limits.max_memory_bytes, cancelled)
            answer = _listen(child.stdout, watch=watch, progress=progress)
        except _StoppedError as stop:
            child.kill()
            raise _refusal(stop, name=name, limits=limits) from None
        except BaseException:
            child.kill()
            raise
        child.stdin.close()
        code = child.wait()
        if answer is None:
            raise _crash(code=code, complaints=_read(complaints), name=name, limits=limits)
    if "refused" in answer:
        raise ALL_REFUSALS[answer["refused"]](**answer["facts"])
    return IngestReport.from_dict(answer["report"])


class _StoppedError(Exception):
    """The child is to be killed: ``why`` is wish, time or memory."""

    def __init__(self, *, why: str) -> None:
        super().__init__()
        self.why = why


def _refusal(stop: _StoppedError, *, name: str, limits: Limits) -> Exception:
    if stop.why == "wish":
        return CancelledError(filename=name)
    if stop.why == "memory":
        return TooMuchMemoryError(filename=name, limit=limits.max_memory_bytes)
    return TooSlowError(filename=name, limit=limits.max_seconds)


@dataclass(slots=True)
class _Watch:
    """Looks whether the child may go on."""

    child: int
    deadline: float
    memory: int  # bytes
    cancelled: Callable[[], bool]

    def look(self) -> None:
        """Raise _StoppedError when it may not."""
        if self.cancelled():
            raise _StoppedError(why="wish")
        if time.monotonic() > self.deadline:
            raise _StoppedError(why="time")
        if self._resident() > self.memory:
            raise _StoppedError(why="memory")

    def _resident(self) -> int:
        try:
            pages = int(Path(f"/proc/{self.child}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, IndexError):  # it has just ended, or this is no Linux: then the wall of addresses stands alone
            return 0
        return pages * PAGE


def _listen(stream: IO[bytes], *, watch: _Watch, progress: Progress) -> dict[str, Any] | None:
    """Relay the child's steps until its answer; None when it ended without one."""
    held = b""
    with DefaultSelector() as selector:
        selector.register(stream, EVENT_READ)
        while True:
            watch.look()
            if not selector.select(timeout=POLL):
                continue
            block = os.read(stream.fileno(), 1 << 16)
            if not block:
                return None
            *lines, held = (held + block).split(b"\n")
            for line in lines:
                message = json.loads(line)
                if "step" not in message:
                    return dict(message)
                progress(Step(**message["step"]))


def _read(complaints: IO[bytes]) -> str:
    size = complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, size - _STDERR_KEPT))
    return complaints.read().decode("utf-8", errors="replace")


def _crash(*, code: int, complaints: str, name: str, limits: Limits) -> Exception:
    if -code == signal.SIGXCPU:
        return TooSlowError(filename=name, limit=limits.max_seconds)
    if -code == signal.SIGKILL or any(word in complaints for word in _MEMORY_WORDS):
        return TooMuchMemoryError(filename=name, limit=limits.max_memory_bytes)
    last = complaints.strip().splitlines()[-1:] or [""]
    what = signal.Signals(-code).name if code < 0 else f"exit {code}"
    return ParserCrashError(filename=name, detail=f"{what} {last[0][:200]}".strip())
