"""How many rows fit, told from some blocks of a table: an estimate, and between which bounds the count likely lies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

BLOCK = 2048  # rows that the engine reads at once, and of which it draws all or none
LOOKED_AT = 200_000  # rows, about a hundred blocks: 3 ms, whatever the size of the table
SEED = 20_261_127  # any number; the same one gives the same estimate for a release
LEAST_BLOCKS = 10
SURE = 2  # standard errors on each side: nineteen of twenty intervals hold the count


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimated count of ``rows``, likely from ``low`` to ``high``; ``found`` of the ``looked_at`` rows did fit."""

    rows: int
    low: int
    high: int
    looked_at: int
    found: int


def percent(*, rows: int) -> float:
    """Return the share of a table's blocks to draw, in percent."""
    return min(100.0, 100 * LOOKED_AT / rows)


def estimated(*, blocks: Sequence[tuple[int, int]], rows: int) -> Estimate | None:
    """Return the estimate from blocks of (rows, rows that fit); None when they are too few to tell.

    Rows of a block resemble each other, so that the bounds follow from how blocks differ (ratio estimate of a cluster
    sample, Cochran 1977, § 2.11), and are never closer than those of independent rows that are found seldom.
    """
    looked_at, found = sum(size for size, _ in blocks), sum(fits for _, fits in blocks)
    if len(blocks) < LEAST_BLOCKS:
        return None
    share, scale = found / looked_at, rows / looked_at
    spread = sum((fits - share * size) ** 2 for size, fits in blocks) * len(blocks) / (len(blocks) - 1)
    unseen = math.sqrt(1 - looked_at / rows)  # who has seen all knows
    margin = unseen * scale * max(SURE * math.sqrt(spread), SURE * math.sqrt(found + 1) + 1)
    near = round(share * rows)
    low, high = max(found, math.floor(near - margin)), min(rows - looked_at + found, math.ceil(near + margin))
    return Estimate(near, low, max(near, high), looked_at, found)
