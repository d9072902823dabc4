"""Differences between two releases of a table: rows added, removed and changed, down to the cell."""

from zhanqiao.data_center.storage.engine.diffs.comparing import Side, compared
from zhanqiao.data_center.storage.engine.diffs.errors import DiffKeyError
from zhanqiao.data_center.storage.engine.diffs.keeping import Difference, kept
from zhanqiao.data_center.storage.engine.diffs.model import KINDS, Change, Columns, Counts, Retyped
from zhanqiao.data_center.storage.engine.diffs.narrowing import narrowed
from zhanqiao.data_center.storage.engine.diffs.reading import changes

__all__ = [
    "KINDS",
    "Change",
    "Columns",
    "Counts",
    "DiffKeyError",
    "Difference",
    "Retyped",
    "Side",
    "changes",
    "compared",
    "kept",
    "narrowed",
]
