"""When two engines gave the same answer."""

from __future__ import annotations

import math
from typing import Any

from zhanqiao.data_center.storage.engine.query import RowsPage


def check_same(here: RowsPage, there: RowsPage) -> None:
    """Everything is equal; doubles to twelve digits, for a sum depends on its order."""
    assert (here.engine, there.engine) == ("duckdb", "spark")
    assert there.columns == here.columns
    assert (there.total, there.next, there.limits) == (here.total, here.next, here.limits)
    assert [[alike(cell) for cell in row] for row in there.rows] == [[alike(cell) for cell in row] for row in here.rows]


def alike(cell: Any) -> Any:
    return float(f"{cell:.12g}") if isinstance(cell, float) and math.isfinite(cell) else cell
