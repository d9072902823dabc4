"""Review of a submission: which stage it waits for, where a comment stands, when it may be released.

The stages and who may decide are those of ``reviews``: two, each by somebody who had no part in what came before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from zhanqiao.core_services.publishing.rules.states import SubmissionStep
from zhanqiao.core_services.reviews.rules import DUTIES, Stage
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

FURTHEST = timedelta(days=366)
REWORK = "rework"


STAGES = {
    SubmissionStep.DEPARTMENT_REVIEW: Stage.DEPARTMENT,
    SubmissionStep.AUTHORITY_REVIEW: Stage.AUTHORITY,
    SubmissionStep.APPROVED: Stage.AUTHORITY,
}


REVIEW_DUTIES = (*DUTIES.values(), REWORK)


class PastReleaseError(ZhanqiaoError):
    """The time of release is past or more than a year away; nothing was changed."""

    status = 422
    code = "release-time"
    sentence = Text(
        zh="发布时间应在现在之后、一年之内，没有提交。请改正，或留空以便审核通过后立即发布。",
        en="The time of release must lie in the future, within a year; nothing was submitted. Correct it, or leave it empty "
        "to release as soon as it is approved.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a comment is on: an entry field, a table, a column of it, or a cell (``row`` counts data rows from 1)."""

    field: str = ""
    table: str = ""
    column: str = ""
    row: int | None = None


def stage_of(*, state: SubmissionStep) -> Stage | None:
    """Return whose decision a submission waits for, None for nobody's."""
    return STAGES.get(state)


def require_release_time(*, release_at: datetime | None, at: datetime) -> None:
    """Raise PastReleaseError unless the time is empty or lies within the coming year."""
    if release_at is not None and not at < release_at <= at + FURTHEST:
        raise PastReleaseError
