"""One harvest of a source at a time, also between processes; a killed one frees its place by dying."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from zhanqiao.kit import alone as locks
from zhanqiao.kit.environment import home
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

FOLDER = "harvest"


class HarvestBusyError(ZhanqiaoError):
    """The source is being harvested; nothing was begun."""

    status = 409
    code = "harvest-busy"
    sentence = Text(
        zh="采集源“{source}”正在采集中，没有重复开始。请稍后查看结果。",
        en="The source '{source}' is being harvested; nothing was begun. Look at its result in a while.",
    )


def is_free(*, source: str) -> bool:
    """Say whether nobody harvests a source: a run of it that says it is running was killed then."""
    return locks.is_free(lock=_lock(source))


def alone(*, source: str) -> AbstractContextManager[None]:
    """Hold the lock of a source by its key. Raises HarvestBusyError."""
    return locks.alone(lock=_lock(source), busy=HarvestBusyError(source=source))


def _lock(source: str) -> Path:
    return home() / FOLDER / f"{source}.lock"
