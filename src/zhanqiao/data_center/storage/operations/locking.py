"""Writers and the healer keep out of each other's way, across processes.

A lock of the operating system: whoever is killed lets go of it at that moment.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from zhanqiao.kit.environment import home

LOCK = "writing.lock"


@contextmanager
def writing() -> Iterator[None]:
    """Hold while a release is prepared and acknowledged; many writers may, the healer waits for none."""
    descriptor = _opened()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def alone() -> Iterator[bool]:
    """Yield True while no writer is at work and none can begin; False, without waiting, when one is."""
    descriptor = _opened()
    try:
        yield _taken(descriptor)
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _opened() -> int:
    return os.open(home() / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
