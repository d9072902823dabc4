"""Changes to storage: tables, releases, healing."""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.changes import RowsRefusedError
from zhanqiao.data_center.storage.engine.changes.correcting import RowGoneError
from zhanqiao.data_center.storage.engine.ingest import Finding, IngestReport, Limits, TableReport
from zhanqiao.data_center.storage.engine.masking import ColumnMask, MaskedRows, MaskedTable
from zhanqiao.data_center.storage.engine.personal import PersonalFinding, PersonalKind
from zhanqiao.data_center.storage.engine.releases import Source
from zhanqiao.data_center.storage.operations.anonymity import risk_of_release
from zhanqiao.data_center.storage.operations.batches import (
    BacklogError,
    IdempotencyConflictError,
    NoRowsError,
    TooManyRowsError,
    accept_batch,
    checked_first,
    checked_for,
    known_batch,
    misfits_for,
    prepare_first,
)
from zhanqiao.data_center.storage.operations.converting import converted_fields, converted_report, converted_sent
from zhanqiao.data_center.storage.operations.correcting import corrected_row, prepare_correction
from zhanqiao.data_center.storage.operations.folding import (
    BatchesOvertakenError,
    MaskingChangedError,
    PreparedBatches,
    forget_batches,
    prepare_batches,
    settle_batches,
    tables_with_batches,
)
from zhanqiao.data_center.storage.operations.healing import heal
from zhanqiao.data_center.storage.operations.instant import has_restless_tables, make_instant, tables_without_instant
from zhanqiao.data_center.storage.operations.keys import declare_key
from zhanqiao.data_center.storage.operations.locking import keeping, writing
from zhanqiao.data_center.storage.operations.masking import (
    find_after_masking,
    masked_aside,
    masked_before,
    masked_report,
    masked_sent,
)
from zhanqiao.data_center.storage.operations.moving import move_lake
from zhanqiao.data_center.storage.operations.releases import (
    PreparedRelease,
    ReleaseOvertakenError,
    abandon_release,
    accept_release,
    acknowledge_release,
    prepare_release,
)
from zhanqiao.data_center.storage.operations.retention import evict_serving_copies, retire_releases
from zhanqiao.data_center.storage.operations.splicing import (
    NoRowsBroughtError,
    brought_table,
    spliced_file,
    spliced_parquet,
)
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
    "ColumnMask",
    "Finding",
    "IdempotencyConflictError",
    "IngestReport",
    "Limits",
    "MaskedRows",
    "MaskedTable",
    "MaskingChangedError",
    "NoRowsBroughtError",
    "NoRowsError",
    "PersonalFinding",
    "PersonalKind",
    "PreparedBatches",
    "PreparedRelease",
    "ReleaseOvertakenError",
    "RowGoneError",
    "RowsRefusedError",
    "Source",
    "TableExistsError",
    "TableReport",
    "TooManyRowsError",
    "abandon_release",
    "accept_batch",
    "accept_release",
    "acknowledge_release",
    "brought_table",
    "checked_first",
    "checked_for",
    "converted_fields",
    "converted_report",
    "converted_sent",
    "corrected_row",
    "create_table",
    "declare_key",
    "evict_serving_copies",
    "find_after_masking",
    "find_personal_data",
    "find_personal_in_rows",
    "forget_batches",
    "has_restless_tables",
    "heal",
    "ingest_limits",
    "keeping",
    "known_batch",
    "make_instant",
    "masked_aside",
    "masked_before",
    "masked_report",
    "masked_sent",
    "misfits_for",
    "move_lake",
    "prepare_batches",
    "prepare_correction",
    "prepare_first",
    "prepare_release",
    "require_free_name",
    "retire_releases",
    "retitle_table",
    "risk_of_release",
    "settle_batches",
    "spliced_file",
    "spliced_parquet",
    "tables_with_batches",
    "tables_without_instant",
    "understand_file",
    "visible_change",
    "writing",
]
