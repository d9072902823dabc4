"""Decisions about dictionaries. No Django, no clock."""

from __future__ import annotations

from zhanqiao.data_center.metadata.rules.proposal import merged_words, proposed
from zhanqiao.data_center.metadata.rules.words import ColumnWords, DictionaryMismatchError, require_fitting

__all__ = ["ColumnWords", "DictionaryMismatchError", "merged_words", "proposed", "require_fitting"]
