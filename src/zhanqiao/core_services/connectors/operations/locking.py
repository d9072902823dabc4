"""One run of a connector at a time, also between processes; a killed one frees its place by dying."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from zhanqiao.kit import alone as locks
from zhanqiao.kit.environment import home
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

FOLDER = "connectors"


class ConnectorBusyError(ZhanqiaoError):
    """The connector is running; nothing was begun."""

    status = 409
    code = "connector-busy"
    sentence = Text(
        zh="连接器“{key}”正在运行，没有重复开始。请稍后查看结果。",
        en="The connector '{key}' is running; nothing was begun. Look at its result in a while.",
    )


def is_free(*, key: str) -> bool:
    """Say whether nobody runs a connector: a run of it that says it is running was killed then."""
    return locks.is_free(lock=_lock(key))


def alone(*, key: str) -> AbstractContextManager[None]:
    """Hold the lock of a connector. Raises ConnectorBusyError."""
    return locks.alone(lock=_lock(key), busy=ConnectorBusyError(key=key))


def _lock(key: str) -> Path:
    return home() / FOLDER / f"{key}.lock"
