"""What everybody with an account does: asking, voting, following."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhanqiao.core_services.data_requests.models import OpeningFollow, OpeningRequest, OpeningVote
from zhanqiao.core_services.data_requests.operations.openings.moving import FAMILY, shown, start_answer_clock
from zhanqiao.core_services.data_requests.operations.personal import (
    PersonalTextError,
    require_nothing_personal,
)
from zhanqiao.core_services.data_requests.operations.steps import step
from zhanqiao.core_services.data_requests.rules import OpeningState, opening_problems, require_form
from zhanqiao.people.audit.operations import record

__all__ = [
    "PersonalTextError",
    "ask_for_opening",
    "follow_opening",
    "unfollow_opening",
    "unvote_opening",
    "vote_for_opening",
]


@transaction.atomic
def ask_for_opening(*, title: str, detail: str, by: str, at: datetime) -> str:
    """Ask for data to be opened and return the request's id; it is public at once, its asker is not.

    Whoever asks follows and votes for it. Raises FormRefusedError, PersonalTextError.
    """
    require_form(problems=opening_problems(title=title, detail=detail))
    require_nothing_personal(texts={"title": title, "detail": detail}, at=at)
    opening = OpeningRequest.objects.create(
        account_id=by,
        title=title.strip(),
        detail=detail.strip(),
        state=OpeningState.ASKED.value,
        votes=1,
        asked_at=at,
    )
    OpeningVote.objects.create(opening=opening, account_id=by, at=at)
    OpeningFollow.objects.create(opening=opening, account_id=by, at=at)
    start_answer_clock(opening, by=by, at=at)
    step(family=FAMILY, request_id=opening.id, state=OpeningState.ASKED.value, by=by, at=at)
    return opening.id


@transaction.atomic
def vote_for_opening(*, opening_id: str, by: str, at: datetime) -> bool:
    """Vote, once; return whether it is a new vote. A vote for a merged request goes to the one it became.

    Raises NotFoundError.
    """
    opening = shown(opening_id=opening_id)
    _, is_new = OpeningVote.objects.get_or_create(opening=opening, account_id=by, defaults={"at": at})
    if is_new:
        OpeningRequest.objects.filter(pk=opening.id).update(votes=F("votes") + 1)
        record(by=by, action="opening.vote", object_type=FAMILY.value, object_id=opening.id, detail={}, at=at)
    return is_new


@transaction.atomic
def unvote_opening(*, opening_id: str, by: str, at: datetime) -> bool:
    """Take a vote back; return whether there was one. Raises NotFoundError."""
    opening = shown(opening_id=opening_id)
    gone, _ = OpeningVote.objects.filter(opening=opening, account_id=by).delete()
    if gone:
        OpeningRequest.objects.filter(pk=opening.id).update(votes=F("votes") - 1)
        record(by=by, action="opening.unvote", object_type=FAMILY.value, object_id=opening.id, detail={}, at=at)
    return bool(gone)


@transaction.atomic
def follow_opening(*, opening_id: str, by: str, at: datetime) -> None:
    """Be told what becomes of a request. Raises NotFoundError."""
    opening = shown(opening_id=opening_id)
    OpeningFollow.objects.get_or_create(opening=opening, account_id=by, defaults={"at": at})


@transaction.atomic
def unfollow_opening(*, opening_id: str, by: str) -> None:
    """Be told no more. Raises NotFoundError."""
    OpeningFollow.objects.filter(opening=shown(opening_id=opening_id), account_id=by).delete()
