"""What follows the supply: keys, records of use, suspension, rectification, the end (art 25, 27, 29)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from zhanqiao.core_services.data_requests.models import SharingRequest, SharingUse
from zhanqiao.core_services.data_requests.operations.sharing.moving import (
    FAMILY,
    end_clocks,
    locked,
    move,
    start_clock,
)
from zhanqiao.core_services.data_requests.operations.steps import EXPIRED, require_future
from zhanqiao.core_services.data_requests.rules import SharingState, require_reason
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.people.access.operations import move_data_grant, renew_grant_key
from zhanqiao.people.access.rules import GrantState
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.rules import SYSTEM


@transaction.atomic
def renew_sharing_key(*, sharing_id: str, by: str, at: datetime) -> str:
    """Make the key of the grant anew and return its secret, shown once. Raises NotFoundError, GrantStepError."""
    return renew_grant_key(grant_id=locked(sharing_id=sharing_id).grant_id, by=by, at=at)


@transaction.atomic
def record_sharing_use(
    *,
    sharing_id: str,
    scene: str,
    process: str,
    results: str,
    storage: str,
    disposal: str,
    by: str,
    at: datetime,
) -> None:
    """Write down how shared data were used, stored and disposed of (art 29). Raises ReasonNeededError."""
    sharing = locked(sharing_id=sharing_id)
    for text in (scene, process, results):
        require_reason(reason=text)
    SharingUse.objects.create(
        request=sharing,
        scene=scene.strip(),
        process=process.strip(),
        results=results.strip(),
        storage=storage.strip(),
        disposal=disposal.strip(),
        by=by,
        at=at,
    )
    record(by=by, action="sharing.record_use", object_type=FAMILY.value, object_id=sharing_id, detail={}, at=at)


@transaction.atomic
def suspend_sharing(
    *, sharing_id: str, reason: str, rectify_by: date, office_id: str | None, by: str, at: datetime
) -> None:
    """Suspend sharing at once until the asker has rectified, by a date.

    Raises RequestStepError, ReasonNeededError, FormRefusedError for a date that is over.
    """
    sharing = locked(sharing_id=sharing_id, then=SharingState.SUSPENDED)
    require_reason(reason=reason)
    require_future(rectify_by=rectify_by, at=at)
    sharing.rectify_by = rectify_by
    move_data_grant(grant_id=sharing.grant_id, state=GrantState.SUSPENDED, reason=reason, by=by, at=at)
    asker = sharing.asker_id
    start_clock(sharing, "rectification", role=Role.officer, department_id=asker, by=by, at=at, until=rectify_by)
    move(sharing, SharingState.SUSPENDED, by=by, at=at, reason=reason, office_id=office_id)


@transaction.atomic
def resume_sharing(*, sharing_id: str, reason: str, office_id: str | None, by: str, at: datetime) -> None:
    """Find it rectified and go on sharing. Raises RequestStepError, ReasonNeededError."""
    sharing = locked(sharing_id=sharing_id, then=SharingState.SUPPLIED, now=SharingState.SUSPENDED)
    require_reason(reason=reason)
    sharing.rectify_by = None
    move_data_grant(grant_id=sharing.grant_id, state=GrantState.ACTIVE, reason=reason, by=by, at=at)
    end_clocks(sharing, "rectification", outcome="rectified", by=by, at=at)
    move(sharing, SharingState.SUPPLIED, by=by, at=at, reason=reason, office_id=office_id)


@transaction.atomic
def end_sharing(*, sharing_id: str, reason: str, office_id: str | None, by: str, at: datetime) -> None:
    """End sharing for good. Raises RequestStepError, ReasonNeededError."""
    sharing = locked(sharing_id=sharing_id, then=SharingState.ENDED)
    require_reason(reason=reason)
    sharing.rectify_by = None
    move_data_grant(grant_id=sharing.grant_id, state=GrantState.ENDED, reason=reason, by=by, at=at)
    end_clocks(sharing, "rectification", outcome="ended", by=by, at=at)
    move(sharing, SharingState.ENDED, by=by, at=at, reason=reason, office_id=office_id)


def end_expired_sharing(*, at: datetime) -> int:
    """End sharing that ran out of its time, in the name of the system; return how much. Safe to repeat."""
    today = at.astimezone(CITY_TIME).date()
    found = SharingRequest.objects.filter(
        state__in=[SharingState.SUPPLIED.value, SharingState.SUSPENDED.value], to_on__lt=today
    )
    ids = list(found.values_list("id", flat=True))
    for one in ids:
        end_sharing(sharing_id=one, reason=EXPIRED.zh, office_id=None, by=SYSTEM, at=at)
    return len(ids)
