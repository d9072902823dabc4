"""What every step does: a row, a line in the audit trail, an event."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction

from zhanqiao.core_services.data_requests.events import RequestMoved, request_moved
from zhanqiao.core_services.data_requests.models import RequestStep
from zhanqiao.core_services.data_requests.rules import Family, ToldTwiceError, require_form
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.deadlines import Term, Unit
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record

EXPIRED = Text("授权期满", "The time of the grant is over.")
PAST = Text("整改期限应在今天之后。", "The date to rectify by is after today.")


def step(
    *,
    family: Family,
    request_id: str,
    state: str,
    by: str,
    at: datetime,
    reason: str = "",
    office_id: str | None = None,
    **detail: Any,
) -> None:
    """Write a step down, inside the caller's transaction and as its last act; ``detail`` holds no personal data."""
    RequestStep.objects.create(
        family=family.value,
        request_id=request_id,
        state=state,
        by=by,
        at=at,
        reason=reason.strip(),
        office_id=office_id,
    )
    event = RequestMoved(family=family.value, request_id=request_id, state=state, by=by, at=at)
    transaction.on_commit(partial(request_moved.send_robust, sender=RequestMoved, event=event))
    detail = {"state": state, "office": office_id, **detail}
    record(by=by, action="request.move", object_type=family.value, object_id=request_id, detail=detail, at=at)


def end_clocks_of(*duties: str, family: Family, request_id: str, outcome: str, by: str, at: datetime) -> None:
    """End the clocks of these duties that run for a request."""
    for duty in duties:
        deadlines.end_clock(duty=duty, object_type=family.value, object_id=request_id, outcome=outcome, by=by, at=at)


def term_until(*, day: date, at: datetime) -> Term:
    """Return the term in calendar days that ends on a day: the date that people were given; one day at least."""
    return Term(max(1, (day - at.astimezone(CITY_TIME).date()).days), Unit.DAYS)


def require_future(*, rectify_by: date, at: datetime) -> None:
    """Raise FormRefusedError for a date to rectify by that is not after today."""
    require_form(problems={} if rectify_by > at.astimezone(CITY_TIME).date() else {"rectify_by": PAST})


def require_not_told(*, family: Family, request_id: str, state: str) -> None:
    """Raise ToldTwiceError when the request was in the state ``state`` (waiting for a supplement) before."""
    if RequestStep.objects.filter(family=family.value, request_id=request_id, state=state).exists():
        raise ToldTwiceError
