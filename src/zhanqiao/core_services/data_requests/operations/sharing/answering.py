"""What the providing department does: telling what is missing, consenting, refusing, supplying."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction

from zhanqiao.core_services.data_requests.models import SharingRequest
from zhanqiao.core_services.data_requests.operations.sharing.moving import (
    ANSWERS,
    FAMILY,
    end_clocks,
    locked,
    move,
    page_of,
    start_clock,
    title_of,
)
from zhanqiao.core_services.data_requests.operations.steps import require_not_told
from zhanqiao.core_services.data_requests.rules import (
    SharingState,
    quota_problems,
    require_form,
    require_other_hands,
    require_reason,
    sharing_duty,
)
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.deadlines import Term, Unit
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import give_data_grant
from zhanqiao.people.access.rules import Basis, Way
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.notices.operations import tell

OVER = Text("使用时限已过，请需求部门重新申请。", "The time of use is over; the asking office asks again.")
LATER = Text(
    "共享申请“{title_zh}”的答复延长{days}个工作日：{reason}",
    "The answer to the sharing request '{title_en}' takes {days} working days more: {reason}",
)


@transaction.atomic
def tell_sharing_incomplete(*, sharing_id: str, missing: str, by: str, at: datetime) -> None:
    """Tell the asker, once, everything that is missing (art 21); the clock stops.

    Raises RequestStepError, ReasonNeededError, ToldTwiceError.
    """
    sharing = locked(sharing_id=sharing_id, then=SharingState.INCOMPLETE)
    require_reason(reason=missing)
    require_not_told(family=FAMILY, request_id=sharing_id, state=SharingState.INCOMPLETE.value)
    duty = sharing_duty(share_type=sharing.share_type)
    deadlines.pause_clock(duty=duty, object_type=FAMILY.value, object_id=sharing_id, reason="补正", by=by, at=at)
    office = sharing.dataset.department_id
    move(sharing, SharingState.INCOMPLETE, by=by, at=at, reason=missing, office_id=office)


@transaction.atomic
def consent_sharing(*, sharing_id: str, by: str, at: datetime) -> None:
    """Give the providing head's consent; the 20 working days of supply begin (art 22).

    Raises RequestStepError, SameHandsError.
    """
    sharing = locked(sharing_id=sharing_id, then=SharingState.CONSENTED, now=SharingState.ASKED)
    require_other_hands(by=by, asked_by=sharing.account_id)
    consented(sharing, reason="", office_id=sharing.dataset.department_id, by=by, at=at)


@transaction.atomic
def refuse_sharing(*, sharing_id: str, reason: str, by: str, at: datetime) -> None:
    """Refuse, with the reason (art 21). Raises RequestStepError, ReasonNeededError."""
    sharing = locked(sharing_id=sharing_id, then=SharingState.REFUSED, now=SharingState.ASKED)
    require_reason(reason=reason)
    end_clocks(sharing, *ANSWERS, outcome="refused", by=by, at=at)
    office = sharing.dataset.department_id
    move(sharing, SharingState.REFUSED, by=by, at=at, reason=reason, office_id=office)


@transaction.atomic
def extend_sharing(*, sharing_id: str, days: int, reason: str, approver: str, by: str, at: datetime) -> None:
    """Extend the answer with the authority's agreement, and tell the asker (art 21: at most 10 working days).

    Raises ReasonNeededError, ClockNotRunningError, ExtensionTooLongError.
    """
    sharing = locked(sharing_id=sharing_id)
    require_reason(reason=reason)
    deadlines.extend_clock(
        duty=sharing_duty(share_type=sharing.share_type),
        object_type=FAMILY.value,
        object_id=sharing_id,
        term=Term(days, Unit.WORKING_DAYS),
        approver=approver,
        reason=reason,
        by=by,
        at=at,
    )
    title = title_of(sharing)
    said = LATER.filled(title_zh=title.zh, title_en=title.en, days=days, reason=reason)
    tell(account_ids=[sharing.account_id], kind="sharing", text=said, url=page_of(sharing), at=at)


@transaction.atomic
def supply_sharing(*, sharing_id: str, per_day: int, by: str, at: datetime) -> None:
    """Supply the data: the asker's data grant begins, with ``per_day`` uses a day. The asker makes its key.

    Raises RequestStepError, SameHandsError, FormRefusedError, KeyRefusedError.
    """
    sharing = locked(sharing_id=sharing_id, then=SharingState.SUPPLIED, now=SharingState.CONSENTED)
    require_other_hands(by=by, asked_by=sharing.account_id)
    is_over = sharing.to_on < at.astimezone(CITY_TIME).date()
    problems = {"to_on": OVER} if is_over else {}
    require_form(problems=problems | quota_problems(per_day=per_day))
    sharing.grant_id, _ = give_data_grant(
        account_id=sharing.account_id,
        dataset_id=sharing.dataset_id,
        basis=Basis.SHARING,
        way=Way(sharing.way),
        purpose=sharing.scene,
        from_at=at,
        to_at=datetime.combine(sharing.to_on + timedelta(days=1), time.min, tzinfo=CITY_TIME),
        per_day=per_day,
        by=by,
        at=at,
    )
    end_clocks(sharing, "share_supply", outcome="supplied", by=by, at=at)
    office = sharing.dataset.department_id
    move(sharing, SharingState.SUPPLIED, by=by, at=at, office_id=office, grant=sharing.grant_id)


def consented(sharing: SharingRequest, /, *, reason: str, office_id: str | None, by: str, at: datetime) -> None:
    """Note a consent, whoever gave it; supply is due from now on."""
    end_clocks(sharing, *ANSWERS, outcome="consented", by=by, at=at)
    provider = sharing.dataset.department_id
    start_clock(sharing, "share_supply", role=Role.officer, department_id=provider, by=by, at=at)
    move(sharing, SharingState.CONSENTED, by=by, at=at, reason=reason, office_id=office_id)
