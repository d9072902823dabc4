"""Numbered pages of a list: which one, how many, which numbers to show."""

from __future__ import annotations

from dataclasses import dataclass

AROUND = 1


@dataclass(frozen=True, slots=True)
class Pages:
    """Page ``number`` of ``count`` (both from 1). ``numbers`` holds None where numbers are left out."""

    number: int
    count: int

    @property
    def previous(self) -> int | None:
        """The page before, None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, None on the last."""
        return self.number + 1 if self.number < self.count else None

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The numbers to show: first, last and those around this one."""
        near = range(self.number - AROUND, self.number + AROUND + 1)
        shown = sorted({1, self.count, *(page for page in near if 1 <= page <= self.count)})
        places: list[int | None] = []
        for page in shown:
            if places and page - (places[-1] or 0) > 1:
                places.append(None)
            places.append(page)
        return tuple(places)


def pages(*, total: int, size: int, number: int) -> Pages:
    """Return the pages of ``total`` things, ``size`` a page; a number past the end becomes the last."""
    count = max(1, -(-total // size))
    return Pages(number=min(max(1, number), count), count=count)
