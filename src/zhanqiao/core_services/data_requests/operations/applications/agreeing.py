"""The agreement: offered by the owner, accepted by the applicant, and then the data grant."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction

from zhanqiao.core_services.data_requests.models import Agreement, DataApplication, UseReport
from zhanqiao.core_services.data_requests.operations.applications.moving import (
    applicants_clock,
    end_clocks,
    locked,
    move,
    title_of,
)
from zhanqiao.core_services.data_requests.rules import (
    AGREEMENT_VERSION,
    REPORT_MONTHS,
    WAYS,
    AgreementFacts,
    ApplicationState,
    agreement_text,
    quota_problems,
    report_dates,
    require_form,
)
from zhanqiao.core_services.deadlines.queries import terms
from zhanqiao.core_services.deadlines.rules import duty_of
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.deadlines import Unit
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import give_data_grant, renew_grant_key
from zhanqiao.people.access.rules import Basis, Way
from zhanqiao.people.departments.queries import cards_by_id

OVER = Text("使用期限已过，请重新申请。", "The time of use is over; apply again.")


class AgreementSupersededError(ZhanqiaoError):
    """A newer version of the agreement was offered; none was accepted."""

    status = 409
    code = "agreement-superseded"
    sentence = Text(
        zh="协议已有新版本（第{number}版），没有签订。请阅读新版本后再接受。",
        en="The agreement has a newer version, no. {number}; nothing was accepted. Read it and accept that one.",
    )


def offer(*, application: DataApplication, per_day: int, conditions: str, by: str, at: datetime) -> Agreement:
    """Write the next version of an application's agreement. Raises FormRefusedError."""
    require_form(problems=quota_problems(per_day=per_day))
    facts = AgreementFacts(
        owner=cards_by_id()[application.dataset.department_id].name,
        applicant=application.applicant,
        credit_code=application.credit_code,
        dataset=title_of(application),
        purpose=application.purpose,
        scene=application.scene,
        scope=application.scope,
        way=WAYS[Way(application.way)],
        from_on=application.from_on.isoformat(),
        to_on=application.to_on.isoformat(),
        per_day=per_day,
        months=report_months(),
        conditions=conditions.strip(),
    )
    text = agreement_text(facts=facts)
    return Agreement.objects.create(
        application=application,
        number=application.agreements.count() + 1,
        template=AGREEMENT_VERSION,
        text_zh=text.zh,
        text_en=text.en,
        per_day=per_day,
        offered_by=by,
        offered_at=at,
    )


@transaction.atomic
def revise_agreement(*, application_id: str, per_day: int, conditions: str, by: str, at: datetime) -> None:
    """Offer another version before one was accepted. Raises RequestStepError, FormRefusedError."""
    application = locked(application_id=application_id, then=ApplicationState.GRANTED, now=ApplicationState.AGREEING)
    offered = offer(application=application, per_day=per_day, conditions=conditions, by=by, at=at)
    office = application.dataset.department_id
    move(application, ApplicationState.AGREEING, by=by, at=at, office_id=office, agreement=offered.number)


@transaction.atomic
def accept_agreement(*, application_id: str, number: int, by: str, at: datetime) -> str:
    """Accept the newest version; the grant begins. Return the secret of its key, which is shown once.

    Raises RequestStepError, AgreementSupersededError, KeyRefusedError, FormRefusedError when the agreed time is over.
    """
    application = locked(application_id=application_id, then=ApplicationState.GRANTED, now=ApplicationState.AGREEING)
    newest = application.agreements.last()
    if newest is None or newest.number != number:
        raise AgreementSupersededError(number=newest.number if newest else 0)
    today = at.astimezone(CITY_TIME).date()
    require_form(problems={"to_on": OVER} if application.to_on < today else {})
    newest.accepted_by, newest.accepted_at = by, at
    newest.save(update_fields=["accepted_by", "accepted_at"])
    application.grant_id, secret = _granted(application, per_day=newest.per_day, by=by, at=at)
    first = max(application.from_on, today)
    dates = report_dates(from_on=first, to_on=application.to_on, months=report_months())
    UseReport.objects.bulk_create(UseReport(application=application, due_on=due) for due in dates)
    end_clocks(application, "agreement", outcome="accepted", by=by, at=at)
    applicants_clock(application, "use_report", by=by, at=at, until=dates[0])
    move(application, ApplicationState.GRANTED, by=by, at=at, grant=application.grant_id, agreement=number)
    return secret


@transaction.atomic
def renew_application_key(*, application_id: str, by: str, at: datetime) -> str:
    """Replace the key of an application's grant and return the new secret. Raises NotFoundError, GrantStepError."""
    application = locked(application_id=application_id)
    return renew_grant_key(grant_id=application.grant_id, by=by, at=at)


def report_months() -> int:
    """Return after how many months a report of use is due: the city's term where it counts in months."""
    term = duty_of(code="use_report", terms=terms()).term
    return term.amount if term.unit is Unit.MONTHS else REPORT_MONTHS


def _granted(application: DataApplication, *, per_day: int, by: str, at: datetime) -> tuple[str, str]:
    end = datetime.combine(application.to_on + timedelta(days=1), time.min, tzinfo=CITY_TIME)
    return give_data_grant(
        account_id=application.account_id,
        dataset_id=application.dataset_id,
        basis=Basis.APPLICATION,
        way=Way(application.way),
        purpose=application.purpose,
        from_at=max(at, _midnight(application)),
        to_at=end,
        per_day=per_day,
        by=by,
        at=at,
    )


def _midnight(application: DataApplication) -> datetime:
    return datetime.combine(application.from_on, time.min, tzinfo=CITY_TIME)
