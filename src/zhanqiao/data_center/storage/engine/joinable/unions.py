"""Tables that continue one another: columns of the same names and types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhanqiao.data_center.storage.engine.fields import NUMERIC, Field, LogicalType
from zhanqiao.kit.texts import Text

LEAST = 0.7  # share of all columns of both tables that both have
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Union:
    """Columns that two tables share, in the order of the first, and the others of each."""

    columns: tuple[str, ...]
    left_alone: tuple[str, ...]
    right_alone: tuple[str, ...]

    @property
    def score(self) -> float:
        """Return the share of all columns that both have, from 0 to 1."""
        return round(len(self.columns) / (len(self.columns) + len(self.left_alone) + len(self.right_alone)), 4)

    @property
    def reason(self) -> Text:
        """Return in words why the rows fit under one another."""
        everything = len(self.columns) + len(self.left_alone) + len(self.right_alone)
        return _REASON.filled(same=len(self.columns), all=everything)


def union_of(*, left: Sequence[Field], right: Sequence[Field]) -> Union | None:
    """Return what two tables share when most of their columns have the same name and kind of type, else None."""
    others = {(each.name, _kind(each.type)) for each in right}
    mine = {(each.name, _kind(each.type)) for each in left}
    same = tuple(each.name for each in left if (each.name, _kind(each.type)) in others)
    found = Union(
        columns=same,
        left_alone=tuple(each.name for each in left if (each.name, _kind(each.type)) not in others),
        right_alone=tuple(each.name for each in right if (each.name, _kind(each.type)) not in mine),
    )
    return found if len(same) >= FEWEST and found.score >= LEAST else None


def _kind(kind: LogicalType) -> str:
    return "numeric" if kind in NUMERIC else str(kind)


_REASON = Text(
    zh="两表共 {all} 列，其中 {same} 列名称和类型相同，行可以上下合并。",
    en="Of {all} columns of both tables {same} have the same name and type; rows fit under one another.",
)
