"""Writers, the healer and backups keep out of each other's way, across processes.

A lock of the operating system: whoever is killed lets go of it at that moment.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from zhanqiao.kit.environment import home

LOCK = "writing.lock"
KEEPING = "keeping.lock"


@contextmanager
def writing() -> Iterator[None]:
    """Hold while a release is prepared and acknowledged; many writers may, the healer waits for none."""
    with _shared(LOCK):
        yield


@contextmanager
def keeping() -> Iterator[None]:
    """Hold while releases are copied away: nothing acknowledged is removed meanwhile, and nobody waits for it."""
    with _shared(KEEPING):
        yield


@contextmanager
def removing() -> Iterator[bool]:
    """Yield True while acknowledged releases may be removed; False, without waiting, while somebody keeps them."""
    with _exclusive(KEEPING) as taken:
        yield taken


@contextmanager
def alone() -> Iterator[bool]:
    """Yield True while no writer is at work and none can begin; False, without waiting, when one is."""
    with _exclusive(LOCK) as taken:
        yield taken


@contextmanager
def _shared(name: str) -> Iterator[None]:
    descriptor = _opened(name)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _exclusive(name: str) -> Iterator[bool]:
    descriptor = _opened(name)
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


def _opened(name: str) -> int:
    return os.open(home() / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
