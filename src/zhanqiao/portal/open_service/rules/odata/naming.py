"""Names of columns as OData identifiers: letters of any script, marks, digits and connectors, 128 at most.

Source: ``odataIdentifier`` of the ABNF of OData 4.0. Most Chinese names are identifiers as they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 128
KEY = "RowNumber"
LEADING = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"})
FOLLOWING = LEADING | {"Nd", "Mn", "Mc", "Pc", "Cf"}
LETTERED = "_"


@dataclass(frozen=True, slots=True)
class Property:
    """A column as a property: its OData name, the column's own name, its logical type, digits of a decimal."""

    name: str
    column: str
    kind: str
    precision: int | None = None
    scale: int | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """The properties of an entity type by OData name, in order, and the name of its key: the number of the row."""

    properties: Mapping[str, Property]
    key: str


@lru_cache(maxsize=1024)
def shape_of(columns: tuple[tuple[str, str, int | None, int | None], ...], /) -> Shape:
    """Return the shape of a table from the name, logical type, precision and scale of its columns."""
    names = property_names(names=[column[0] for column in columns])
    found = [Property(name, *column) for name, column in zip(names, columns, strict=True)]
    key = _free(KEY, {name.casefold() for name in names})
    return Shape({each.name: each for each in found}, key)


def property_names(*, names: Sequence[str]) -> tuple[str, ...]:
    """Return an identifier for each name, no two alike even without regard to case; legal names stay as they are."""
    legal = {name.casefold() for name in names if identifier(name) == name}
    given: list[str] = []
    taken: set[str] = set()
    for name in names:
        own = identifier(name)
        others = taken if own == name else taken | legal
        given.append(_free(own, others))
        taken.add(given[-1].casefold())
    return tuple(given)


def identifier(text: str, /) -> str:
    """Return an OData identifier as near to ``text`` as can be."""
    marked = "".join(sign if unicodedata.category(sign) in FOLLOWING else LETTERED for sign in text) or LETTERED
    leading = marked[0] == LETTERED or unicodedata.category(marked[0]) in LEADING
    return (marked if leading else LETTERED + marked)[:LONGEST]


def _free(name: str, taken: Iterable[str]) -> str:
    others, number, found = frozenset(taken), 2, name
    while found.casefold() in others:
        end = f"_{number}"
        found, number = name[: LONGEST - len(end)] + end, number + 1
    return found
