"""What commands begin with: a database that is up to date, and a parent process to end with."""

from __future__ import annotations

import os
import threading
import time

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

PARENT_INTERVAL = 1.0


class NotPreparedError(ZhanqiaoError):
    """The state folder has no up-to-date database; nothing was done."""

    status = 503
    code = "not-prepared"
    sentence = Text(
        zh="数据库尚未建立或不是最新版本，没有执行。请先运行 zhanqiao prepare。",
        en="The database is missing or out of date; nothing was done. Run `zhanqiao prepare` first.",
    )


def require_prepared() -> None:
    """Raise NotPreparedError unless the database is there and up to date. Django must be set up."""
    from django.db import connection  # late, as said
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotPreparedError


def end_with(*, parent: int | None) -> None:
    """Have this process end, by itself and at once, when its parent is gone. None: nobody is followed.

    Whatever it was doing is taken up again, or removed, at the next start.
    """

    def follow() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_INTERVAL)
        os._exit(0)

    if parent:
        threading.Thread(target=follow, name="parent watch", daemon=True).start()
