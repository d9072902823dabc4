"""Which tables go with which, each at one release. Who may read a table was decided before its card came here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zhanqiao.data_center.storage.engine import joinable as engine
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.joinable import Joinable, Union
from zhanqiao.data_center.storage.queries.cards import TableCard

REMEMBERED = 65_536  # pairs of releases; these never change, so neither does whether they can be joined


@dataclass(frozen=True, slots=True)
class JoinableTable:
    """A table that can be joined with the one asked about, and how."""

    table: TableCard
    join: Joinable


@dataclass(frozen=True, slots=True)
class UnionableTable:
    """A table whose rows fit under those of the one asked about."""

    table: TableCard
    union: Union


def joinable_tables(*, card: TableCard, others: Iterable[TableCard]) -> list[JoinableTable]:
    """Return which of the other tables can be joined with a table, the best first.

    Pairs of releases are worked out once a process. Raises QueryTimeoutError.
    """
    pairs = ((other, _joinable(_known(card), _known(other))) for other in others if other.id != card.id)
    found = [JoinableTable(other, join) for other, join in pairs if join]
    return sorted(found, key=lambda each: (-each.join.score, each.table.id))


def unionable_tables(*, card: TableCard, others: Iterable[TableCard]) -> list[UnionableTable]:
    """Return which of the other tables have mostly the same columns as a table, the best first."""
    pairs = ((other, engine.union_of(left=card.fields, right=other.fields)) for other in others if other.id != card.id)
    found = [UnionableTable(other, union) for other, union in pairs if union]
    return sorted(found, key=lambda each: (-each.union.score, each.table.id))


def _known(card: TableCard) -> tuple[Path, tuple[Field, ...]]:
    return card.serving, card.fields


@lru_cache(maxsize=REMEMBERED)
def _joinable(left: tuple[Path, tuple[Field, ...]], right: tuple[Path, tuple[Field, ...]]) -> Joinable | None:
    return engine.joinable(left=left, right=right)
