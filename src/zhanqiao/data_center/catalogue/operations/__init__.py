"""Changes to the catalogue."""

from __future__ import annotations

from zhanqiao.data_center.catalogue.operations.changes import EntryChangedMeanwhileError, make_change, written_change
from zhanqiao.data_center.catalogue.operations.datasets import (
    ResourceCodeTakenError,
    SlugTakenError,
    publish_dataset,
    register_dataset,
    revise_dataset,
    suspend_dataset,
    withdraw_dataset,
)
from zhanqiao.data_center.catalogue.operations.lineage import say_sources
from zhanqiao.data_center.catalogue.operations.origins import (
    mark_gone,
    mark_returned,
    rename_origin,
    take_in,
)
from zhanqiao.data_center.catalogue.operations.releases import publish_releases
from zhanqiao.data_center.catalogue.operations.search import (
    drain_search_changes,
    note_change,
    note_changes_of_department,
    note_changes_of_table,
    rebuild_index,
)
from zhanqiao.data_center.catalogue.operations.template import (
    CellChange,
    Fault,
    ResourceChange,
    TemplateRefusedError,
    TemplateReport,
    check_template,
    require_faultless,
)

__all__ = [
    "CellChange",
    "EntryChangedMeanwhileError",
    "Fault",
    "ResourceChange",
    "ResourceCodeTakenError",
    "SlugTakenError",
    "TemplateRefusedError",
    "TemplateReport",
    "check_template",
    "drain_search_changes",
    "make_change",
    "mark_gone",
    "mark_returned",
    "note_change",
    "note_changes_of_department",
    "note_changes_of_table",
    "publish_dataset",
    "publish_releases",
    "rebuild_index",
    "register_dataset",
    "rename_origin",
    "require_faultless",
    "revise_dataset",
    "say_sources",
    "suspend_dataset",
    "take_in",
    "withdraw_dataset",
    "written_change",
]
