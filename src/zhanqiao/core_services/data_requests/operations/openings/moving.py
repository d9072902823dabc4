"""What the steps of an opening request share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhanqiao.core_services.data_requests.models import OpeningRequest
from zhanqiao.core_services.data_requests.operations.steps import step
from zhanqiao.core_services.data_requests.rules import (
    OPENING_STATES,
    OPENING_STEPS,
    Family,
    OpeningState,
    require_step,
)
from zhanqiao.core_services.data_requests.rules.places import officers_page, public_page
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.notices.operations import tell

FAMILY = Family.OPENING
DUTY = "request_answer"
NEWS = Text("您关注的数据需求“{title}”：{state_zh}", "A request for data that you follow, '{title}': {state_en}")


def shown(*, opening_id: str) -> OpeningRequest:
    """Return a request, locked; where it was merged, the one it became. Raises NotFoundError."""
    found = OpeningRequest.objects.select_for_update().filter(pk=opening_id).first()
    while found is not None and found.merged_into_id:
        found = OpeningRequest.objects.select_for_update().get(pk=found.merged_into_id)
    if found is None:
        raise NotFoundError(what=opening_id)
    return found


def locked(*, opening_id: str, then: OpeningState) -> OpeningRequest:
    """Return a request, locked, if it may go into a state. Raises NotFoundError, RequestStepError."""
    found = OpeningRequest.objects.select_for_update().filter(pk=opening_id).first()
    if found is None:
        raise NotFoundError(what=opening_id)
    require_step(now=OpeningState(found.state), then=then, steps=OPENING_STEPS, words=OPENING_STATES)
    return found


def move(
    opening: OpeningRequest,
    then: OpeningState,
    /,
    *,
    by: str,
    at: datetime,
    reason: str = "",
    office_id: str | None = None,
    **detail: Any,
) -> None:
    """Save a request in its new state, tell its followers, and write the step down."""
    opening.state = then.value
    opening.save()
    said = NEWS.filled(title=opening.title, state_zh=OPENING_STATES[then].zh, state_en=OPENING_STATES[then].en)
    who = [one for one in opening.followers.values_list("account_id", flat=True) if one != by]
    tell(account_ids=who, kind="opening", text=said, url=public_page(opening_id=opening.id), at=at)
    step(
        family=FAMILY,
        request_id=opening.id,
        state=then.value,
        by=by,
        at=at,
        reason=reason,
        office_id=office_id,
        **detail,
    )


def start_answer_clock(opening: OpeningRequest, /, *, by: str, at: datetime) -> None:
    """Start the clock of the answer: held by the department it was forwarded to, until then by the authority."""
    department = opening.department_id
    deadlines.start_clock(
        duty=DUTY,
        object_type=FAMILY.value,
        object_id=opening.id,
        title=Text(opening.title, opening.title),
        url=officers_page(family=FAMILY.value, request_id=opening.id),
        role=Role.officer if department else Role.authority,
        department_id=department,
        received_at=at,
        by=by,
    )


def end_answer_clock(opening: OpeningRequest, /, *, outcome: str, by: str, at: datetime) -> None:
    """End the clock of the answer if it runs."""
    deadlines.end_clock(duty=DUTY, object_type=FAMILY.value, object_id=opening.id, outcome=outcome, by=by, at=at)
