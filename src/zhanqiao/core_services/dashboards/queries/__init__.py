"""Questions about dashboards: cards, the gallery, what tiles show, the tables they may read."""

from __future__ import annotations

from zhanqiao.core_services.dashboards.queries.cards import (
    DashboardCard,
    StepCard,
    VersionCard,
    dashboard_card,
    featured,
    gallery,
    in_review,
    mine,
    public_addresses,
    reviewed_card,
    spec_at,
    steps,
    versions,
)
from zhanqiao.core_services.dashboards.queries.filters import ShownFilter, shown_filters, values_in
from zhanqiao.core_services.dashboards.queries.numbers import ShownNumber
from zhanqiao.core_services.dashboards.queries.outside import allowed_hosts
from zhanqiao.core_services.dashboards.queries.papers import printed
from zhanqiao.core_services.dashboards.queries.pictures import picture_of
from zhanqiao.core_services.dashboards.queries.profiles import district_spec, districts
from zhanqiao.core_services.dashboards.queries.reports import ReportCard, printed_report, report_on, reports_of
from zhanqiao.core_services.dashboards.queries.tiles import ShownTile, dataset_named, readable_spec, shown_tiles

__all__ = [
    "DashboardCard",
    "ReportCard",
    "ShownFilter",
    "ShownNumber",
    "ShownTile",
    "StepCard",
    "VersionCard",
    "allowed_hosts",
    "dashboard_card",
    "dataset_named",
    "district_spec",
    "districts",
    "featured",
    "gallery",
    "in_review",
    "mine",
    "picture_of",
    "printed",
    "printed_report",
    "public_addresses",
    "readable_spec",
    "report_on",
    "reports_of",
    "reviewed_card",
    "shown_filters",
    "shown_tiles",
    "spec_at",
    "steps",
    "values_in",
    "versions",
]
