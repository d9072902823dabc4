"""What each public page shows, asked of the city's doors and put in the page's order."""

from __future__ import annotations

from zhanqiao.portal.catalogue.queries.changes import changes_page
from zhanqiao.portal.catalogue.queries.dataset import dataset_page, downloads_page, releases_page
from zhanqiao.portal.catalogue.queries.departments import department_page, departments_page
from zhanqiao.portal.catalogue.queries.grid import api_page, filter_address, grid_page
from zhanqiao.portal.catalogue.queries.home import home_page, themes_page
from zhanqiao.portal.catalogue.queries.listing import listing_page, suggestions

__all__ = [
    "api_page",
    "changes_page",
    "dataset_page",
    "department_page",
    "departments_page",
    "downloads_page",
    "filter_address",
    "grid_page",
    "home_page",
    "listing_page",
    "releases_page",
    "suggestions",
    "themes_page",
]
