"""Which columns are likely to name places, and whether two lists of names are of the same places. No Django, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable

NAMES = re.compile(
    r"(站名|车站|村居|社区|街道|乡镇|地名|区县|区市|行政区|名称|^name|name$|station|place|district|town)", re.IGNORECASE
)
CODED = re.compile(r"(代码|编码|编号|code|(^|_)id$)", re.IGNORECASE)
MOST_COLUMNS = 4
MOST_NAMED_ROWS = 20_000  # names of a larger table are not read for a suggestion
FEWEST = 10  # names in common: fewer are alike by chance
LEAST = 0.2  # share of the names of the smaller list


def names_places(*, column: str) -> bool:
    """Say whether a column of texts is likely to hold names of places."""
    return bool(NAMES.search(column)) and not CODED.search(column)


def are_same_places(*, left: Iterable[str], right: Iterable[str]) -> int:
    """Return how many names two lists have in common where that is no chance, else 0."""
    first, second = frozenset(left), frozenset(right)
    common = len(first & second)
    fewer = min(len(first), len(second))
    return common if common >= FEWEST and common >= LEAST * fewer else 0
