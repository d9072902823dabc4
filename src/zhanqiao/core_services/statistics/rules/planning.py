"""The opening plan 开放计划: how a line stands, and what a line must say. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

SHORTEST, LONGEST = 2, 100
YEARS_AHEAD = 3


class PlanState(StrEnum):
    """How a line stands."""

    DONE = "done"
    DUE = "due"
    LATE = "late"
    OPEN = "open"


PLAN_STATES = {
    PlanState.DONE: Text("已开放", "opened"),
    PlanState.DUE: Text("计划中", "planned"),
    PlanState.LATE: Text("已过计划月份", "past its month"),
    PlanState.OPEN: Text("已答复将开放", "promised in an answer"),
}


class PlanRefusedError(ZhanqiaoError):
    """A line of the plan says too little or something impossible; nothing was kept."""

    status = 422
    code = "plan-refused"
    sentence = Text(
        zh="没有保存：请写明 2 至 100 字的名称和未来三年内的月份；填写数据集时须是本部门的数据集。",
        en="Nothing was kept: give a name of 2 to 100 characters and a month within the next three years; a dataset must be one of the department.",
    )


def plan_state(*, month: date, is_public: bool, today: date) -> PlanState:
    """Return how a line with a month stands."""
    if is_public:
        return PlanState.DONE
    return PlanState.LATE if month < today.replace(day=1) else PlanState.DUE


def is_sensible(*, title: str, month: date, today: date) -> bool:
    """Say whether a line can be kept."""
    ahead = today.replace(day=1) <= month <= today.replace(year=today.year + YEARS_AHEAD, day=1)
    return SHORTEST <= len(title.strip()) <= LONGEST and ahead
