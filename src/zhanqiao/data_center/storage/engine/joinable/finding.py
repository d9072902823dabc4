"""Candidates for joins: columns of which one's values are mostly among the other's, without the trivial ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.joinable.sketches import KEYS, MOMENTS, ColumnSketch

SAMPLE = 1_024  # hashes that are looked up; a share is then within 3 % mostly
LEAST = 0.5  # share of distinct values of the smaller column
SURE = 0.8  # share that will do when names say nothing
MANY = 20  # distinct values that are hardly among others by chance
ALIKE = 0.5
SHORTEST = 3  # characters on average: shorter texts are often among others by chance
LONG_NUMBER = 6  # digits on average, as division codes have; shorter ones are equal by chance
GENERIC = frozenset({"code", "id", "no", "num", "number", "name", "key", "row", "index", *"代码编号名称序行"})
WORD = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*|[0-9]+|[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two columns, the left of the table that was asked about.

    ``share`` is that of the distinct values of the column with fewer of them (``left_in_right`` says which) that the
    other has too, and ``alike`` how like each other their names and meanings are, both from 0 to 1.
    """

    left: ColumnSketch
    right: ColumnSketch
    share: float
    left_in_right: bool
    alike: float

    @property
    def score(self) -> float:
        """Return how good a key this is, from 0 to 1."""
        few = min(1.0, min(self.left.distinct, self.right.distinct) / MANY)
        key = self.left.meaning in KEYS or self.right.meaning in KEYS
        return round(0.5 * self.share + 0.25 * self.alike + 0.15 * few + 0.1 * key, 4)

    @property
    def has_unique_side(self) -> bool:
        """Whether the values of one column stand once each, so that rows do not multiply."""
        return self.left.unique or self.right.unique


def candidates(*, left: Sequence[ColumnSketch], right: Sequence[ColumnSketch]) -> list[Candidate]:
    """Return pairs of columns of two tables that may be joined, the best first."""
    found = (_candidate(mine, other) for mine in left for other in right if _comparable(mine, other))
    return sorted((each for each in found if each and _serious(each)), key=lambda each: -each.score)


def shared(*, small: ColumnSketch, large: ColumnSketch) -> float:
    """Return the share of the distinct values of ``small`` that ``large`` has; an estimate where either is cut."""
    sample = small.hashes
    if large.cut:
        sample = sample[: np.searchsorted(sample, large.hashes[-1], side="right")]
    sample = sample[:SAMPLE]
    if not len(sample):
        return 0.0
    places = np.searchsorted(large.hashes, sample)
    places[places == len(large.hashes)] = 0
    return float(np.mean(large.hashes[places] == sample))


def alike(*, left: ColumnSketch, right: ColumnSketch) -> float:
    """Return how like each other names and meanings are."""
    if left.name.casefold() == right.name.casefold():
        return 1.0
    if left.meaning == right.meaning == "division_code":
        return 0.9
    first, second = _words(left.name), _words(right.name)
    common = len(first & second) / min(len(first), len(second)) if first and second else 0.0
    same = 0.3 if left.meaning == right.meaning and left.meaning in KEYS else 0.0
    return min(1.0, 0.8 * common + same)


def _comparable(left: ColumnSketch, right: ColumnSketch) -> bool:
    if not (left.is_key and right.is_key) or (left.type in MOMENTS) != (right.type in MOMENTS):
        return False
    return left.type == right.type or left.type not in MOMENTS


def _candidate(left: ColumnSketch, right: ColumnSketch) -> Candidate | None:
    small, large = (left, right) if left.distinct <= right.distinct else (right, left)
    share = shared(small=small, large=large)
    if share < LEAST:
        return None
    return Candidate(left, right, share, small is left, alike(left=left, right=right))


def _serious(found: Candidate) -> bool:
    """Keep out what is equal by chance: numbers and moments need names that agree; counted ones a name that says of what."""
    if found.left.counting or found.right.counting:
        return found.alike == 1.0 and bool(_words(found.left.name))
    if found.alike >= ALIKE:
        return True
    if found.left.type in MOMENTS or _is_short_number(found.left) or _is_short_number(found.right):
        return False
    few = min(found.left.distinct, found.right.distinct)
    if few >= MANY:
        return found.share >= SURE
    return found.share == 1.0 and found.has_unique_side and min(found.left.length, found.right.length) >= SHORTEST


def _is_short_number(column: ColumnSketch) -> bool:
    return column.type is LogicalType.INTEGER or (column.digits and column.length < LONG_NUMBER)


def _words(name: str) -> set[str]:
    return set(_each_word(name)) - GENERIC


def _each_word(name: str) -> Iterator[str]:
    for word in WORD.findall(name):
        yield word.casefold()
