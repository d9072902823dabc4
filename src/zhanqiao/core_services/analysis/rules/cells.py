"""Which of two cells is to be set right, and what the other proposes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from zhanqiao.core_services.analysis.rules.definitions import Authority

Side = Literal["left", "right"]
LONGEST = 2_000  # characters kept of a value; what is longer is cut and proposes nothing


def source_side(*, authority: Authority) -> Side:
    """Return the table whose department looks into it: the one that is not authoritative; A where none is."""
    return "right" if authority is Authority.LEFT else "left"


def proposal(
    *, authority: Authority, left: str | None, right: str | None, codes: Sequence[Sequence[str]] = ()
) -> str | None:
    """Return what should stand in the source's cell: what the authoritative table says, in the source's words.

    ``codes`` are pairs of A's code and B's word. None where neither table is authoritative, the right one is empty or was
    cut, or its code has no counterpart.
    """
    if authority is Authority.NONE:
        return None
    value = left if authority is Authority.LEFT else right
    if not value or len(value) > LONGEST:
        return None
    if not codes:
        return value
    here, there = (0, 1) if authority is Authority.LEFT else (1, 0)
    words = {pair[here]: pair[there] for pair in codes}
    return words.get(value.strip())
