"""Pages of the workbench. Each view parses, makes one call, renders."""

from __future__ import annotations

from zhanqiao.portal.workbench.views.harvests import harvest_run, harvest_source, harvests, publish_harvested
from zhanqiao.portal.workbench.views.spreadsheets import template, template_file
from zhanqiao.portal.workbench.views.submissions import (
    cancellation,
    dictionary,
    entry,
    home,
    kept,
    preview,
    progress,
    publication,
    submission,
    upload,
)

__all__ = [
    "cancellation",
    "dictionary",
    "entry",
    "harvest_run",
    "harvest_source",
    "harvests",
    "home",
    "kept",
    "preview",
    "progress",
    "publication",
    "publish_harvested",
    "submission",
    "template",
    "template_file",
    "upload",
]
