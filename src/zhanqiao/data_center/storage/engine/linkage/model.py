"""What is asked of a linkage and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from zhanqiao.data_center.storage.engine.fields import Field

THRESHOLD = 0.7  # probability from which two rows count as the same; the figures it gives are in bench/README.md
MOST_DISCREPANCIES = 20_000  # kept of one run; all are counted


class Method(StrEnum):
    """How pairs are found: by equal keys, or by the probability that two rows are the same (Fellegi and Sunter, by Splink)."""

    KEYS = "keys"
    PROBABLE = "probable"


class Kind(StrEnum):
    """What a match column holds; how alike two values are is judged accordingly."""

    NAME = "name"  # of a person, an organisation, a place
    PLACE = "place"  # name of the division in which the thing lies
    DIVISION = "division"  # code of that division, GB/T 2260: two digits a level
    CODE = "code"
    DATE = "date"
    TEXT = "text"  # an address, a title


class How(StrEnum):
    """When two values of a pair count as the same."""

    EQUAL = "equal"
    NORMALISED = "normalised"  # … after width, blanks and case are made alike
    NUMBER = "number"  # … within ``tolerance``
    DATE = "date"  # … within ``tolerance`` days
    DIVISION = "division"  # … and codes of townships with and without the zeros of the village's three digits
    CODES = "codes"  # … after A's codes are put in B's words


@dataclass(frozen=True, slots=True)
class MatchColumn:
    """A column of A beside one of B. With keys, those that are not ``key`` are guards: they can deny a pair, not make one."""

    left: str
    right: str
    kind: Kind
    key: bool = True


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A column of A compared with one of B in every pair. ``codes`` puts A's values in B's words."""

    left: str
    right: str
    how: How = How.NORMALISED
    tolerance: float = 0.0
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A release: its serving copy, its fields, and the columns by which its rows are called (default: the match columns)."""

    serving: Path
    fields: tuple[Field, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A whole linkage. ``within``: pairs inside A alone (duplicates); then there is no B and no discrepancy."""

    left: Source
    right: Source
    method: Method
    columns: tuple[MatchColumn, ...]
    rules: tuple[FieldRule, ...] = ()
    threshold: float = THRESHOLD
    one_to_one: bool = True
    within: bool = False


@dataclass(frozen=True, slots=True)
class Different:
    """A discrepancy: rows (from 0, None without one), the columns, the values as text, what is wrong.

    ``kind`` is one of different, missing_in_a, missing_in_b, only_in_a, only_in_b. ``name`` calls the row: the values of
    its naming columns in A, in B for only_in_b; ``time`` tells rows of the same name apart, from 0.
    """

    kind: str
    left: int | None
    right: int | None
    left_column: str
    right_column: str
    left_value: str | None
    right_value: str | None
    name: tuple[str | None, ...]
    time: int = 0


@dataclass(frozen=True, slots=True)
class Linked:
    """The answer. ``pairs`` are rows of A, rows of B, probability; the best come first.

    ``vetoed`` counts pairs denied; ``differences`` are the first MOST_DISCREPANCIES of ``total``.
    """

    pairs: tuple[tuple[int, int, float], ...]
    only_left: int
    only_right: int
    vetoed: int
    ambiguous: int
    differences: tuple[Different, ...]
    total: int
    seconds: float

    @property
    def complete(self) -> bool:
        """Say whether every discrepancy is among ``differences``."""
        return len(self.differences) == self.total
