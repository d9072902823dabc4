"""Tests of text that an index of the instant copy answers with the numbers of rows, and what is asked of such a copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from zhanqiao.data_center.storage.engine.instant.arrays import Array, ColumnArray
from zhanqiao.data_center.storage.engine.query.nodes import Call, Column, Literal, Node

TESTS: dict[str, Callable[[str, str], bool]] = {
    "!=": lambda text, other: text != other,
    "contains": lambda text, part: part in text,
    "starts_with": lambda text, part: text.startswith(part),
    "ends_with": lambda text, part: text.endswith(part),
}
# The same of all texts of a column: a call for each text would take ten times as long.
ALL_TESTS: dict[str, Callable[[Sequence[str], str], list[bool]]] = {
    "!=": lambda texts, other: [text != other for text in texts],
    "contains": lambda texts, part: [part in text for text in texts],
    "starts_with": lambda texts, part: [text.startswith(part) for text in texts],
    "ends_with": lambda texts, part: [text.endswith(part) for text in texts],
}
PARTS = frozenset({"contains", "starts_with", "ends_with"})
INDEXED = PARTS | {"=", "in"}


class Rows(Protocol):
    """What is asked of an instant copy, or of some of its rows."""

    @property
    def rows(self) -> int:
        """How many rows there are."""

    def array(self, name: str) -> ColumnArray | None:
        """Return the array of a column, None when it has none."""

    def places_of(self, name: str, text: str) -> Array | None:
        """Return the rows in which a column has this very text; None when no index says so."""

    def places_with(self, name: str, part: str, fits: Callable[[str], bool]) -> Array | None:
        """Return the rows whose text holds a part and fits; None when no index says so."""


def indexed_places(*, node: Node, copy: Rows) -> Array | None:
    """Return the rows, in order, of a single test that an index of ``copy`` answers; None for any other condition."""
    if not isinstance(node, Call) or node.name not in INDEXED or len(node.args) < 2:  # noqa: PLR2004 - a column and a constant
        return None
    column, *rest = node.args
    if not isinstance(column, Column) or copy.array(column.name) is not None:
        return None
    constants = [each.value for each in rest if isinstance(each, Literal) and isinstance(each.value, str)]
    if len(constants) < len(rest):
        return None
    return _places(node.name, column.name, constants, copy)


def _places(name: str, column: str, constants: list[str], copy: Rows) -> Array | None:
    """Tests of a text with few rows each: by its key or by its parts, then by the text itself."""
    if name in PARTS:
        test, part = TESTS[name], constants[0]
        return copy.places_with(column, part, lambda text: test(text, part))
    found = [copy.places_of(column, each) for each in constants]
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        return None
    return known[0] if len(known) == 1 else np.unique(np.concatenate(known))
