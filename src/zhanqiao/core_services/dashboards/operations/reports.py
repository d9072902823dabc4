"""Reports of dashboards: chosen, ended, and told when their turn comes.

What is told is a notice and a mail in one transaction with the step of the report, which moves only from where it was read:
each turn is told once. The paper itself is made when the mail is sent, under what its account may see then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog
from django.db import transaction

from zhanqiao.core_services.dashboards.models import DashboardReport
from zhanqiao.core_services.dashboards.queries import DashboardCard, dashboard_card
from zhanqiao.core_services.dashboards.queries.reports import release_numbers
from zhanqiao.core_services.dashboards.rules import ReportRhythm, TooManyReportsError
from zhanqiao.core_services.dashboards.rules.reports import MOST_REPORTS, REPORTED, is_report_due
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.audit.operations import record
from zhanqiao.people.notices.operations import tell

KIND = "report"
PLACE = "/dashboards/reports/"
log = structlog.get_logger(__name__)


@transaction.atomic
def choose_report(
    *, dashboard: DashboardCard, account_id: str, rhythm: ReportRhythm, chosen: Mapping[str, str], at: datetime
) -> str:
    """Choose a report of a dashboard, or change when it goes; return its id. Raises TooManyReportsError."""
    mine = DashboardReport.objects.filter(account_id=account_id, ended_at=None)
    numbers = dict(release_numbers(spec=dashboard.spec, card=card_of(account_id=account_id)))
    there = mine.filter(dashboard_id=dashboard.id).first()
    if there is None and mine.count() >= MOST_REPORTS:
        raise TooManyReportsError
    told = {"rhythm": rhythm.value, "chosen": dict(chosen), "known": numbers, "began_at": at}
    row, _ = DashboardReport.objects.update_or_create(
        account_id=account_id, dashboard_id=dashboard.id, ended_at=None, defaults=told
    )
    record(by=account_id, action="report.choose", object_type="report", object_id=row.id, detail={}, at=at)
    return row.id


@transaction.atomic
def end_report(*, report_id: str, account_id: str, at: datetime) -> None:
    """End a report. Raises NotFoundError for another's."""
    rows = DashboardReport.objects.filter(pk=report_id, account_id=account_id, ended_at=None)
    if not rows.update(ended_at=at):
        raise NotFoundError(what=report_id)
    record(by=account_id, action="report.end", object_type="report", object_id=report_id, detail={}, at=at)


def send_reports(*, at: datetime) -> int:
    """Tell the reports whose turn came to those who still may see the dashboard; return how many. The job process calls it."""
    rows = DashboardReport.objects.filter(ended_at=None, account__closed_at=None, dashboard__removed_at=None)
    told = 0
    for row in rows.select_related("dashboard").order_by("id"):
        try:
            told += _look(row, at)
        except NotFoundError:
            log.info("report not sent: the dashboard is not open to its account", report=row.id)
        except Exception:  # one report's failure holds up no other; it is tried again in the next round
            log.exception("report not sent; trying again", report=row.id)
    return told


def _look(row: DashboardReport, at: datetime) -> int:
    card = card_of(account_id=row.account_id)
    dashboard = dashboard_card(slug=row.dashboard.slug, card=card)
    rhythm = ReportRhythm(row.rhythm)
    numbers = dict(release_numbers(spec=dashboard.spec, card=card)) if rhythm is ReportRhythm.RELEASE else {}
    since = max(row.began_at, row.sent_at or row.began_at)
    if not is_report_due(rhythm=rhythm, since=since, sent_at=row.sent_at, known=row.known, numbers=numbers, at=at):
        fresh = {table: number for table, number in numbers.items() if table not in row.known}
        if fresh:  # tables that came onto the dashboard meanwhile: what is there counts as known
            DashboardReport.objects.filter(pk=row.pk, sent_at=row.sent_at).update(known=row.known | fresh)
        return 0
    return _tell(row, dashboard, numbers, at)


def _tell(row: DashboardReport, dashboard: DashboardCard, numbers: Mapping[str, int], at: datetime) -> int:
    day = at.astimezone(CITY_TIME).date().isoformat()
    text = REPORTED.filled(title_zh=dashboard.title.zh, title_en=dashboard.title.en, day=day)
    with transaction.atomic():
        here = DashboardReport.objects.filter(pk=row.pk, sent_at=row.sent_at, ended_at=None)
        if not here.update(sent_at=at, known=row.known | dict(numbers)):
            return 0  # another process was quicker, or it was ended
        return tell(account_ids=[row.account_id], kind=KIND, text=text, url=f"{PLACE}{row.id}/", at=at)
