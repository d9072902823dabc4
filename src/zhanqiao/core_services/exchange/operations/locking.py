"""One harvest of a source at a time, also between processes; a killed one frees its place by dying."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

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
    try:
        with alone(source=source):
            return True
    except HarvestBusyError:
        return False


@contextmanager
def alone(*, source: str) -> Iterator[None]:
    """Hold the lock of a source by its key. Raises HarvestBusyError."""
    folder = home() / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{source}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HarvestBusyError(source=source) from None
        yield
