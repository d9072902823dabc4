"""How far DuckDB is with a long statement, told while it runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from zhanqiao.data_center.storage.engine.ingest.workshop import Workshop
from zhanqiao.kit.progress import Step

EVERY = 0.25  # seconds
WHOLE = 100.0


@contextmanager
def watched(*, workshop: Workshop, stage: str, rows: int) -> Iterator[None]:
    """Tell the progress of the statements run inside, from a thread of its own; ``rows`` is what all of it is."""
    finished = threading.Event()

    def tell() -> None:
        while not finished.wait(EVERY):
            percent = max(workshop.connection.query_progress(), 0.0)
            workshop.progress(Step(stage=stage, done=int(rows * min(percent, WHOLE) / WHOLE), total=rows))

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        finished.set()
        teller.join()
    workshop.progress(Step(stage=stage, done=rows, total=rows))
