"""What offices do with opening requests: forwarding, answering, merging."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.data_requests.models import OpeningFollow, OpeningVote
from zhanqiao.core_services.data_requests.models.openings import CHANGES
from zhanqiao.core_services.data_requests.operations.openings.moving import (
    end_answer_clock,
    locked,
    move,
    shown,
    start_answer_clock,
)
from zhanqiao.core_services.data_requests.operations.openings.wishing import carry_wishes
from zhanqiao.core_services.data_requests.operations.personal import require_nothing_personal
from zhanqiao.core_services.data_requests.rules import (
    OpeningOutcome,
    OpeningState,
    require_form,
    require_reason,
)
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.departments.queries import department_card

DATASET_NEEDED = Text("请指明已开放的数据集。", "Name the dataset that was opened.")


class MergeRefusedError(ZhanqiaoError):
    """A request cannot be merged into that one; nothing was changed."""

    status = 409
    code = "merge-refused"
    sentence = Text(
        zh="不能合并到它自己。请选择另一件需求；什么都没有改变。",
        en="A request cannot be merged into itself. Choose another; nothing was changed.",
    )


@transaction.atomic
def forward_opening(*, opening_id: str, department: str, by: str, at: datetime) -> None:
    """Hand a request to a department (key, code or id), whose clock begins. Raises RequestStepError, NotFoundError."""
    opening = locked(opening_id=opening_id, then=OpeningState.FORWARDED)
    end_answer_clock(opening, outcome="forwarded", by=by, at=at)
    opening.department_id = department_card(key_or_code=department).id
    start_answer_clock(opening, by=by, at=at)
    move(opening, OpeningState.FORWARDED, by=by, at=at, office_id=opening.department_id)


@transaction.atomic
def answer_opening(
    *,
    opening_id: str,
    outcome: OpeningOutcome,
    answer: str,
    dataset_id: str | None,
    office_id: str | None,
    by: str,
    at: datetime,
) -> None:
    """Publish the answer of an office (None: the authority), with the dataset that fulfils it if one does.

    Raises RequestStepError, ReasonNeededError, FormRefusedError, NotFoundError, PersonalTextError.
    """
    opening = locked(opening_id=opening_id, then=OpeningState.ANSWERED)
    require_reason(reason=answer)
    needs = outcome is OpeningOutcome.OPENED and not dataset_id
    require_form(problems={"dataset": DATASET_NEEDED} if needs else {})
    require_nothing_personal(texts={"answer": answer}, at=at)
    opening.dataset_id = catalogue.dataset_card(id=dataset_id, card=ANONYMOUS).id if dataset_id else None
    opening.outcome, opening.answer = outcome.value, answer.strip()
    opening.answered_at, opening.answered_office_id = at, office_id
    CHANGES.changed()
    end_answer_clock(opening, outcome=outcome.value, by=by, at=at)
    move(opening, OpeningState.ANSWERED, by=by, at=at, reason=answer, office_id=office_id, outcome=outcome.value)


@transaction.atomic
def merge_opening(*, opening_id: str, into_id: str, by: str, at: datetime) -> None:
    """Merge a request into another: votes and followers are carried over, each account counts once.

    Raises RequestStepError, MergeRefusedError, NotFoundError.
    """
    opening, target = locked(opening_id=opening_id, then=OpeningState.MERGED), shown(opening_id=into_id)
    if target.id == opening.id:
        raise MergeRefusedError
    OpeningVote.objects.bulk_create(
        [OpeningVote(opening=target, account_id=one.account_id, at=one.at) for one in opening.voters.all()],
        ignore_conflicts=True,
    )
    OpeningFollow.objects.bulk_create(
        [OpeningFollow(opening=target, account_id=one.account_id, at=one.at) for one in opening.followers.all()],
        ignore_conflicts=True,
    )
    target.votes = target.voters.count()
    target.save(update_fields=["votes"])
    carry_wishes(opening, target)
    opening.merged_into = target
    end_answer_clock(opening, outcome="merged", by=by, at=at)
    move(opening, OpeningState.MERGED, by=by, at=at, into=target.id)
