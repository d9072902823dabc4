"""Keeping the work of a command within its memory and time."""

from __future__ import annotations

import os
import resource
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from zhanqiao.kit.texts import Text


@contextmanager
def bounded(*, memory: int, seconds: float, late: Text) -> Iterator[None]:
    """Let the process have so many bytes of addresses meanwhile; one that takes longer tells ``late`` and ends with 1.

    The limit that was there before comes back afterwards. The clock is started first: a process that already has more
    than it may could begin no thread.
    """

    def give_up() -> None:
        sys.stderr.write(f"{late.zh} / {late.en}\n")
        sys.stderr.flush()
        os._exit(1)

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()
    before, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, hard))
        timer.cancel()
