"""Masks of columns, applied to a whole table before it is released, and to rows before they are kept.

A masked table is written anew, vectorised, and so is what is kept beside it; what a mask hides is in none of these files.
What it does not do: say which columns need one; its caller does.
"""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.masking.keys import masking_key
from zhanqiao.data_center.storage.engine.masking.model import (
    HASHES,
    ColumnMask,
    Grain,
    MaskedColumn,
    MaskedTable,
    Method,
)
from zhanqiao.data_center.storage.engine.masking.rows import MaskedRows, mask_rows
from zhanqiao.data_center.storage.engine.masking.writing import (
    mask_originals,
    mask_preview,
    mask_problems,
    mask_risk,
    mask_table,
)

__all__ = [
    "HASHES",
    "ColumnMask",
    "Grain",
    "MaskedColumn",
    "MaskedRows",
    "MaskedTable",
    "Method",
    "mask_originals",
    "mask_preview",
    "mask_problems",
    "mask_risk",
    "mask_rows",
    "mask_table",
    "masking_key",
]
