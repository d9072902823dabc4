"""What is looked at, and when it is well. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zhanqiao.kit.texts import Text

SILENT_SECONDS = 60  # without a sign of life the worker counts as gone
INDEX_LAG_SECONDS = 120


class Health(StrEnum):
    """How a check ended."""

    WELL = "well"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One part as it is now. ``value`` is the number that was judged, in the unit the text says."""

    name: str
    label: Text
    health: Health
    text: Text
    value: float = 0.0
    milliseconds: float = 0.0


LABELS = {
    "database": Text("元数据库", "Metadata database"),
    "storage": Text("存储可写", "Storage writable"),
    "disk": Text("磁盘空间", "Disk space"),
    "index": Text("检索索引", "Search index"),
    "worker": Text("后台任务进程", "Job process"),
    "queue": Text("任务队列", "Job queue"),
}
NEEDED = ("database", "storage", "disk", "index", "worker")  # of readiness


def is_ready(checks: tuple[Check, ...], /) -> bool:
    """Say whether nothing that readiness needs has failed."""
    return not any(check.name in NEEDED and check.health is Health.FAILED for check in checks)
