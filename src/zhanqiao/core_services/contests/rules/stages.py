"""The stages of a contest: each ends by itself at its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class State(StrEnum):
    """What the organiser did with a contest."""

    DRAFT = "draft"
    OPEN = "open"
    RESULTS = "results"
    CANCELLED = "cancelled"


class Stage(StrEnum):
    """Where a contest stands at a moment."""

    HIDDEN = "hidden"
    COMING = "coming"
    REGISTRATION = "registration"
    SUBMISSION = "submission"
    JUDGING = "judging"
    OVER = "over"
    RESULTS = "results"
    CANCELLED = "cancelled"


STAGES: dict[Stage, Text] = {
    Stage.HIDDEN: Text("筹备中", "in preparation"),
    Stage.COMING: Text("即将开始", "begins soon"),
    Stage.REGISTRATION: Text("报名中", "registration"),
    Stage.SUBMISSION: Text("作品提交中", "works are handed in"),
    Stage.JUDGING: Text("评审中", "judging"),
    Stage.OVER: Text("评审结束，结果整理中", "judged, result to come"),
    Stage.RESULTS: Text("结果已公布", "result published"),
    Stage.CANCELLED: Text("已取消", "cancelled"),
}
BY_STATE = {State.DRAFT: Stage.HIDDEN, State.RESULTS: Stage.RESULTS, State.CANCELLED: Stage.CANCELLED}


class StageClosedError(ZhanqiaoError):
    """It is done in another stage; nothing was kept."""

    status = 409
    code = "contest-stage-closed"
    sentence = Text(
        zh="大赛现在的阶段是“{now_zh}”，这一步只在“{wanted_zh}”阶段受理，没有保存。各阶段到时自动截止，时间见大赛页面。",
        en="The contest's stage is '{now_en}' now; this is taken in the stage '{wanted_en}' only and was not kept. Stages close by "
        "themselves, the times stand on the contest's page.",
    )


class ContestStepError(ZhanqiaoError):
    """That cannot be done where the contest, team or work stands; nothing was changed."""

    status = 409
    code = "contest-step-impossible"
    sentence = Text(
        zh="现在的状态不能这样做，什么都没有改变。请刷新页面。",
        en="This cannot be done where things stand; nothing was changed. Reload the page.",
    )


class ContestTimesError(ZhanqiaoError):
    """The stages do not follow each other, or end in the past; nothing was changed."""

    status = 422
    code = "contest-times"
    sentence = Text(
        zh="各阶段时间应依次递增：报名开始、报名截止、提交截止、（投票截止、）评审截止、公布结果；提交截止应晚于现在。没有保存。",
        en="Times follow each other: registration begins, ends, works are due, (voting ends,) judging ends, result; works are due after now. "
        "Nothing was kept.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When the stages begin and end. ``votes_until`` is None without public voting, which runs beside the judging."""

    registers_from: datetime
    registers_until: datetime
    submits_until: datetime
    judged_until: datetime
    results_at: datetime
    votes_until: datetime | None = None


def require_times(*, times: Times) -> None:
    """Raise ContestTimesError unless the stages follow each other."""
    in_turn = (times.registers_from, times.registers_until, times.submits_until, times.judged_until, times.results_at)
    votes = times.votes_until
    if any(later <= earlier for earlier, later in pairwise(in_turn[:4])):
        raise ContestTimesError
    if times.results_at < times.judged_until:
        raise ContestTimesError
    if votes is not None and not times.submits_until < votes <= times.judged_until:
        raise ContestTimesError


def stage_of(*, state: State, times: Times, at: datetime) -> Stage:
    """Return where a contest stands: nobody presses a button at the end of a stage."""
    if state in BY_STATE:
        return BY_STATE[state]
    for stage, until in (
        (Stage.COMING, times.registers_from),
        (Stage.REGISTRATION, times.registers_until),
        (Stage.SUBMISSION, times.submits_until),
        (Stage.JUDGING, times.judged_until),
    ):
        if at < until:
            return stage
    return Stage.OVER


def require_stage(*, now: Stage, wanted: Stage) -> None:
    """Raise StageClosedError unless a contest is in a stage."""
    if now is not wanted:
        raise StageClosedError(
            now_zh=STAGES[now].zh, now_en=STAGES[now].en, wanted_zh=STAGES[wanted].zh, wanted_en=STAGES[wanted].en
        )
