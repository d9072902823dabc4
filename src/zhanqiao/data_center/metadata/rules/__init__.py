"""Decisions about dictionaries. No Django, no clock."""

from __future__ import annotations

from zhanqiao.data_center.metadata.rules.code_tables import CodeTableError, read_table, require_codes, write_table
from zhanqiao.data_center.metadata.rules.elements import (
    CHECKS,
    SEEN,
    STAGES,
    CodeValue,
    Element,
    ElementError,
    ElementStepError,
    Stage,
    require_element,
    require_stage,
)
from zhanqiao.data_center.metadata.rules.formats import Format, FormatError, format_of
from zhanqiao.data_center.metadata.rules.proposal import merged_words, proposed
from zhanqiao.data_center.metadata.rules.words import ColumnWords, DictionaryMismatchError, require_fitting

__all__ = [
    "CHECKS",
    "SEEN",
    "STAGES",
    "CodeTableError",
    "CodeValue",
    "ColumnWords",
    "DictionaryMismatchError",
    "Element",
    "ElementError",
    "ElementStepError",
    "Format",
    "FormatError",
    "Stage",
    "format_of",
    "merged_words",
    "proposed",
    "read_table",
    "require_codes",
    "require_element",
    "require_fitting",
    "require_stage",
    "write_table",
]
