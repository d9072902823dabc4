"""What the steps of a sharing request share: its locked row, its clocks, its notices."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from zhanqiao.core_services.data_requests.models import SharingRequest
from zhanqiao.core_services.data_requests.operations.steps import end_clocks_of, step, term_until
from zhanqiao.core_services.data_requests.rules import (
    SHARING_STATES,
    SHARING_STEPS,
    Family,
    SharingState,
    require_step,
)
from zhanqiao.core_services.data_requests.rules.places import officers_page
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.notices.operations import tell

FAMILY = Family.SHARING
ANSWERS = ("share_unconditional", "share_conditional")
Step = tuple[SharingState, SharingState]
NEWS = Text("共享申请“{title_zh}”：{state_zh}", "Sharing request '{title_en}': {state_en}")


def locked(*, sharing_id: str, then: SharingState | None = None, now: SharingState | None = None) -> SharingRequest:
    """Return a request, locked; with ``then`` only if it may go there, with ``now`` only from that state.

    Raises NotFoundError, RequestStepError.
    """
    rows = SharingRequest.objects.select_for_update(of=("self",)).select_related("dataset")
    found = rows.filter(pk=sharing_id).first()
    if found is None:
        raise NotFoundError(what=sharing_id)
    if then is not None:
        require_next(found, then, now=(now,) if now else None)
    return found


def require_next(
    sharing: SharingRequest, then: SharingState, /, *, now: Collection[SharingState] | None = None
) -> None:
    """Raise RequestStepError unless a request may go to ``then``, and comes from one of ``now`` where they are given."""
    steps = SHARING_STEPS if now is None or sharing.state in now else frozenset[Step]()
    require_step(now=SharingState(sharing.state), then=then, steps=steps, words=SHARING_STATES)


def move(
    sharing: SharingRequest,
    then: SharingState,
    /,
    *,
    by: str,
    at: datetime,
    reason: str = "",
    office_id: str | None = None,
    **detail: Any,
) -> None:
    """Save a request in its new state, tell whoever drew it up, and write the step down."""
    sharing.state = then.value
    sharing.save()
    if by != sharing.account_id:
        words, title = SHARING_STATES[then], title_of(sharing)
        said = NEWS.filled(title_zh=title.zh, title_en=title.en, state_zh=words.zh, state_en=words.en)
        tell(account_ids=[sharing.account_id], kind="sharing", text=said, url=page_of(sharing), at=at)
    step(
        family=FAMILY,
        request_id=sharing.id,
        state=then.value,
        by=by,
        at=at,
        reason=reason,
        office_id=office_id,
        **detail,
    )


def title_of(sharing: SharingRequest) -> Text:
    """Return what the clock of a request is called: its dataset's title."""
    dataset = sharing.dataset
    return Text(dataset.title_zh, dataset.title_en or dataset.title_zh)


def page_of(sharing: SharingRequest) -> str:
    """Return the request's page."""
    return officers_page(family=FAMILY.value, request_id=sharing.id)


def start_clock(
    sharing: SharingRequest,
    duty: str,
    /,
    *,
    role: Role,
    department_id: str | None,
    by: str,
    at: datetime,
    until: date | None = None,
) -> None:
    """Start a clock that an office holds, for the duty's own term or until a day."""
    deadlines.start_clock(
        duty=duty,
        object_type=FAMILY.value,
        object_id=sharing.id,
        title=title_of(sharing),
        url=page_of(sharing),
        role=role,
        department_id=department_id,
        received_at=at,
        by=by,
        term=term_until(day=until, at=at) if until else None,
    )


def end_clocks(sharing: SharingRequest, /, *duties: str, outcome: str, by: str, at: datetime) -> None:
    """End the clocks of these duties that run."""
    end_clocks_of(*duties, family=FAMILY, request_id=sharing.id, outcome=outcome, by=by, at=at)
