"""A module as the nursery runs one: it does what its order says."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

prepared: list[int] = []


def prepare() -> None:
    """Note in which process this happened."""
    prepared.append(os.getpid())


def main() -> int:
    """Obey one order: tell of this process, end in some way, or stay."""
    order = sys.stdin.readline().strip()
    if order == "tell":
        ends = sorted(int(one.name) for one in Path("/proc/self/fd").iterdir())
        told = {
            "pid": os.getpid(),
            "prepared": prepared,
            "group": os.getpgrp(),
            "folder": str(Path.cwd()),
            "ends": ends,
        }
        sys.stdout.write(json.dumps(told))
    if order == "fail":
        raise MemoryError
    if order == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    if order == "stay":
        time.sleep(600)
    return 7
