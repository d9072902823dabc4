"""What the pages of dashboards show."""

from __future__ import annotations

from zhanqiao.portal.dashboards.queries.feeds import feed_of
from zhanqiao.portal.dashboards.queries.making import edit_page, mine_page, offices_of, place_page, versions_page
from zhanqiao.portal.dashboards.queries.reading import (
    dashboard_page,
    district_page,
    districts_page,
    document_of,
    forked,
    gallery_page,
    my_report,
    picture_of,
    printed_page,
    report_page,
    review_page,
    waiting_page,
)

__all__ = [
    "dashboard_page",
    "district_page",
    "districts_page",
    "document_of",
    "edit_page",
    "feed_of",
    "forked",
    "gallery_page",
    "mine_page",
    "my_report",
    "offices_of",
    "picture_of",
    "place_page",
    "printed_page",
    "report_page",
    "review_page",
    "versions_page",
    "waiting_page",
]
