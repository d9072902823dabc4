"""What charts and pivots share: which rows they are of, and how their address is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

from zhanqiao.core_services.exploring.rules.rows import GridState, grid_state

OF_ROWS = frozenset(one.name for one in fields(GridState))
TOPS = (5, 10, 20, 50, 100)
USUAL_TOP = 20
OF_PAGES = ("page", "limit", "at")  # where the reader of the Data tab is, which chooses no rows


@dataclass(frozen=True, slots=True)
class StateOfRows:
    """A view of rows that the grid's state chooses; what it does with them are its own parameters, ``NAMES``.

    The first of them is empty when nothing was asked for yet. ``top`` is how many groups without an order of their own
    are shown.
    """

    NAMES: ClassVar[tuple[str, ...]] = ()
    rows: GridState = field(default_factory=GridState)
    top: int = USUAL_TOP

    @classmethod
    def read(cls, *, given: Mapping[str, Sequence[str]]) -> Self:
        """Read the state from the address; a number of groups that is not offered counts as not given."""
        told = {name: values[-1].strip() for name in (*cls.NAMES, "top") if (values := given.get(name))}
        top = next((one for one in TOPS if str(one) == told.get("top")), USUAL_TOP)
        rows = grid_state(given={name: values for name, values in given.items() if name not in OF_PAGES})
        own: dict[str, Any] = {name: told[name] for name in cls.NAMES if told.get(name)}
        return cls(rows=rows, top=top, **own)

    @property
    def is_asked(self) -> bool:
        """Say whether the address asks for anything but what the page opens with."""
        return bool(getattr(self, self.NAMES[0]))

    @property
    def is_plain(self) -> bool:
        """Say whether this is what the page opens with: the only state that search engines should keep."""
        return not self.is_asked and self.rows.is_plain

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of the view itself, without those that say nothing."""
        if not self.is_asked:
            return []
        pairs = [(name, getattr(self, name)) for name in self.NAMES]
        pairs.append(("top", "" if self.top == USUAL_TOP else str(self.top)))
        return [(name, value) for name, value in pairs if value]

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
