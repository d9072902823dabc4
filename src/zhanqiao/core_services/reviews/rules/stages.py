"""Review: two stages, each by somebody who had no part in what came before.

政务数据共享条例 art 12–13 (consent of the department's head), art 16 (review by the competent authority), art 17 (within 2
working days); the separation of duties is GB/T 22239-2019's (least privilege, separated powers).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Action


class Stage(StrEnum):
    """Who reviews."""

    DEPARTMENT = "department"
    AUTHORITY = "authority"


DUTIES = {Stage.DEPARTMENT: "department_review", Stage.AUTHORITY: "authority_review"}
ACTIONS = {Stage.DEPARTMENT: Action.review_department, Stage.AUTHORITY: Action.review_authority}


class OwnWorkError(ZhanqiaoError):
    """Nobody reviews what they handed in, edited or reviewed before; nothing was changed."""

    status = 403
    code = "own-work"
    sentence = Text(
        zh="您参与过这次提交的填报或前一级审核，不能再审核它，状态没有改变。请由另一位有权限的人员审核。",
        en="You handed in, edited or reviewed this submission before, so you cannot review it; nothing was changed. "
        "Somebody else with the right has to.",
    )


class EmptyReasonError(ZhanqiaoError):
    """Sending back needs a reason; nothing was changed."""

    status = 422
    code = "reason-empty"
    sentence = Text(
        zh="请写明理由，让提交人知道要改什么；状态没有改变。",
        en="Give the reason, so that the sender knows what to change; nothing was changed.",
    )


def require_other_person(*, by: str, involved: Iterable[str]) -> None:
    """Raise OwnWorkError when the reviewer had a part in it."""
    if by in set(involved):
        raise OwnWorkError


def require_review_words(*, text: str) -> str:
    """Return the reason without blanks around it. Raises EmptyReasonError."""
    if not text.strip():
        raise EmptyReasonError
    return text.strip()
