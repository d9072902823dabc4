"""What charts and pivots share: which rows they are of, and how their address is written."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any
from urllib.parse import urlencode

from zhanqiao.core_services.exploring.rules.rows import GridState

OF_ROWS = frozenset(one.name for one in fields(GridState))


@dataclass(frozen=True, slots=True)
class StateOfRows:
    """A view of rows that the grid's state chooses; what it does with them are its own parameters (``pairs``)."""

    rows: GridState = field(default_factory=GridState)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of the view itself, without those that say nothing."""
        return []

    @property
    def table(self) -> str:
        """The table's id, empty for the first."""
        return self.rows.table

    @property
    def where(self) -> tuple[str, ...]:
        """The conditions that rows meet."""
        return self.rows.where

    @property
    def q(self) -> str:
        """The words that rows hold."""
        return self.rows.q

    @property
    def as_of(self) -> str:
        """The release or moment that is read, empty for the latest."""
        return self.rows.as_of

    @property
    def order_by(self) -> str:
        """The order of the rows on the Data tab, kept for the way back."""
        return self.rows.order_by

    @property
    def query(self) -> str:
        """The query part of this state's address; empty when there is nothing to say."""
        return self.address().rstrip("?")

    def address(self, **changes: Any) -> str:
        """Return the query part of the address of this state with changes of the chart or of its rows."""
        of_rows = {name: value for name, value in changes.items() if name in OF_ROWS}
        own = {name: value for name, value in changes.items() if name not in OF_ROWS}
        state = replace(self, rows=replace(self.rows, **of_rows), **own)
        return "?" + "&".join(part for part in (state.rows.query.lstrip("?"), urlencode(state.pairs())) if part)

    def with_condition(self, condition: str, /) -> str:
        """Return the address with one condition more."""
        where = self.where if condition in self.where else (*self.where, condition)
        return self.address(where=where)

    def without_condition(self, condition: str, /) -> str:
        """Return the address with one condition less."""
        return self.address(where=tuple(one for one in self.where if one != condition))
