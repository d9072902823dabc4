"""Children that need not import what they work with: one process of ours has done so, and forks each of them.

Such a process knows one module. It never reads anything of a stranger itself, has none of our settings and secrets, lives as
long as ours or until nothing was asked of it for a minute, and takes its children with it. A child is what
:func:`zhanqiao.kit.children.started` gives: a process with its own group, pipes and folder, that runs the module's ``main``.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from zhanqiao.kit.children import environment

WORD = struct.Struct("i")  # a number told through a pipe: first the child's own, at last how it ended
FORKING = "zhanqiao.data_center.storage.engine.forking"
GONE = -signal.SIGKILL  # how a child ended whose forking process was killed
BLOCK = 1 << 16
_parents: dict[str, tuple[subprocess.Popen[bytes], socket.socket]] = {}
_starting = threading.Lock()


class Child:
    """A process that works for us, as ``subprocess.Popen`` shows one."""

    def __init__(self, *, pid: int, stdin: IO[bytes], stdout: IO[bytes], told: IO[bytes]) -> None:
        self.pid, self.stdin, self.stdout = pid, stdin, stdout
        self._told = told
        self.returncode: int | None = None

    def wait(self, *, timeout: float | None = None) -> int:
        """Return how it ended, as ``Popen`` says it; raises TimeoutError."""
        if self.returncode is None:
            if not _readable(self._told, timeout):
                raise TimeoutError
            self.returncode = _word(self._told, otherwise=GONE)
        return self.returncode

    def obey(self, order: bytes, *, timeout: float) -> None:
        """Give it all that it is to read and let it end; what it says on stdout is not wanted. Raises TimeoutError."""
        deadline = time.monotonic() + timeout
        with suppress(BrokenPipeError):  # it ended without reading: its end tells why
            self.stdin.write(order)
            self.stdin.close()
        while _readable(self.stdout, deadline - time.monotonic()):
            if not os.read(self.stdout.fileno(), BLOCK):
                self.wait(timeout=max(0.0, deadline - time.monotonic()))
                return
        raise TimeoutError

    def kill(self) -> None:
        """End it and all it started, at once. Its number is nobody else's until it is let go."""
        if not self._told.closed:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self.wait()
            self._let_go()

    def __enter__(self) -> Self:
        """Use it in a block, at whose end it has ended."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for its end."""
        if not self._told.closed:
            with suppress(BrokenPipeError):
                self.stdin.close()
            self.wait()
            self._let_go()

    def _let_go(self) -> None:
        with suppress(BrokenPipeError):
            self.stdin.close()
        self.stdout.close()
        self._told.close()


def born(*, module: str, complaints: int, folder: Path | None = None) -> Child:
    """Return a child that runs ``main`` of a module with pipes to it; ``complaints`` takes its stderr."""
    for _ in range(3):  # the forking process may just be leaving, or have been killed
        child = _asked(module, complaints, str(folder or Path.cwd()))
        if child:
            return child
        _end(module)
    message = f"no process could be started for {module}"
    raise OSError(message)


def _asked(module: str, complaints: int, folder: str) -> Child | None:
    (stdin, to_it), (from_it, stdout), (told, tells) = os.pipe(), os.pipe(), os.pipe()
    pipes: list[IO[bytes]] = [os.fdopen(to_it, "wb"), os.fdopen(from_it, "rb"), os.fdopen(told, "rb")]
    try:
        _send(module, json.dumps(folder).encode(), [stdin, stdout, complaints, tells])
    finally:
        for end in (stdin, stdout, tells):
            os.close(end)
    number = _word(pipes[2], otherwise=0)
    if number:
        return Child(pid=number, stdin=pipes[0], stdout=pipes[1], told=pipes[2])
    for pipe in pipes:
        pipe.close()
    return None


def _send(module: str, message: bytes, ends: list[int]) -> None:
    with _starting:
        if module not in _parents:
            _parents[module] = _started(module)
        line = _parents[module][1]
    with suppress(OSError):  # it has left: nobody will tell a number
        socket.send_fds(line, [message], ends)


def _started(module: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(  # noqa: S603 - our own module by our own interpreter
        [sys.executable, "-m", FORKING, module, str(its.fileno())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=environment(),
        pass_fds=[its.fileno()],
        cwd="/",
        start_new_session=True,
    )
    its.close()
    return process, ours


def _end(module: str) -> None:
    with _starting:
        process, line = _parents.pop(module, (None, None))
    if process and line:
        line.close()
        process.wait()


@atexit.register
def end_all() -> None:
    """End the processes that fork, and their children with them; new ones are started when they are wanted."""
    for module in list(_parents):
        _end(module)


def _readable(pipe: IO[bytes], timeout: float | None) -> bool:
    looking = select.poll()
    looking.register(pipe, select.POLLIN)
    return bool(looking.poll(None if timeout is None else max(0.0, timeout) * 1000))


def _word(pipe: IO[bytes], *, otherwise: int) -> int:
    said = os.read(pipe.fileno(), WORD.size)
    return int(WORD.unpack(said)[0]) if said else otherwise
