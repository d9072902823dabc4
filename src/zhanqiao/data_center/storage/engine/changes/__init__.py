"""Rows that programs send: held against the table, kept as small batches, folded into the next release."""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.changes.checking import (
    Key,
    Row,
    checked_rows,
    fitting_values,
    key_of,
    misfits,
    require_key_columns,
    taken,
    typed_rows,
)
from zhanqiao.data_center.storage.engine.changes.errors import (
    IN_TABLE,
    KeyColumnsError,
    KeyMissingError,
    KeyNotUniqueError,
    KeyTakenError,
    NoKeyError,
    RowsRefusedError,
)
from zhanqiao.data_center.storage.engine.changes.folding import (
    Batch,
    Folded,
    fold,
    require_unique,
    rows_with_keys,
)

__all__ = [
    "IN_TABLE",
    "Batch",
    "Folded",
    "Key",
    "KeyColumnsError",
    "KeyMissingError",
    "KeyNotUniqueError",
    "KeyTakenError",
    "NoKeyError",
    "Row",
    "RowsRefusedError",
    "checked_rows",
    "fitting_values",
    "fold",
    "key_of",
    "misfits",
    "require_key_columns",
    "require_unique",
    "rows_with_keys",
    "taken",
    "typed_rows",
]
