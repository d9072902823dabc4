"""What the job process does again and again, each thing in a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog
from django.db import close_old_connections

LEAST_REST = 1.0  # seconds between two rounds that take longer than their interval
log = structlog.get_logger(__name__)


def repeat(
    *, name: str, seconds: float, work: Callable[[], object], first: float = 0.0, after_failure: float = 0.0
) -> None:
    """Do ``work`` every so many seconds for as long as the process lives, beginning after ``first`` seconds.

    A failed round is logged under ``name`` and ends nothing: the next one, ``after_failure`` seconds later, tries again.
    """

    def run() -> None:
        time.sleep(first)
        while True:
            began = time.monotonic()
            try:
                work()
            except Exception:  # whatever it is: the next round tries again
                log.exception("round failed; trying again", round=name)
                time.sleep(after_failure)
            close_old_connections()
            time.sleep(max(min(seconds, LEAST_REST), seconds - (time.monotonic() - began)))

    threading.Thread(target=run, name=name, daemon=True).start()
