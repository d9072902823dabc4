"""The row numbers of sorted or filtered answers, in their order: pages deep in them then cost no sorting and no scan.

Sorting a million rows costs about a second, and who scrolls through them asks for a dozen pages a second. Releases do not
change, so an order stays right for ever; the least recently used make room.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy.typing as npt

DEEP = 10_000  # rows before a page; the first ones are found quicker than a whole order
MOST_ROWS = 5_000_000  # of an order that is remembered: 40 MB while it is made, 20 MB after
MOST_BYTES = 64 << 20  # of all orders that one process remembers
Places = npt.NDArray[Any]  # whole numbers


@dataclass(slots=True)
class _Entry:
    places: Places | None = None
    making: Lock = field(default_factory=Lock)


class Orders:
    """Orders by serving copy and question. Two who ask for the same one wait for one sorting."""

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        """Remember orders of at most so many bytes together."""
        self._most_bytes = most_bytes
        self._entries: OrderedDict[tuple[str, str], _Entry] = OrderedDict()
        self._lock = Lock()

    def of(self, *, copy: str, question: str, make: Callable[[], Places]) -> Places:
        """Return the row numbers of a question in order, made at the first time; what ``make`` raises is not remembered."""
        key = (copy, question)
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
        with entry.making:
            places = entry.places
            if places is None:
                places = entry.places = make()
                self._make_room()
        return places

    @property
    def bytes(self) -> int:
        """Return how much is remembered."""
        with self._lock:
            return self._bytes()

    def _make_room(self) -> None:
        with self._lock:
            while len(self._entries) > 1 and self._bytes() > self._most_bytes:
                self._entries.popitem(last=False)

    def _bytes(self) -> int:
        return sum(0 if one.places is None else one.places.nbytes for one in self._entries.values())


ORDERS = Orders()
