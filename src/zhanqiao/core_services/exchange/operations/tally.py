"""What a run has come to so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

COUNTS = ("documents", "added", "changed", "unchanged", "returned", "repeated", "gone", "refused", "faults")


@dataclass(slots=True)
class Tally:
    """Counts of a run, and what its end is decided by.

    ``seen`` maps the identifiers met in this run to the digests of their records. ``unread`` are documents that could
    not be read: what was once read there is not gone. ``is_incomplete``: what was not met may still be there.
    """

    documents: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    returned: int = 0
    repeated: int = 0
    gone: int = 0
    refused: int = 0
    faults: int = 0
    seen: dict[str, str] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    is_incomplete: bool = False
    is_unmodified: bool = False
    validators: Mapping[str, str] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Return the counts as the run keeps them."""
        return {name: getattr(self, name) for name in COUNTS}
