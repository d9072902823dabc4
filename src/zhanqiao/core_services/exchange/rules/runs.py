"""Runs: their states, and what the absence of records means."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from zhanqiao.kit.texts import Text

LEAST_SHARE = 0.5


class RunState(StrEnum):
    """Where a run stands; every state but ``running`` is an end."""

    RUNNING = "running"
    FINISHED = "finished"
    QUESTIONED = "questioned"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


RUN_STATES = MappingProxyType(
    {
        RunState.RUNNING: Text("进行中", "Running"),
        RunState.FINISHED: Text("完成", "Finished"),
        RunState.QUESTIONED: Text("待人工确认", "Asks a person"),
        RunState.INCOMPLETE: Text("未读完", "Incomplete"),
        RunState.FAILED: Text("失败", "Failed"),
        RunState.INTERRUPTED: Text("中断", "Interrupted"),
    }
)
FEWER = Text(
    "来源这次只给出 {now} 条记录，上次有 {before} 条。没有把其余条目标为消失；"
    "请核实来源，确认后用 zhanqiao harvest run {key} --accept-fewer 重新采集。",
    "The source gave {now} records, it had {before} before. The others were not marked gone: look at the source, "
    "and if it is right run `zhanqiao harvest run {key} --accept-fewer`.",
)
UNREAD = Text(
    "来源没有读完，没有把任何未见到的条目标为消失。原因见错误列表。",
    "The source was not read to its end, so nothing was marked gone. The errors say why.",
)
INTERRUPTION = Text(
    "上一次采集中途停止；已收录的条目保留，这一次从头重读，不会重复。",
    "The run stopped midway; what it had taken was kept, and the next run reads again without duplicates.",
)
NOT_MODIFIED = Text("来源自上次采集以来没有变化。", "The source has not changed since the last run.")
GONE = Text("来源平台已不再提供这条目录。", "The source no longer lists this entry.")


def is_suspiciously_few(*, now: int, before: int) -> bool:
    """Say whether an answer is so short that a person must look before anything is marked gone."""
    return now < before * LEAST_SHARE
