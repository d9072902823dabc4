"""One worker at a time per submission, progress told while it works, and cancelling heard."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from zhanqiao.core_services.publishing.models import JobProgress
from zhanqiao.core_services.publishing.queries.places import folder
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.progress import Step
from zhanqiao.kit.texts import Text

LOCK = "working.lock"
PAUSE = 0.25  # seconds between two words about progress
Clock = Callable[[], datetime]


class CancelledError(ZhanqiaoError):
    """Somebody cancelled the work; nothing was published."""

    status = 409
    code = "cancelled"
    sentence = Text(zh="已按要求取消，没有发布任何数据。", en="Cancelled on request; nothing was published.")


class UnexpectedFailureError(ZhanqiaoError):
    """The program itself failed; nothing was published."""

    status = 500
    code = "unexpected-failure"
    sentence = Text(
        zh="程序出现意外错误（{kind}），没有发布任何数据，已有数据不受影响。请重试；如仍失败，请联系运维人员。",
        en="The program failed unexpectedly ({kind}). Nothing was published and existing data is untouched. Try again; if it fails again, tell the operators.",
    )


@contextmanager
def working(*, submission_id: str) -> Iterator[bool]:
    """Yield whether this process alone works on the submission; the lock dies with the process."""
    place = folder(submission_id=submission_id)
    place.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(place / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        yield _taken(descriptor)
    finally:
        os.close(descriptor)


class Teller:
    """Writes how far the work is, at most four times a second, and hears whether it was cancelled."""

    def __init__(self, *, submission_id: str, clock: Clock) -> None:
        """Begin with nothing told; ``clock`` comes from the edge."""
        self._rows = JobProgress.objects.filter(pk=submission_id)
        self._clock = clock
        self._stage = ""
        self._told = self._asked = 0.0
        self._cancelled = False

    def __call__(self, step: Step) -> None:
        """Tell a step; raises CancelledError when somebody asked to stop."""
        if self.cancelled():
            raise CancelledError
        self.tell(step)

    def tell(self, step: Step) -> None:
        """Write a step, unless the last one was written a moment ago in the same stage."""
        now = time.monotonic()
        if step.stage == self._stage and now - self._told < PAUSE:
            return
        self._told, at = now, self._clock()
        began = {} if step.stage == self._stage else {"began_at": at}
        self._stage = step.stage
        self._rows.update(stage=step.stage, done=step.done, total=step.total, unit=step.unit, updated_at=at, **began)

    def cancelled(self) -> bool:
        """Say whether somebody asked to stop; asks the database at most four times a second."""
        now = time.monotonic()
        if not self._cancelled and now - self._asked >= PAUSE:
            self._asked = now
            self._cancelled = self._rows.filter(cancel_asked_at__isnull=False).exists()
        return self._cancelled


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
