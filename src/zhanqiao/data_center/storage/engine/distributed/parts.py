"""What a cluster reads of a release."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parts:
    """The data files of a release: addresses that every worker reaches, in row order, and their rows together."""

    release_id: str
    addresses: tuple[str, ...]
    rows: int
