"""What each public page shows, asked of the city's doors and put in the page's order."""

from __future__ import annotations

from zhanqiao.portal.catalogue.queries.changed_feed import changes_feed
from zhanqiao.portal.catalogue.queries.changes import changes_page
from zhanqiao.portal.catalogue.queries.charts import chart_document, chart_page, embedded_chart
from zhanqiao.portal.catalogue.queries.dataset import dataset_page, downloads_page, releases_page
from zhanqiao.portal.catalogue.queries.departments import department_page, departments_page
from zhanqiao.portal.catalogue.queries.feeds import dataset_feed, listing_feed
from zhanqiao.portal.catalogue.queries.grid import api_page, block_of_rows, filter_address, grid_page
from zhanqiao.portal.catalogue.queries.home import home_page, themes_page
from zhanqiao.portal.catalogue.queries.listing import listing_page, open_list, suggestions
from zhanqiao.portal.catalogue.queries.pivots import pivot_file, pivot_page
from zhanqiao.portal.catalogue.queries.quality import quality_page
from zhanqiao.portal.catalogue.queries.questions import questions_page
from zhanqiao.portal.catalogue.queries.related import related_page
from zhanqiao.portal.catalogue.queries.sitemaps import sitemap_index, sitemap_part
from zhanqiao.portal.catalogue.queries.standards import code_list_page, element_page, standards_page
from zhanqiao.portal.catalogue.queries.values import values_page

__all__ = [
    "api_page",
    "block_of_rows",
    "changes_feed",
    "changes_page",
    "chart_document",
    "chart_page",
    "code_list_page",
    "dataset_feed",
    "dataset_page",
    "department_page",
    "departments_page",
    "downloads_page",
    "element_page",
    "embedded_chart",
    "filter_address",
    "grid_page",
    "home_page",
    "listing_feed",
    "listing_page",
    "open_list",
    "pivot_file",
    "pivot_page",
    "quality_page",
    "questions_page",
    "related_page",
    "releases_page",
    "sitemap_index",
    "sitemap_part",
    "standards_page",
    "suggestions",
    "themes_page",
    "values_page",
]
