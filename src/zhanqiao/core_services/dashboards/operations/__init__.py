"""Making dashboards, saving versions, bringing them into the gallery."""

from __future__ import annotations

from zhanqiao.core_services.dashboards.operations.gallery import (
    decide_listing,
    feature,
    retract_listing,
    show_to,
    submit,
    unlist,
)
from zhanqiao.core_services.dashboards.operations.making import (
    DashboardOvertakenError,
    fork,
    make,
    remove,
    restore,
    save,
)
from zhanqiao.core_services.dashboards.operations.pictures import with_picture
from zhanqiao.core_services.dashboards.operations.reports import choose_report, end_report, send_reports

__all__ = [
    "DashboardOvertakenError",
    "choose_report",
    "decide_listing",
    "end_report",
    "feature",
    "fork",
    "make",
    "remove",
    "restore",
    "retract_listing",
    "save",
    "send_reports",
    "show_to",
    "submit",
    "unlist",
    "with_picture",
]
