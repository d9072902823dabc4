"""The child process of :mod:`containment`: limits first, then the parsers, then one answer on stdout."""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

ADDRESSES = 3  # addresses the child may reserve, in limits of memory: DuckDB reserves more than it touches
QUIET = 0.1  # seconds between two relayed steps
_SPEAKING = threading.Lock()  # steps come from more than one thread


def main() -> int:
    """Read one order from stdin, obey it, answer on stdout. Ends when stdin closes."""
    order = json.loads(sys.stdin.readline())
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not mix with the answer
    _limit(order["limits"])
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _say(answer, _obey(order, answer))
    return 0


def prepare() -> None:
    """Import the parsers: they are the same for every file."""
    sys.meta_path.insert(0, _NoDataFrames())
    from zhanqiao.data_center.storage.engine.ingest import understanding  # noqa: F401 - here, so that DuckDB finds no data frames


def _limit(limits: dict[str, int]) -> None:
    memory, seconds, size = limits["max_memory_bytes"], limits["max_seconds"], limits["max_unpacked_bytes"]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES * memory, ADDRESSES * memory))
    resource.setrlimit(resource.RLIMIT_CPU, (4 * seconds, 4 * seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _end_with_parent() -> None:
    """Nobody writes to stdin after the order: it becomes readable when the parent is gone."""
    os.read(0, 1)
    os._exit(3)


class _NoDataFrames(MetaPathFinder):
    """Lets DuckDB find no data frames to look for: importing pandas costs a second of processor time a file."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        """Say that these are not there."""
        del path, target
        if fullname in {"pandas", "polars"}:
            raise ModuleNotFoundError(f"{fullname} is not wanted here", name=fullname)


def _obey(order: dict[str, Any], answer: Any) -> dict[str, Any]:
    # Prepared before; the limits count what was imported as well.
    from zhanqiao.data_center.storage.engine.ingest.limits import Limits
    from zhanqiao.data_center.storage.engine.ingest.refusals import RefusedFileError, TooMuchMemoryError
    from zhanqiao.data_center.storage.engine.ingest.understanding import understand

    limits = Limits(**order["limits"])
    try:
        report = understand(
            path=Path(order["path"]),
            into=Path(order["into"]),
            limits=limits,
            filename=order["filename"],
            progress=_relay(answer),
        )
    except RefusedFileError as refusal:
        return {"refused": refusal.code, "facts": refusal.facts}
    except MemoryError:
        facts = {"filename": order["filename"], "limit": limits.max_memory_bytes}
        return {"refused": TooMuchMemoryError.code, "facts": facts}
    return {"report": report.as_dict()}


def _relay(answer: Any) -> Callable[[Any], None]:
    last: dict[str, float] = {}

    def tell(step: Any) -> None:
        now = time.monotonic()
        if now - last.get(step.stage, 0.0) >= QUIET or step.done == step.total:
            last[step.stage] = now
            _say(answer, {"step": {"stage": step.stage, "done": step.done, "total": step.total, "unit": step.unit}})

    return tell


def _say(answer: Any, message: dict[str, Any]) -> None:
    with _SPEAKING:
        answer.write(json.dumps(message, ensure_ascii=False) + "\n")
        answer.flush()


if __name__ == "__main__":
    sys.exit(main())
