"""What the pages of dashboards show."""

from __future__ import annotations

from zhanqiao.portal.dashboards.queries.making import edit_page, mine_page, offices_of, place_page, versions_page
from zhanqiao.portal.dashboards.queries.reading import (
    dashboard_page,
    district_page,
    districts_page,
    document_of,
    forked,
    gallery_page,
    picture_of,
    review_page,
    waiting_page,
)

__all__ = [
    "dashboard_page",
    "district_page",
    "districts_page",
    "document_of",
    "edit_page",
    "forked",
    "gallery_page",
    "mine_page",
    "offices_of",
    "picture_of",
    "place_page",
    "review_page",
    "versions_page",
    "waiting_page",
]
