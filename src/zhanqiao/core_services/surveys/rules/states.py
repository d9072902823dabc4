"""Where a survey stands, by its state and the clock."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class State(StrEnum):
    """What an office did with a survey."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    RESULTS = "results"


class Phase(StrEnum):
    """What a survey is to the public at a moment."""

    HIDDEN = "hidden"
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    RESULTS = "results"


STATES: dict[State, Text] = {
    State.DRAFT: Text("起草中", "draft"),
    State.OPEN: Text("已开放", "opened"),
    State.CLOSED: Text("已结束", "closed"),
    State.RESULTS: Text("结果已公布", "results published"),
}
PHASES: dict[Phase, Text] = {
    Phase.HIDDEN: Text("未公开", "not public"),
    Phase.COMING: Text("即将开始", "begins soon"),
    Phase.RUNNING: Text("进行中", "open"),
    Phase.OVER: Text("已结束，结果整理中", "over, results to come"),
    Phase.RESULTS: Text("结果已公布", "results published"),
}
STEPS = frozenset(
    {
        (State.DRAFT, State.OPEN),
        (State.OPEN, State.CLOSED),
        (State.DRAFT, State.CLOSED),  # answers were gathered elsewhere and imported
        (State.CLOSED, State.RESULTS),
    }
)


class SurveyStepError(ZhanqiaoError):
    """A survey cannot do that where it stands; nothing was changed."""

    status = 409
    code = "survey-step-impossible"
    sentence = Text(
        zh="问卷现在是“{now_zh}”，不能这样做，什么都没有改变。请刷新页面查看最新状态。",
        en="The survey is '{now_en}' now and this cannot be done; nothing was changed. Reload the page.",
    )


class SurveyTimesError(ZhanqiaoError):
    """A survey ends after it begins, and not in the past; nothing was changed."""

    status = 422
    code = "survey-times"
    sentence = Text(
        zh="结束时间应晚于开始时间，也应晚于现在。什么都没有改变。",
        en="The end should be after the beginning and after now. Nothing was changed.",
    )


def phase_of(*, state: State, begins_at: datetime | None, ends_at: datetime | None, at: datetime) -> Phase:
    """Return what a survey is at a moment: it begins and ends by the clock, nobody has to press a button."""
    if state is State.DRAFT:
        return Phase.HIDDEN
    if state is State.RESULTS:
        return Phase.RESULTS
    if state is State.CLOSED or (ends_at is not None and at >= ends_at):
        return Phase.OVER
    return Phase.COMING if begins_at is not None and at < begins_at else Phase.RUNNING


def require_step(*, now: State, then: State) -> None:
    """Raise SurveyStepError unless a survey may go from one state to another."""
    if (now, then) not in STEPS:
        raise SurveyStepError(now_zh=STATES[now].zh, now_en=STATES[now].en)


def require_draft(*, now: State) -> None:
    """Raise SurveyStepError unless the questions may still be changed."""
    if now is not State.DRAFT:
        raise SurveyStepError(now_zh=STATES[now].zh, now_en=STATES[now].en)


def require_times(*, begins_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Raise SurveyTimesError for an end that is not after the beginning and now."""
    if ends_at <= begins_at or ends_at <= at:
        raise SurveyTimesError
