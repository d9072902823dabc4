"""The way of a submission, step by step."""

from __future__ import annotations

from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class SubmissionStep(StrEnum):
    """Where a submission stands."""

    ACKNOWLEDGED = "acknowledged"
    UNDERSTANDING = "understanding"
    UNDERSTOOD = "understood"
    REFUSED = "refused"
    DEPARTMENT_REVIEW = "department_review"
    AUTHORITY_REVIEW = "authority_review"
    APPROVED = "approved"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


WORDS = {
    SubmissionStep.ACKNOWLEDGED: Text("已收到", "Received"),
    SubmissionStep.UNDERSTANDING: Text("正在解析", "Being read"),
    SubmissionStep.UNDERSTOOD: Text("已解析", "Understood"),
    SubmissionStep.REFUSED: Text("未能接收", "Refused"),
    SubmissionStep.DEPARTMENT_REVIEW: Text("部门审核中", "In department review"),
    SubmissionStep.AUTHORITY_REVIEW: Text("主管部门审核中", "In review by the authority"),
    SubmissionStep.APPROVED: Text("已通过，待发布", "Approved, waiting for its time"),
    SubmissionStep.PUBLISHING: Text("正在发布", "Being published"),
    SubmissionStep.PUBLISHED: Text("已发布", "Published"),
    SubmissionStep.CANCELLED: Text("已取消", "Cancelled"),
}
NEXT = {
    SubmissionStep.ACKNOWLEDGED: {SubmissionStep.UNDERSTANDING, SubmissionStep.CANCELLED},
    SubmissionStep.UNDERSTANDING: {
        SubmissionStep.UNDERSTANDING,  # taken up again after an interruption
        SubmissionStep.UNDERSTOOD,
        SubmissionStep.REFUSED,
        SubmissionStep.CANCELLED,
    },
    SubmissionStep.UNDERSTOOD: {
        SubmissionStep.DEPARTMENT_REVIEW,
        SubmissionStep.PUBLISHING,  # without review of its own: a program's file under a permit, the operator's short cut
        SubmissionStep.CANCELLED,
    },
    SubmissionStep.DEPARTMENT_REVIEW: {
        SubmissionStep.AUTHORITY_REVIEW,
        SubmissionStep.UNDERSTOOD,  # sent back with the reason, or taken back
        SubmissionStep.CANCELLED,
    },
    SubmissionStep.AUTHORITY_REVIEW: {
        SubmissionStep.APPROVED,
        SubmissionStep.PUBLISHING,
        SubmissionStep.UNDERSTOOD,
        SubmissionStep.CANCELLED,
    },
    SubmissionStep.APPROVED: {SubmissionStep.PUBLISHING, SubmissionStep.UNDERSTOOD, SubmissionStep.CANCELLED},
    SubmissionStep.PUBLISHING: {
        SubmissionStep.PUBLISHING,  # taken up again after an interruption
        SubmissionStep.PUBLISHED,
        SubmissionStep.UNDERSTOOD,  # it could not be published, the reason says why
        SubmissionStep.CANCELLED,
    },
    SubmissionStep.REFUSED: set[SubmissionStep](),
    SubmissionStep.PUBLISHED: set[SubmissionStep](),
    SubmissionStep.CANCELLED: set[SubmissionStep](),
}
REVIEWED = frozenset({SubmissionStep.DEPARTMENT_REVIEW, SubmissionStep.AUTHORITY_REVIEW})
RUNNING = frozenset({SubmissionStep.ACKNOWLEDGED, SubmissionStep.UNDERSTANDING, SubmissionStep.PUBLISHING})
ENDED = frozenset({SubmissionStep.REFUSED, SubmissionStep.PUBLISHED, SubmissionStep.CANCELLED})


class SubmissionStepError(ZhanqiaoError):
    """The submission is not where this can be done; it stays as it was."""

    status = 409
    code = "submission-step-impossible"
    sentence = Text(
        zh="这次提交“{filename}”现在是“{now_zh}”，不能变为“{then_zh}”，什么都没有改变。",
        en="The submission '{filename}' is '{now_en}' and cannot become '{then_en}'; nothing was changed.",
    )


def require_step(*, filename: str, now: SubmissionStep, then: SubmissionStep) -> None:
    """Raise SubmissionStepError unless a submission can go from one state to the other."""
    if then not in NEXT[now]:
        before, after = WORDS[now], WORDS[then]
        raise SubmissionStepError(
            filename=filename, now_zh=before.zh, then_zh=after.zh, now_en=before.en, then_en=after.en
        )
