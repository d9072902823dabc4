"""What a comparison of two releases says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType

Places = npt.NDArray[np.int64]
KINDS = ("added", "removed", "changed")


@dataclass(frozen=True, slots=True)
class Retyped:
    """A column that both releases have, with different types; its values are compared as numbers or as texts."""

    name: str
    old: LogicalType
    new: LogicalType


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of two releases side by side. Only those in ``common`` are compared."""

    common: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    retyped: tuple[Retyped, ...]

    @property
    def same(self) -> bool:
        """Say whether both releases have the same columns of the same types."""
        return not (self.added or self.removed or self.retyped)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of each kind there are; ``cells`` counts the changed cells of each column that has some."""

    added: int
    removed: int
    changed: int
    unchanged: int
    cells: dict[str, int]

    @property
    def total(self) -> int:
        """Rows that differ."""
        return self.added + self.removed + self.changed

    def of(self, kind: str | None) -> int:
        """Return the rows of one kind, of all kinds for None."""
        return self.total if kind is None else int(getattr(self, kind))


class Change(NamedTuple):
    """One row that differs: its values before and after, None where there was none; and which columns changed."""

    kind: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    columns: tuple[str, ...]


def columns_of(*, old: Sequence[Field], new: Sequence[Field]) -> Columns:
    """Return what became of the columns; a column is known by its name."""
    before, after = {each.name: each for each in old}, {each.name: each for each in new}
    common = tuple(name for name in after if name in before)
    return Columns(
        common=common,
        added=tuple(name for name in after if name not in before),
        removed=tuple(name for name in before if name not in after),
        retyped=tuple(
            Retyped(name, before[name].type, after[name].type)
            for name in common
            if before[name].type is not after[name].type
        ),
    )
