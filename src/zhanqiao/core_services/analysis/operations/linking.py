"""From what a comparison says to the linkage of its tables."""

from __future__ import annotations

from zhanqiao.core_services.analysis.rules import Definition
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import FieldRule, How, Linked, LinkKind, LinkMethod, MatchColumn


def linked(*, definition: Definition, left: storage.TableCard, right: storage.TableCard) -> Linked:
    """Return pairs and discrepancies of two tables. Raises LinkageError, LinkageTooLargeError, LinkageTooSlowError."""
    return storage.link_tables(
        left=left,
        right=right,
        method=LinkMethod(definition.method),
        columns=[MatchColumn(one.left, one.right, LinkKind(one.kind), key=one.key) for one in definition.columns],
        rules=[FieldRule(one.left, one.right, How(one.how), one.tolerance, one.codes) for one in definition.rules],
        names=(definition.left_names, definition.right_names),
        threshold=definition.threshold,
    )
