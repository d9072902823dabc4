"""Processes of our own in which the work of strangers runs: a clean environment, their own group, killed as a group."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT", "LD_LIBRARY_PATH")
# Allocators reserve a gigabyte of addresses they never touch; limits of memory count addresses.
FRUGAL = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def started(*, module: str, complaints: IO[bytes] | int, folder: Path | None = None) -> subprocess.Popen[bytes]:
    """Start a module of ours with pipes to it, without our settings and secrets; ``complaints`` takes its stderr."""
    return subprocess.Popen(  # noqa: S603 - our own module by our own interpreter
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env=environment(),
        cwd=folder,
        start_new_session=True,
    )


def environment() -> dict[str, str]:
    """Return an environment without our settings and secrets."""
    kept = {key: os.environ[key] for key in KEPT if key in os.environ}
    return kept | FRUGAL | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}


def kill(*, child: subprocess.Popen[bytes]) -> None:
    """End a process and all it started, at once."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        child.kill()
    child.wait()
