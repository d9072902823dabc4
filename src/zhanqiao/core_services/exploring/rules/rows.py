"""The state of the data grid: read from the address, written back into addresses and API parameters.

The names are those of the API's query model, so a page's address says what its API call says. A page
may hold several ``where``; they all apply.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import urlencode

from zhanqiao.core_services.exploring.rules.operators import described

PAGE_SIZES = (50, 100, 200)
DESCENDING = " desc"
MOST_FROZEN = 4  # columns that stay in sight
PLAIN = re.compile(r"^[^\W\d]\w*$")
RESERVED = frozenset(
    "and or not in between like is null true false as asc desc nulls first last distinct".split()  # noqa: SIM905 - a list of words
)
Given = Mapping[str, Sequence[str]]


class RowsState(Protocol):
    """What chooses rows on a page: the grid's state, or a chart's."""

    @property
    def table(self) -> str:
        """The table's id, empty for the first."""

    @property
    def where(self) -> tuple[str, ...]:
        """The conditions that rows meet."""

    @property
    def as_of(self) -> str:
        """The release or moment that is read, empty for the latest."""

    def with_condition(self, condition: str, /) -> str:
        """Return the address with one condition more."""

    def without_condition(self, condition: str, /) -> str:
        """Return the address with one condition less."""


@dataclass(frozen=True, slots=True)
class GridState:
    """What the grid shows. ``table`` is a table id, empty for the first; ``page`` counts from 1.

    ``select`` are the columns that are shown, none for all; ``freeze`` of them stay in sight. ``row`` is the one that is
    read at full width, counted from 1 among those that fit, 0 for the grid. ``at`` is the row under the eye of who scrolls
    through all rows, counted likewise, 0 for pages; rows then come in blocks of ``limit``.
    """

    table: str = ""
    where: tuple[str, ...] = ()
    q: str = ""
    order_by: str = ""
    page: int = 1
    limit: int = PAGE_SIZES[0]
    as_of: str = ""
    select: tuple[str, ...] = ()
    freeze: int = 1
    row: int = 0
    at: int = 0

    @property
    def is_plain(self) -> bool:
        """Say whether these are the rows as published: the only state that search engines should keep."""
        chosen = self.where or self.q or self.order_by or self.as_of
        return not (chosen or self.select or self.row or self.at) and self.freeze == 1

    @property
    def query(self) -> str:
        """The query part of this state's address; empty when there is nothing to say."""
        return self.address().rstrip("?")

    def address(self, **changes: Any) -> str:
        """Return the query part of the address of this state with changes; a change goes to page 1 of the grid."""
        if changes and "page" not in changes:
            changes = {"page": 1, "row": 0, "at": min(self.at, 1)} | changes
        state = replace(self, **changes)
        return "?" + urlencode(_pairs(state))

    @property
    def shown_page(self) -> int:
        """Return the number of the page of rows that is sent: the one that holds row ``at``."""
        return (self.at - 1) // self.limit + 1 if self.at else self.page

    def with_condition(self, condition: str, /) -> str:
        """Return the address with one condition more."""
        where = self.where if condition in self.where else (*self.where, condition)
        return self.address(where=where)

    def without_condition(self, condition: str, /) -> str:
        """Return the address with one condition less."""
        return self.address(where=tuple(one for one in self.where if one != condition))

    def sorted_by(self, column: str, /) -> str:
        """Return the address of the next order of a column: ascending, descending, as published."""
        term = quoted(column)
        following = {term: term + DESCENDING, term + DESCENDING: ""}
        return self.address(order_by=following.get(self.order_by, term))

    def order_of(self, column: str, /) -> str:
        """Return ``ascending``, ``descending`` or nothing, as ``aria-sort`` says it."""
        term = quoted(column)
        return {term: "ascending", term + DESCENDING: "descending"}.get(self.order_by, "")

    def selection(self) -> dict[str, str]:
        """Return the API parameters that choose rows and columns, without paging."""
        joined = self.where[0] if len(self.where) == 1 else " AND ".join(f"({one})" for one in self.where)
        chosen = {"where": joined, "q": self.q, "order_by": self.order_by, "as_of": self.as_of}
        chosen["select"] = ", ".join(quoted(one) for one in self.select)
        return {name: value for name, value in chosen.items() if value}

    def selection_query(self, **more: str) -> str:
        """Return the query part of an API address for the chosen rows; empty when there is nothing to say."""
        chosen = self.selection() | more
        return "?" + urlencode(chosen) if chosen else ""

    def parameters(self) -> dict[str, str]:
        """Return the engine's parameters of this page of rows."""
        chosen = {name: value for name, value in self.selection().items() if name != "as_of"}
        return chosen | {"limit": str(self.limit), "offset": str((self.shown_page - 1) * self.limit), "count": "exact"}

    def row_parameters(self) -> dict[str, str]:
        """Return the engine's parameters of the one row that is read, with all of its columns."""
        whole = replace(self, select=(), limit=1, page=self.row, at=0)
        return whole.parameters()

    def without_row(self) -> str:
        """Return the address of the page of the grid on which the row stands, or of the row among all."""
        if self.at:
            return self.address(row=0, at=self.row)
        return self.address(row=0, page=(max(1, self.row) - 1) // self.limit + 1)


@dataclass(frozen=True, slots=True)
class FilterForm:
    """One new condition as the filter form sends it."""

    column: str = ""
    operator: str = ""
    value: str = ""

    @property
    def is_sent(self) -> bool:
        """Say whether the form was filled in."""
        return bool(self.column and self.operator)


def grid_state(*, given: Given) -> GridState:
    """Read the state from the address; numbers that make no sense count as not given."""
    size = _number(given, "limit")
    return GridState(
        table=_text(given, "table"),
        where=tuple(dict.fromkeys(one for one in given.get("where", ()) if one.strip())),
        q=_text(given, "q"),
        order_by=_text(given, "order_by"),
        page=max(1, _number(given, "page")),
        limit=size if size in PAGE_SIZES else PAGE_SIZES[0],
        as_of=_text(given, "as_of"),
        select=tuple(dict.fromkeys(one for one in given.get("select", ()) if one.strip())),
        freeze=min(_number(given, "freeze") or 1, MOST_FROZEN),
        row=_number(given, "row"),
        at=0 if _number(given, "page") else _number(given, "at"),  # a link to a page leaves the scrolling
    )


def filter_form(*, given: Given) -> FilterForm:
    """Read the filter form's fields from the address."""
    return FilterForm(_text(given, "column"), _text(given, "op"), _text(given, "value"))


def quoted(column: str, /) -> str:
    """Return a column's name as the query model writes it: in double quotes unless it is a plain word."""
    if PLAIN.match(column) and column.lower() not in RESERVED:
        return column
    return '"' + column.replace('"', '""') + '"'


def conditions_of(*, state: RowsState, language: str) -> list[dict[str, str]]:
    """Return the conditions in words, each with the address without it."""
    return [
        {"text": described(condition=one, language=language), "address": state.without_condition(one)}
        for one in state.where
    ]


def _text(given: Given, name: str) -> str:
    values = given.get(name, ())
    return values[-1].strip() if values else ""


def _number(given: Given, name: str) -> int:
    text = _text(given, name)
    return int(text) if text.isdecimal() and len(text) < 12 else 0  # noqa: PLR2004 - longer numbers are no pages


def _pairs(state: GridState) -> list[tuple[str, str]]:
    size = str(state.limit) if state.limit != PAGE_SIZES[0] else ""
    pairs = [("table", state.table), *(("where", one) for one in state.where)]
    pairs += [("q", state.q), ("order_by", state.order_by), ("as_of", state.as_of)]
    pairs += [("select", one) for one in state.select]
    pairs += [("freeze", str(state.freeze) if state.freeze > 1 else "")]
    pairs += [("limit", size), ("page", str(state.page) if state.page > 1 and not state.at else "")]
    pairs += [("row", str(state.row) if state.row else ""), ("at", str(state.at) if state.at else "")]
    return [(name, value) for name, value in pairs if value]
