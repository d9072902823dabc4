"""Looking at each part of the platform now."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django_tasks_db.models import DBTaskResult

from zhanqiao.core_services.monitoring.models import Heartbeat
from zhanqiao.core_services.monitoring.queries.jobs import oldest_job_seconds
from zhanqiao.core_services.monitoring.rules.alerts import rules_with
from zhanqiao.core_services.monitoring.rules.checks import INDEX_LAG_SECONDS, LABELS, SILENT_SECONDS, Check, Health
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.environment import home, value
from zhanqiao.kit.texts import Text

WORKER = "work"
LATE_JOB_SECONDS = 900
WELL = Text("正常", "well")
NEVER = Text("从未有过响应", "never gave a sign of life")
Looking = Callable[[datetime], tuple[Health, Text, float]]


def checks(*, at: datetime) -> tuple[Check, ...]:
    """Look at every part, one after the other; a part that cannot be looked at has failed."""
    return tuple(_looked(name, look, at) for name, look in LOOKS.items())


def silence(*, at: datetime) -> float | None:
    """Return the seconds since the job process gave a sign of life; None when it never did."""
    last = Heartbeat.objects.filter(pk=WORKER).values_list("at", flat=True).first()
    return max(0.0, (at - last).total_seconds()) if last else None


def free_percent() -> float:
    """Return how much of the state folder's disk is free, in percent."""
    usage = shutil.disk_usage(home())
    return 100 * usage.free / usage.total


def _looked(name: str, look: Looking, at: datetime) -> Check:
    began = time.perf_counter()
    try:
        health, text, number = look(at)
    except Exception as error:  # noqa: BLE001 - whatever stops the look is the finding; its words may hold paths
        kind = type(error).__name__
        health, text, number = Health.FAILED, Text(f"无法检查（{kind}）", f"it cannot be looked at ({kind})"), 0.0
    return Check(name, LABELS[name], health, text, number, round(1_000 * (time.perf_counter() - began), 1))


def _database(at: datetime) -> tuple[Health, Text, float]:
    del at
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Health.WELL, WELL, 0.0


def _storage(at: datetime) -> tuple[Health, Text, float]:
    del at
    folder = home() / "metrics"
    folder.mkdir(exist_ok=True)
    probe = folder / "probe"
    probe.write_bytes(b"1")
    probe.unlink(missing_ok=True)
    return Health.WELL, WELL, 0.0


def _disk(at: datetime) -> tuple[Health, Text, float]:
    del at
    free, limit = free_percent(), rules_with(limits=str(value("ALERT_LIMITS")))["disk"].limit
    text = Text(f"剩余 {free:.1f}%", f"{free:.1f}% free")
    if free < limit / 2:
        return Health.FAILED, text, free
    return (Health.WARNING if free < limit else Health.WELL), text, free


def _index(at: datetime) -> tuple[Health, Text, float]:
    lag = catalogue.index_lag()
    if not catalogue.is_index_there():
        return Health.FAILED, Text("索引不存在", "there is no index"), 0.0
    seconds = max(0.0, (at - lag.oldest).total_seconds()) if lag.oldest else 0.0
    text = Text(f"待更新 {lag.changes} 条", f"{lag.changes} changes wait")
    return (Health.FAILED if seconds > INDEX_LAG_SECONDS else Health.WELL), text, seconds


def _worker(at: datetime) -> tuple[Health, Text, float]:
    seconds = silence(at=at)
    if seconds is None:
        return Health.FAILED, NEVER, 0.0
    text = Text(f"{seconds:.0f} 秒前有响应", f"gave a sign of life {seconds:.0f} s ago")
    return (Health.FAILED if seconds > SILENT_SECONDS else Health.WELL), text, seconds


def _queue(at: datetime) -> tuple[Health, Text, float]:
    seconds, count = oldest_job_seconds(at=at), DBTaskResult.objects.ready().count()
    text = Text(f"{count} 个任务等待，最久 {seconds:.0f} 秒", f"{count} jobs wait, the longest for {seconds:.0f} s")
    return (Health.WARNING if seconds > LATE_JOB_SECONDS else Health.WELL), text, float(count)


LOOKS: dict[str, Looking] = {
    "database": _database,
    "storage": _storage,
    "disk": _disk,
    "index": _index,
    "worker": _worker,
    "queue": _queue,
}
