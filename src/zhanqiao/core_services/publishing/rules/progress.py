"""How far a job is, how fast it goes, and when it will be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhanqiao.kit.texts import Text

STAGES = {  # in their order
    "waiting": Text("等待处理", "Waiting"),
    "receive": Text("接收文件", "Receiving the file"),
    "unpack": Text("解压", "Unpacking"),
    "decode": Text("识别并转换编码", "Detecting and converting the encoding"),
    "read": Text("读取", "Reading"),
    "infer": Text("判断各列类型", "Deciding the type of each column"),
    "write": Text("写入各列", "Writing the typed columns"),
    "personal": Text("检查个人信息", "Looking for personal data"),
    "store": Text("建立查询副本", "Building the serving copy"),
    "profile": Text("统计各列概况", "Profiling the columns"),
    "index": Text("建立索引", "Building the indexes"),
    "parquet": Text("写入长期保存格式", "Writing the durable form"),
    "commit": Text("落盘并登记", "Syncing and registering"),
}


@dataclass(frozen=True, slots=True)
class ProgressCard:
    """A moment of a job. ``rate`` is ``unit`` per second in this stage; ``eta_seconds`` of this stage."""

    stage: str
    done: int
    total: int | None
    unit: str
    updated_at: datetime
    rate: float | None
    eta_seconds: float | None

    @property
    def label(self) -> Text:
        """Return the stage in words."""
        return STAGES.get(self.stage, Text(self.stage, self.stage))

    @property
    def percent(self) -> int | None:
        """Return how much of the stage is done, 0 to 100; None while the total is unknown."""
        return min(100, self.done * 100 // self.total) if self.total else None


def progress_card(
    *, stage: str, done: int, total: int | None, unit: str, began_at: datetime, updated_at: datetime
) -> ProgressCard:
    """Return the card of a stage that began at ``began_at`` and was last told of at ``updated_at``."""
    seconds = (updated_at - began_at).total_seconds()
    rate = done / seconds if seconds > 0 and done else None
    eta = (total - done) / rate if rate and total is not None and total >= done else None
    return ProgressCard(
        stage=stage, done=done, total=total, unit=unit, updated_at=updated_at, rate=rate, eta_seconds=eta
    )
