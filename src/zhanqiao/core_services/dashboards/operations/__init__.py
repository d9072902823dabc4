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

__all__ = [
    "DashboardOvertakenError",
    "decide_listing",
    "feature",
    "fork",
    "make",
    "remove",
    "restore",
    "retract_listing",
    "save",
    "show_to",
    "submit",
    "unlist",
    "with_picture",
]
