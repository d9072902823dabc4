"""Derived tables: their runs, and what may be made of which sources. No Django, no clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

REST = timedelta(seconds=60)  # between two runs that releases of sources call for: programs write every few seconds
LEAST_REASON = 4


class RunState(StrEnum):
    """How a run of a derived table ended; what becomes of the rows it handed over, its submission says."""

    RUNNING = "running"
    HANDED = "handed"
    UNCHANGED = "unchanged"
    FAILED = "failed"


RUN_STATES = {
    RunState.RUNNING: Text("运行中", "running"),
    RunState.HANDED: Text("已送出", "handed over"),
    RunState.UNCHANGED: Text("没有变化", "unchanged"),
    RunState.FAILED: Text("失败", "failed"),
}


class DerivedBusyError(ZhanqiaoError):
    """The derived table is being made; nothing was begun."""

    status = 409
    code = "derived-busy"
    sentence = Text(
        zh="这张派生表正在生成，没有重复开始。请稍后查看结果。",
        en="The derived table is being made; nothing was begun. Look at its result in a while.",
    )


class DerivedEndedError(ZhanqiaoError):
    """The derived table is no longer refreshed; nothing was begun."""

    status = 409
    code = "derived-ended"
    sentence = Text(
        zh="这张派生表已停止更新，没有开始。已发布的数据不受影响。",
        en="The derived table is no longer refreshed; nothing was begun. What was published stays.",
    )


class SourceClosedError(ZhanqiaoError):
    """The department may not read a source now; nothing was made, and what is published stays as it is."""

    status = 403
    code = "derived-source-closed"
    sentence = Text(
        zh="“{source}”现在不向本部门开放（不存在、已暂停或撤回，或需要申请），没有生成新的数据。请联系提供部门，或改用其他来源。",
        en="'{source}' is not open to the department now (not there, suspended or withdrawn, or open on application), so nothing was "
        "made. Ask the department that provides it, or take another source.",
    )


class UnpublishedFirstError(ZhanqiaoError):
    """The first rows of the derived table are still on their way; nothing further was handed over."""

    status = 409
    code = "derived-first-waits"
    sentence = Text(
        zh="首次数据（提交 {submission}）还没有发布，没有再次送出。请先完成该提交的审核，或取消它后再运行。",
        en="The first rows (submission {submission}) are not published yet, and nothing further was handed over. Finish its review, or "
        "cancel it and run again.",
    )


class ShapesError(ZhanqiaoError):
    """A derived table can have one column of shapes; nothing was saved."""

    status = 422
    code = "derived-shapes"
    sentence = Text(
        zh="派生表最多含一列空间图形，现在有：{columns}。没有保存，请在列中只选一列。",
        en="A derived table has at most one column of shapes; there are {columns}. Nothing was saved; choose one of them.",
    )


class VersionReasonError(ZhanqiaoError):
    """A new version of a derived table needs a reason; nothing was saved."""

    status = 422
    code = "derived-reason"
    sentence = Text(
        zh="请写明为什么更改这张派生表，没有保存。", en="Say why the derived table is changed; nothing was saved."
    )


def require_reason(*, text: str) -> str:
    """Return a reason without blanks around it. Raises VersionReasonError."""
    if len(text.strip()) < LEAST_REASON:
        raise VersionReasonError
    return text.strip()


def next_run(*, at: datetime, last_began: datetime | None) -> datetime:
    """Return when a run that a release calls for begins: at once, or when the one before is a while ago."""
    return at if last_began is None else max(at, last_began + REST)
