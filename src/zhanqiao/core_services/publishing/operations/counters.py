"""The exchange counters as an open dataset: what each department handed over, by day."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhanqiao.core_services.exchange import queries as exchange
from zhanqiao.core_services.publishing.operations.shortcut import publish_file
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

SLUG, TITLE = "exchange-counters", "数据交换统计"
HEAD = ("日期", "部门代码", "部门", "交换次数", "行数", "字节数")


class NothingExchangedError(ZhanqiaoError):
    """Nothing was exchanged yet; nothing was published."""

    status = 409
    code = "nothing-exchanged"
    sentence = Text(
        zh="还没有任何数据交换，没有发布统计。",
        en="Nothing was exchanged yet, so no counters were published.",
    )


def publish_counters(*, department: str, by: str, at: datetime, clock: Callable[[], datetime]) -> dict[str, Any]:
    """Publish all counters as the next release of the dataset ``exchange-counters`` of a department; return its ids.

    Raises NothingExchangedError and what ``publish_file`` raises.
    """
    counted = exchange.counters()
    if not counted:
        raise NothingExchangedError
    with TemporaryDirectory(prefix="zhanqiao-counters-") as folder:
        path = Path(folder) / f"{TITLE}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEAD)
            for one in counted:
                owner = one.department
                writer.writerow((one.day, owner.code, owner.name.zh, one.transfers, one.rows, one.bytes))
        made: dict[str, Any] = publish_file(
            path=path, slug=SLUG, title=TITLE, department=department, mode=Mode.REPLACE, by=by, at=at, clock=clock
        )
    return made
