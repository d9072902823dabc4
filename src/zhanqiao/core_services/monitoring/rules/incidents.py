"""Components of the platform as the public knows them, and the life of an incident. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

UPTIME_DAYS = 90
MISSED_MINUTES = 2  # without a sample; then the minutes between count as not looked at


class Component(StrEnum):
    """A part of the platform that may fail on its own."""

    WEBSITE = "website"
    API = "api"
    SEARCH = "search"
    JOBS = "jobs"
    DOWNLOADS = "downloads"


class IncidentState(StrEnum):
    """Where an incident stands."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    WATCHING = "watching"
    MAINTENANCE = "maintenance"
    RESOLVED = "resolved"


COMPONENT_NAMES = {
    Component.WEBSITE: Text("网站", "Website"),
    Component.API: Text("数据接口", "Data API"),
    Component.SEARCH: Text("检索", "Search"),
    Component.JOBS: Text("后台任务", "Background jobs"),
    Component.DOWNLOADS: Text("文件下载", "Downloads"),
}
STATE_NAMES = {
    IncidentState.INVESTIGATING: Text("调查中", "Investigating"),
    IncidentState.IDENTIFIED: Text("已查明原因", "Identified"),
    IncidentState.WATCHING: Text("观察中", "Watching"),
    IncidentState.MAINTENANCE: Text("计划维护", "Planned maintenance"),
    IncidentState.RESOLVED: Text("已解决", "Resolved"),
}


class IncidentClosedError(ZhanqiaoError):
    """A resolved incident gets no further notes; nothing was changed."""

    status = 409
    code = "incident-closed"
    sentence = Text(
        zh="该事件已解决，没有添加说明。如再次发生，请新建事件。",
        en="The incident is resolved; nothing was added. If it happens again, open a new one.",
    )


class WordsMissingError(ZhanqiaoError):
    """The public reads both languages; nothing was saved."""

    status = 422
    code = "incident-words-missing"
    sentence = Text(
        zh="请填写中英文的标题和说明，没有保存。", en="Give title and text in Chinese and English; nothing was saved."
    )


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes of a component: well, not well, not looked at."""

    up: int
    down: int
    missed: int

    @property
    def share(self) -> float | None:
        """The share of looked-at minutes in which it was well; None when it was never looked at."""
        seen = self.up + self.down
        return self.up / seen if seen else None


def missed_minutes(*, last_at: datetime | None, at: datetime) -> int:
    """Return the whole minutes between two samples in which nobody looked; 0 when they follow each other."""
    if last_at is None:
        return 0
    gap = int((at - last_at).total_seconds() // 60)
    return gap - 1 if gap > MISSED_MINUTES else 0
