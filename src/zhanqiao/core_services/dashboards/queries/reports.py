"""Reports of dashboards that accounts chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zhanqiao.core_services.dashboards.models import DashboardReport
from zhanqiao.core_services.dashboards.queries.cards import dashboard_card
from zhanqiao.core_services.dashboards.queries.filters import values_in
from zhanqiao.core_services.dashboards.queries.papers import printed
from zhanqiao.core_services.dashboards.queries.tiles import dataset_named
from zhanqiao.core_services.dashboards.rules import REPORT_RHYTHMS, ReportRhythm, Spec
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report as its account reads it; ``title`` is None where the dashboard is not visible now."""

    id: str
    slug: str
    title: Text | None
    rhythm: ReportRhythm
    sent_at: datetime | None

    @property
    def rhythm_text(self) -> Text:
        """Return in words when it goes."""
        return REPORT_RHYTHMS[self.rhythm]


def reports_of(*, card: AccessCard) -> tuple[ReportCard, ...]:
    """Return the reports that the holder of ``card`` chose, the newest first."""
    rows = DashboardReport.objects.filter(account_id=card.account_id, ended_at=None).select_related("dashboard")
    return tuple(_card(row, card) for row in rows)


def report_on(*, slug: str, card: AccessCard) -> ReportCard | None:
    """Return the report of a dashboard that the holder of ``card`` chose, or None."""
    return next((one for one in reports_of(card=card) if one.slug == slug), None)


def printed_report(*, report_id: str, card: AccessCard, language: str, at: datetime) -> tuple[str, bytes]:
    """Return the dashboard's slug and the PDF of a report of one's own, read at this moment. Raises NotFoundError."""
    row = DashboardReport.objects.filter(pk=report_id, account_id=card.account_id, ended_at=None).first()
    if row is None:
        raise NotFoundError(what=report_id)
    dashboard = dashboard_card(slug=row.dashboard.slug, card=card)
    values = values_in(spec=dashboard.spec, given=row.chosen)
    return dashboard.slug, printed(dashboard=dashboard, values=values, card=card, language=language, at=at)


def release_numbers(*, spec: Spec, card: AccessCard) -> Mapping[str, int]:
    """Return the number of the latest release of each table that a dashboard reads live, as far as ``card`` may know of it."""
    found: dict[str, int] = {}
    for table_id in dict.fromkeys(one.table for one in spec.tiles if one.table and not one.as_of):
        dataset = dataset_named(table_id=table_id, card=card)
        found |= {one.id: one.release_number for one in (dataset.tables if dataset else ()) if one.id == table_id}
    return found


def _card(row: DashboardReport, card: AccessCard) -> ReportCard:
    try:
        title = dashboard_card(slug=row.dashboard.slug, card=card).title
    except NotFoundError:
        title = None
    return ReportCard(row.id, row.dashboard.slug, title, ReportRhythm(row.rhythm), row.sent_at)
