"""One at a time, also between processes: a lock that a killed process frees by dying."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zhanqiao.kit.errors import ZhanqiaoError


@contextmanager
def alone(*, lock: Path, busy: ZhanqiaoError) -> Iterator[None]:
    """Hold a lock file, which is made where there is none. Raises ``busy`` when somebody holds it; nobody waits."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise busy from None
        yield


def is_free(*, lock: Path) -> bool:
    """Say whether nobody holds a lock file."""
    busy = ZhanqiaoError()
    try:
        with alone(lock=lock, busy=busy):
            return True
    except ZhanqiaoError:
        return False
