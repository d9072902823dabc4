"""Changes to storage: tables, releases, healing."""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.ingest import Finding, IngestReport, Limits, TableReport
from zhanqiao.data_center.storage.engine.personal import PersonalFinding, PersonalKind
from zhanqiao.data_center.storage.engine.releases import Source
from zhanqiao.data_center.storage.operations.batches import (
    BacklogError,
    IdempotencyConflictError,
    NoRowsError,
    TooManyRowsError,
    accept_batch,
    checked_first,
    checked_for,
    known_batch,
    prepare_first,
)
from zhanqiao.data_center.storage.operations.folding import (
    BatchesOvertakenError,
    PreparedBatches,
    forget_batches,
    prepare_batches,
    settle_batches,
    tables_with_batches,
)
from zhanqiao.data_center.storage.operations.healing import heal
from zhanqiao.data_center.storage.operations.instant import has_restless_tables, make_instant, tables_without_instant
from zhanqiao.data_center.storage.operations.keys import declare_key
from zhanqiao.data_center.storage.operations.locking import writing
from zhanqiao.data_center.storage.operations.releases import (
    PreparedRelease,
    ReleaseOvertakenError,
    abandon_release,
    accept_release,
    acknowledge_release,
    prepare_release,
)
from zhanqiao.data_center.storage.operations.retention import evict_serving_copies, retire_releases
from zhanqiao.data_center.storage.operations.tables import (
    TableExistsError,
    create_table,
    require_free_name,
    retitle_table,
    visible_change,
)
from zhanqiao.data_center.storage.operations.understanding import (
    find_personal_data,
    find_personal_in_rows,
    ingest_limits,
    understand_file,
)

__all__ = [
    "BacklogError",
    "BatchesOvertakenError",
    "Finding",
    "IdempotencyConflictError",
    "IngestReport",
    "Limits",
    "NoRowsError",
    "PersonalFinding",
    "PersonalKind",
    "PreparedBatches",
    "PreparedRelease",
    "ReleaseOvertakenError",
    "Source",
    "TableExistsError",
    "TableReport",
    "TooManyRowsError",
    "abandon_release",
    "accept_batch",
    "accept_release",
    "acknowledge_release",
    "checked_first",
    "checked_for",
    "create_table",
    "declare_key",
    "evict_serving_copies",
    "find_personal_data",
    "find_personal_in_rows",
    "forget_batches",
    "has_restless_tables",
    "heal",
    "ingest_limits",
    "known_batch",
    "make_instant",
    "prepare_batches",
    "prepare_first",
    "prepare_release",
    "require_free_name",
    "retire_releases",
    "retitle_table",
    "settle_batches",
    "tables_with_batches",
    "tables_without_instant",
    "understand_file",
    "visible_change",
    "writing",
]
