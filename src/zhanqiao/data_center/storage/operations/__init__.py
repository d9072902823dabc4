"""Changes to storage: tables, releases, healing."""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.ingest import Finding, IngestReport, Limits, TableReport
from zhanqiao.data_center.storage.engine.personal import PersonalFinding, PersonalKind
from zhanqiao.data_center.storage.operations.healing import heal
from zhanqiao.data_center.storage.operations.instant import make_instant, tables_without_instant
from zhanqiao.data_center.storage.operations.locking import writing
from zhanqiao.data_center.storage.operations.releases import (
    PreparedRelease,
    ReleaseOvertakenError,
    abandon_release,
    accept_release,
    acknowledge_release,
    prepare_release,
)
from zhanqiao.data_center.storage.operations.tables import create_table, retitle_table, visible_change
from zhanqiao.data_center.storage.operations.understanding import find_personal_data, ingest_limits, understand_file

__all__ = [
    "Finding",
    "IngestReport",
    "Limits",
    "PersonalFinding",
    "PersonalKind",
    "PreparedRelease",
    "ReleaseOvertakenError",
    "TableReport",
    "abandon_release",
    "accept_release",
    "acknowledge_release",
    "create_table",
    "find_personal_data",
    "heal",
    "ingest_limits",
    "make_instant",
    "prepare_release",
    "retitle_table",
    "tables_without_instant",
    "understand_file",
    "visible_change",
    "writing",
]
