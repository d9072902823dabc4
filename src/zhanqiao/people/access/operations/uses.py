"""Counting the uses of data grants: one line of fixed length for each, in a file for each grant and day.

An appended line's place in its file is its number, which the system gives out exactly once among all processes: a use
costs one write and no query. The lines are the record of use that 政务数据共享条例 art 29 wants kept for three years.
"""

from __future__ import annotations

import os
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries.grants import USE_BYTES, uses_file
from zhanqiao.people.access.rules import Action, DataRight

_LATEST: ContextVar[Use | None] = ContextVar("latest use of a data grant", default=None)


class QuotaUsedError(ZhanqiaoError):
    """A data grant was used as often as it may be today; nothing was read."""

    status = 429
    code = "grant-quota-used"
    sentence = Text(
        zh="授权 {grant} 今天的使用次数（{per_day} 次）已用完，没有读取数据；{retry_after} 秒后（次日零时）恢复。需要更多请申请调整。",
        en="Grant {grant} was used {per_day} times today, which is all it allows. Nothing was read; it opens again in "
        "{retry_after} seconds, at midnight. Apply for more if you need it.",
    )


@dataclass(frozen=True, slots=True)
class Use:
    """A counted use: the grant, how many are left today, and the seconds until the next day begins."""

    grant_id: str
    per_day: int
    left: int
    resets_in: int


def begin_counting() -> None:
    """Forget the use of an earlier request of this thread."""
    _LATEST.set(None)


def latest_use() -> Use | None:
    """Return the last use that was counted, or refused, since ``begin_counting``."""
    return _LATEST.get()


def count_use(*, right: DataRight, action: Action, at: datetime) -> Use:
    """Count one use of a right and return it. Raises QuotaUsedError, and then nothing is counted."""
    local = at.astimezone(CITY_TIME)
    midnight = datetime.combine(local.date() + timedelta(days=1), time.min, tzinfo=CITY_TIME)
    number = _number(right=right, action=action, local=local)
    use = Use(
        grant_id=right.grant_id,
        per_day=right.per_day,
        left=max(0, right.per_day - number),
        resets_in=max(1, int((midnight - local).total_seconds())),
    )
    _LATEST.set(use)
    if number > right.per_day:
        raise QuotaUsedError(grant=right.grant_id, per_day=right.per_day, retry_after=use.resets_in)
    return use


def _number(*, right: DataRight, action: Action, local: datetime) -> int:
    """Append a line and return its number, from 1; past the quota nothing is appended."""
    path = uses_file(grant_id=right.grant_id, day=local.date())
    try:
        if path.stat().st_size >= right.per_day * USE_BYTES:
            return right.per_day + 1
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    line = f"{local.isoformat(timespec='seconds')} {action.value}".ljust(USE_BYTES - 1) + "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(descriptor, line.encode())
        return os.lseek(descriptor, 0, os.SEEK_CUR) // USE_BYTES  # behind its own line, whoever else appends
    finally:
        os.close(descriptor)
