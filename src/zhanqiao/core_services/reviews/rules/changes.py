"""The way of a change: asked for, reviewed by the department, then by the authority, and then in effect."""

from __future__ import annotations

from enum import StrEnum

from zhanqiao.core_services.reviews.rules.stages import Stage
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class ChangeKind(StrEnum):
    """What a change is about."""

    ENTRY = "entry"  # what the catalogue says of a dataset, changed by the reporting template
    UPDATES = "updates"  # whether programs may update a dataset without a review of every release


class ChangeState(StrEnum):
    """Where a change stands."""

    DEPARTMENT_REVIEW = "department_review"
    AUTHORITY_REVIEW = "authority_review"
    IN_EFFECT = "in_effect"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"


KINDS = {
    ChangeKind.ENTRY: Text("目录变更", "Change of the catalogue"),
    ChangeKind.UPDATES: Text("程序更新许可", "Permit for updates by programs"),
}
WORDS = {
    ChangeState.DEPARTMENT_REVIEW: Text("部门审核中", "In department review"),
    ChangeState.AUTHORITY_REVIEW: Text("主管部门审核中", "In review by the authority"),
    ChangeState.IN_EFFECT: Text("已生效", "In effect"),
    ChangeState.SENT_BACK: Text("已退回", "Sent back"),
    ChangeState.TAKEN_BACK: Text("已撤回", "Taken back"),
}
STAGES = {
    ChangeState.DEPARTMENT_REVIEW: Stage.DEPARTMENT,
    ChangeState.AUTHORITY_REVIEW: Stage.AUTHORITY,
}


class ChangeNotInReviewError(ZhanqiaoError):
    """The change does not wait for this decision; nothing was changed."""

    status = 409
    code = "change-not-in-review"
    sentence = Text(
        zh="这项变更现在不在等待此项审核，可能已由他人处理。什么都没有改变，请刷新页面。",
        en="The change does not wait for this decision; somebody else may have taken it. Nothing was changed; reload the page.",
    )


class ChangeWaitsError(ZhanqiaoError):
    """There is a change of this kind in review for the dataset; nothing was changed."""

    status = 409
    code = "change-waits"
    sentence = Text(
        zh="“{title}”已有一项{kind_zh}在审核中，什么都没有改变。请等待审核结束，或先撤回那一项。",
        en="'{title}' has a change of this kind in review ({kind_en}); nothing was changed. Wait for its end, or take it back first.",
    )


def require_stage(*, state: ChangeState, stage: Stage) -> None:
    """Raise ChangeNotInReviewError unless a change waits for this stage's decision."""
    if STAGES.get(state) is not stage:
        raise ChangeNotInReviewError
