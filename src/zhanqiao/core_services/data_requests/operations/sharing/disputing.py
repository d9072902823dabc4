"""Disputes over a refusal (art 28): the offices negotiate, then the authority mediates, then the government decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.data_requests.operations.sharing.answering import consented
from zhanqiao.core_services.data_requests.operations.sharing.moving import locked, move, require_next
from zhanqiao.core_services.data_requests.rules import SharingState, require_other_hands, require_reason

HIGHER = {
    SharingState.NEGOTIATING: SharingState.MEDIATING,
    SharingState.MEDIATING: SharingState.GOVERNMENT,
}


@transaction.atomic
def dispute_sharing(*, sharing_id: str, reason: str, by: str, at: datetime) -> None:
    """Dispute a refusal: both offices negotiate. Raises RequestStepError, ReasonNeededError."""
    sharing = locked(sharing_id=sharing_id, then=SharingState.NEGOTIATING)
    require_reason(reason=reason)
    move(sharing, SharingState.NEGOTIATING, by=by, at=at, reason=reason, office_id=sharing.asker_id)


@transaction.atomic
def escalate_sharing(*, sharing_id: str, reason: str, office_id: str | None, by: str, at: datetime) -> None:
    """Take a dispute one level up. Raises RequestStepError, ReasonNeededError."""
    sharing = locked(sharing_id=sharing_id)
    then = HIGHER.get(SharingState(sharing.state), SharingState.MEDIATING)
    require_next(sharing, then)
    require_reason(reason=reason)
    move(sharing, then, by=by, at=at, reason=reason, office_id=office_id)


@transaction.atomic
def settle_sharing(
    *, sharing_id: str, is_shared: bool, reason: str, office_id: str | None, by: str, at: datetime
) -> None:
    """Settle a dispute: the data are shared, or the refusal stands.

    Raises RequestStepError, ReasonNeededError, SameHandsError.
    """
    sharing = locked(sharing_id=sharing_id)
    then = SharingState.CONSENTED if is_shared else SharingState.REFUSED
    require_next(sharing, then, now=(*HIGHER, SharingState.GOVERNMENT))
    if is_shared:
        require_other_hands(by=by, asked_by=sharing.account_id)
    require_reason(reason=reason)
    if is_shared:
        consented(sharing, reason=reason, office_id=office_id, by=by, at=at)
    else:
        move(sharing, then, by=by, at=at, reason=reason, office_id=office_id)
