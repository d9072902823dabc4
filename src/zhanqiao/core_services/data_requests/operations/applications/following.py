"""What follows the grant: reports of use, suspension, rectification, the end."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from zhanqiao.core_services.data_requests.models import DataApplication
from zhanqiao.core_services.data_requests.operations.applications.moving import (
    applicants_clock,
    end_clocks,
    locked,
    move,
)
from zhanqiao.core_services.data_requests.operations.steps import EXPIRED, require_future
from zhanqiao.core_services.data_requests.rules import ApplicationState, require_other_hands, require_reason
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import move_data_grant
from zhanqiao.people.access.rules import GrantState
from zhanqiao.people.audit.rules import SYSTEM

REPORTING = (ApplicationState.GRANTED, ApplicationState.SUSPENDED, ApplicationState.ENDED)


class NoReportDueError(ZhanqiaoError):
    """All reports of use were given; nothing was saved."""

    status = 409
    code = "no-report-due"
    sentence = Text(zh="没有待提交的利用情况报告，没有保存。", en="No report of use is due; nothing was saved.")


@transaction.atomic
def report_use(*, application_id: str, use: str, results: str, by: str, at: datetime) -> None:
    """Give the report of use that is due next, also the last one after the end. Raises NoReportDueError, ReasonNeededError for an empty one."""
    application = locked(application_id=application_id)
    due = application.reports.filter(at__isnull=True).first()
    if due is None or application.state not in REPORTING:
        raise NoReportDueError
    require_reason(reason=use)
    due.use, due.results, due.at = use.strip(), results.strip(), at
    due.save()
    end_clocks(application, "use_report", outcome="reported", by=by, at=at)
    following = application.reports.filter(at__isnull=True).first()
    if following:
        applicants_clock(application, "use_report", by=by, at=at, until=following.due_on)
    move(application, ApplicationState(application.state), by=by, at=at, report=due.due_on.isoformat())


@transaction.atomic
def suspend_application(
    *, application_id: str, reason: str, rectify_by: date, office_id: str | None, by: str, at: datetime
) -> None:
    """Suspend the grant at once until the applicant has rectified, by a date.

    Raises RequestStepError, ReasonNeededError, FormRefusedError for a date that is over.
    """
    application = locked(application_id=application_id, then=ApplicationState.SUSPENDED)
    require_reason(reason=reason)
    require_future(rectify_by=rectify_by, at=at)
    application.rectify_by = rectify_by
    move_data_grant(grant_id=application.grant_id, state=GrantState.SUSPENDED, reason=reason, by=by, at=at)
    applicants_clock(application, "rectification", by=by, at=at, until=rectify_by)
    move(application, ApplicationState.SUSPENDED, by=by, at=at, reason=reason, office_id=office_id)


@transaction.atomic
def resume_application(*, application_id: str, reason: str, office_id: str | None, by: str, at: datetime) -> None:
    """Find it rectified and let the grant go on. Raises RequestStepError, ReasonNeededError, SameHandsError."""
    application = locked(application_id=application_id, then=ApplicationState.GRANTED, now=ApplicationState.SUSPENDED)
    require_other_hands(by=by, asked_by=application.account_id)
    require_reason(reason=reason)
    application.rectify_by = None
    move_data_grant(grant_id=application.grant_id, state=GrantState.ACTIVE, reason=reason, by=by, at=at)
    end_clocks(application, "rectification", outcome="rectified", by=by, at=at)
    move(application, ApplicationState.GRANTED, by=by, at=at, reason=reason, office_id=office_id)


@transaction.atomic
def end_application(*, application_id: str, reason: str, office_id: str | None, by: str, at: datetime) -> None:
    """End the grant for good; a last report of use is due that day. Raises RequestStepError, ReasonNeededError."""
    application = locked(application_id=application_id, then=ApplicationState.ENDED)
    require_reason(reason=reason)
    application.rectify_by = None
    move_data_grant(grant_id=application.grant_id, state=GrantState.ENDED, reason=reason, by=by, at=at)
    end_clocks(application, "rectification", outcome="ended", by=by, at=at)
    end_clocks(application, "use_report", outcome="ended", by=by, at=at)
    today = at.astimezone(CITY_TIME).date()
    if _last_report_is_due(application, on=today):
        applicants_clock(application, "use_report", by=by, at=at, until=today)
    move(application, ApplicationState.ENDED, by=by, at=at, reason=reason, office_id=office_id)


def end_expired_applications(*, at: datetime) -> int:
    """End what ran out of its agreed time, in the name of the system; return how many. Safe to repeat."""
    today = at.astimezone(CITY_TIME).date()
    found = DataApplication.objects.filter(
        state__in=[ApplicationState.GRANTED.value, ApplicationState.SUSPENDED.value], to_on__lt=today
    )
    ids = list(found.values_list("id", flat=True))
    for one in ids:
        end_application(application_id=one, reason=EXPIRED.zh, office_id=None, by=SYSTEM, at=at)
    return len(ids)


def _last_report_is_due(application: DataApplication, *, on: date) -> bool:
    """Make the next report the last one, due on the day of the end; say whether there is one."""
    pending = list(application.reports.filter(at__isnull=True))
    if not pending or application.reports.filter(due_on=on, at__isnull=False).exists():
        application.reports.filter(at__isnull=True).delete()
        return False
    application.reports.filter(pk__in=[one.pk for one in pending[1:]]).delete()
    pending[0].due_on = min(pending[0].due_on, on)
    pending[0].save(update_fields=["due_on"])
    return True
