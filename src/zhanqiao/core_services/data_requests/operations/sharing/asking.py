"""What the asking department does: drawing up, its head's consent, supplementing, withdrawing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.data_requests.models import SharingRequest
from zhanqiao.core_services.data_requests.operations.sharing.answering import consented
from zhanqiao.core_services.data_requests.operations.sharing.moving import (
    ANSWERS,
    FAMILY,
    end_clocks,
    locked,
    move,
    start_clock,
)
from zhanqiao.core_services.data_requests.rules import (
    SharingForm,
    SharingState,
    is_consented_at_once,
    require_form,
    require_other_hands,
    require_reason,
    sharing_duty,
    sharing_problems,
)
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.rules import SYSTEM

AUTOMATIC = "无条件共享：按目录即时同意（政务数据共享条例第14、21条）"


@transaction.atomic
def draw_up_sharing(*, dataset_id: str, asker_id: str, form: SharingForm, by: str, at: datetime) -> str:
    """Draw a request up for a department and return its id; it waits for the consent of that department's head.

    Raises FormRefusedError, NotFoundError.
    """
    dataset = catalogue.dataset_card(id=dataset_id, card=ANONYMOUS)
    problems = sharing_problems(
        form=form,
        share_type=dataset.entry.share_type,
        is_own=dataset.department.id == asker_id,
        on=at.astimezone(CITY_TIME).date(),
    )
    require_form(problems=problems)
    sharing = SharingRequest.objects.create(
        dataset_id=dataset_id,
        asker_id=asker_id,
        account_id=by,
        share_type=dataset.entry.share_type,
        state=SharingState.DRAWN_UP.value,
        drawn_up_at=at,
        **asdict(form),
    )
    move(sharing, SharingState.DRAWN_UP, by=by, at=at, office_id=asker_id, dataset=dataset_id)
    return sharing.id


@transaction.atomic
def consent_as_asker(*, sharing_id: str, by: str, at: datetime) -> None:
    """Give the asking head's consent: the provider's clock begins, or the catalogue consents at once.

    Raises RequestStepError, SameHandsError.
    """
    sharing = locked(sharing_id=sharing_id, then=SharingState.ASKED, now=SharingState.DRAWN_UP)
    require_other_hands(by=by, asked_by=sharing.account_id)
    provider = sharing.dataset.department_id
    duty = sharing_duty(share_type=sharing.share_type)
    start_clock(sharing, duty, role=Role.reviewer, department_id=provider, by=by, at=at)
    move(sharing, SharingState.ASKED, by=by, at=at, office_id=sharing.asker_id)
    if is_consented_at_once(share_type=sharing.share_type):
        consented(sharing, reason=AUTOMATIC, office_id=provider, by=SYSTEM, at=at)


@transaction.atomic
def supplement_sharing(*, sharing_id: str, note: str, by: str, at: datetime) -> None:
    """Say what was missing; the provider's clock goes on. Raises RequestStepError, ReasonNeededError."""
    sharing = locked(sharing_id=sharing_id, then=SharingState.ASKED, now=SharingState.INCOMPLETE)
    require_reason(reason=note)
    duty = sharing_duty(share_type=sharing.share_type)
    deadlines.resume_clock(duty=duty, object_type=FAMILY.value, object_id=sharing_id, by=by, at=at)
    move(sharing, SharingState.ASKED, by=by, at=at, reason=note, office_id=sharing.asker_id)


@transaction.atomic
def withdraw_sharing(*, sharing_id: str, by: str, at: datetime) -> None:
    """Take a request back before it was answered. Raises RequestStepError."""
    sharing = locked(sharing_id=sharing_id, then=SharingState.WITHDRAWN)
    end_clocks(sharing, *ANSWERS, outcome="withdrawn", by=by, at=at)
    move(sharing, SharingState.WITHDRAWN, by=by, at=at, office_id=sharing.asker_id)
