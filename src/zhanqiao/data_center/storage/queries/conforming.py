"""How the values of a release hold against rules."""

from __future__ import annotations

from collections.abc import Mapping

from zhanqiao.data_center.storage.engine.quality.conforming import ColumnRule, Conformance
from zhanqiao.data_center.storage.engine.quality.conforming import conforming as counted
from zhanqiao.data_center.storage.queries.cards import TableCard

__all__ = ["ColumnRule", "Conformance", "conforming"]


def conforming(*, card: TableCard, rules: Mapping[str, ColumnRule]) -> tuple[Conformance, ...]:
    """Return what was counted of the columns that have a rule, over all rows. Raises QueryTimeoutError."""
    return counted(serving=card.serving, fields=card.fields, rules=rules) if rules else ()
