"""What the workbench's pages show, gathered from the doors below."""

from __future__ import annotations

from zhanqiao.portal.workbench.queries.gathering import (
    current_step,
    datasets_of,
    departments_of,
    previews,
    steps,
    submissions_of,
)
from zhanqiao.portal.workbench.queries.harvests import harvest_run_page, harvest_source_page, harvests_page
from zhanqiao.portal.workbench.queries.progress import amounts
from zhanqiao.portal.workbench.queries.report import report_tables

__all__ = [
    "amounts",
    "current_step",
    "datasets_of",
    "departments_of",
    "harvest_run_page",
    "harvest_source_page",
    "harvests_page",
    "previews",
    "report_tables",
    "steps",
    "submissions_of",
]
