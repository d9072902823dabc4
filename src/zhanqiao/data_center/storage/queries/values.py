"""Which tables have a value, in which columns, and in how many rows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from zhanqiao.data_center.storage.engine.duck import QueryTimeoutError
from zhanqiao.data_center.storage.engine.joinable.values import Holding, hash_of, holding
from zhanqiao.data_center.storage.queries.cards import TableCard

SECONDS = 5.0  # of one question, over all tables
LONGEST = 200  # characters of a value


@dataclass(frozen=True, slots=True)
class ValueFound:
    """A table that has the value, and its columns."""

    table: TableCard
    columns: tuple[Holding, ...]

    @property
    def rows(self) -> int:
        """Return the rows of the column that has it oftenest."""
        return max(one.rows for one in self.columns)


@dataclass(frozen=True, slots=True)
class ValuesFound:
    """The tables that have a value, those with most rows first; ``looked_at`` of ``tables`` were reached in time."""

    tables: tuple[ValueFound, ...]
    looked_at: int
    of: int

    @property
    def complete(self) -> bool:
        """Say whether all tables were looked at."""
        return self.looked_at == self.of


def find_value(*, value: str, tables: Sequence[TableCard]) -> ValuesFound:
    """Return which of the tables have exactly this value in a text, an integer or a date, blanks around it left away.

    Five seconds at most: the answer says how many tables were looked at until then.
    """
    deadline = time.monotonic() + SECONDS
    wanted = value.strip()[:LONGEST]
    hashed = hash_of(value=wanted)
    found: list[ValueFound] = []
    looked_at = 0
    for card in tables if wanted else ():
        left = deadline - time.monotonic()
        if left <= 0:
            break
        try:
            columns = holding(serving=card.serving, fields=card.fields, value=wanted, hashed=hashed, seconds=left)
        except QueryTimeoutError:
            break
        looked_at += 1
        if columns:
            found.append(ValueFound(card, columns))
    return ValuesFound(tuple(sorted(found, key=lambda one: -one.rows)), looked_at, len(tables) if wanted else 0)
