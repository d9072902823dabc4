"""Linkage: which row of one table is which row of another, and where the two say different things.

Words: a *match column* tells rows apart, a *pair* is a row of A and the row of B that is the same thing, a *veto* takes back a
pair that a code made and a name or a place denies, a *field rule* says when two values count as the same, a *discrepancy* is
one cell (or one row without a partner) in which the tables differ.
"""

from zhanqiao.data_center.storage.engine.linkage.errors import LinkageError, LinkageTooLargeError, LinkageTooSlowError
from zhanqiao.data_center.storage.engine.linkage.model import (
    MOST_DISCREPANCIES,
    THRESHOLD,
    Different,
    FieldRule,
    How,
    Kind,
    Linked,
    MatchColumn,
    Method,
    Source,
    Task,
)
from zhanqiao.data_center.storage.engine.linkage.running import linked

__all__ = [
    "MOST_DISCREPANCIES",
    "THRESHOLD",
    "Different",
    "FieldRule",
    "How",
    "Kind",
    "LinkageError",
    "LinkageTooLargeError",
    "LinkageTooSlowError",
    "Linked",
    "MatchColumn",
    "Method",
    "Source",
    "Task",
    "linked",
]
