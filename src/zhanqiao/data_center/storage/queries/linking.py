"""Two tables held against each other, each at one release. Who may read a table was decided before its card came here."""

from __future__ import annotations

from collections.abc import Sequence

from zhanqiao.data_center.storage.engine import linkage
from zhanqiao.data_center.storage.engine.linkage import FieldRule, Linked, MatchColumn, Method, Source, Task
from zhanqiao.data_center.storage.queries.cards import TableCard


def link_tables(
    *,
    left: TableCard,
    right: TableCard,
    method: Method,
    columns: Sequence[MatchColumn],
    rules: Sequence[FieldRule],
    names: tuple[Sequence[str], Sequence[str]] = ((), ()),
    threshold: float = linkage.THRESHOLD,
) -> Linked:
    """Return which rows are the same and what they differ in; seconds, in a process of its own.

    ``names`` are the columns by which the rows of the left and the right table are called. Raises LinkageError (422),
    LinkageTooLargeError (422), LinkageTooSlowError (503).
    """
    return linkage.linked(
        task=Task(
            left=Source(left.serving, left.fields, tuple(names[0])),
            right=Source(right.serving, right.fields, tuple(names[1])),
            method=method,
            columns=tuple(columns),
            rules=tuple(rules),
            threshold=threshold,
        )
    )
