"""What offices do: the authority checks the materials, the owner of the data decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.data_requests.operations.applications.agreeing import offer
from zhanqiao.core_services.data_requests.operations.applications.moving import (
    FAMILY,
    applicants_clock,
    end_clocks,
    locked,
    move,
    office_clock,
)
from zhanqiao.core_services.data_requests.operations.personal import require_nothing_personal
from zhanqiao.core_services.data_requests.operations.steps import require_not_told
from zhanqiao.core_services.data_requests.rules import ApplicationState, require_other_hands, require_reason
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.people.accounts.rules import Role


@transaction.atomic
def tell_application_incomplete(*, application_id: str, missing: str, by: str, at: datetime) -> None:
    """Tell the applicant, once, everything that is missing; the clock stops until it comes.

    Raises RequestStepError, ReasonNeededError, ToldTwiceError.
    """
    application = locked(application_id=application_id, then=ApplicationState.INCOMPLETE)
    require_reason(reason=missing)
    require_not_told(family=FAMILY, request_id=application_id, state=ApplicationState.INCOMPLETE.value)
    deadlines.pause_clock(
        duty="completeness_check", object_type=FAMILY.value, object_id=application_id, reason="补正", by=by, at=at
    )
    applicants_clock(application, "supplement", by=by, at=at)
    move(application, ApplicationState.INCOMPLETE, by=by, at=at, reason=missing)


@transaction.atomic
def pass_application_on(*, application_id: str, by: str, at: datetime) -> None:
    """Find the materials complete and pass the application to the owner of the data. Raises RequestStepError, SameHandsError."""
    application = locked(application_id=application_id, then=ApplicationState.DECIDING)
    require_other_hands(by=by, asked_by=application.account_id)
    owner = application.dataset.department_id
    end_clocks(application, "completeness_check", outcome="complete", by=by, at=at)
    office_clock(application, "owner_decision", role=Role.reviewer, department_id=owner, by=by, at=at)
    move(application, ApplicationState.DECIDING, by=by, at=at)


@transaction.atomic
def consent_application(*, application_id: str, per_day: int, conditions: str, by: str, at: datetime) -> None:
    """Consent, and offer the agreement: ``per_day`` uses a day, ``conditions`` beyond the template's.

    Raises RequestStepError, SameHandsError, FormRefusedError for a quota out of bounds.
    """
    application = locked(application_id=application_id, then=ApplicationState.AGREEING)
    require_other_hands(by=by, asked_by=application.account_id)
    offer(application=application, per_day=per_day, conditions=conditions, by=by, at=at)
    application.decided_at = at
    end_clocks(application, "owner_decision", outcome="consented", by=by, at=at)
    applicants_clock(application, "agreement", by=by, at=at)
    office = application.dataset.department_id
    move(application, ApplicationState.AGREEING, by=by, at=at, office_id=office, per_day=per_day)


@transaction.atomic
def refuse_application(*, application_id: str, reason: str, by: str, at: datetime) -> None:
    """Refuse, with the reason the applicant and the public are told. Raises RequestStepError, ReasonNeededError.

    Raises SameHandsError, and PersonalTextError for a reason that cannot be published.
    """
    application = locked(application_id=application_id, then=ApplicationState.REFUSED)
    require_other_hands(by=by, asked_by=application.account_id)
    require_reason(reason=reason)
    require_nothing_personal(texts={"reason": reason}, at=at)
    application.decided_at = at
    end_clocks(application, "owner_decision", outcome="refused", by=by, at=at)
    office = application.dataset.department_id
    move(application, ApplicationState.REFUSED, by=by, at=at, reason=reason, office_id=office)
