"""Indicators of the self-assessment, sheets of figures, and how uses are counted."""

from __future__ import annotations

from zhanqiao.core_services.statistics.rules.indicators import (
    Evidence,
    Indicator,
    Judged,
    Part,
    Proof,
    Yardstick,
    judged,
    yardstick,
)
from zhanqiao.core_services.statistics.rules.sheets import Shape, Sheet, SheetColumn, as_csv, as_document, columns

__all__ = [
    "Evidence",
    "Indicator",
    "Judged",
    "Part",
    "Proof",
    "Shape",
    "Sheet",
    "SheetColumn",
    "Yardstick",
    "as_csv",
    "as_document",
    "columns",
    "judged",
    "yardstick",
]
