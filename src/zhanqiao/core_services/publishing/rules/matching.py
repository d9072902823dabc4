"""Which table of a dataset a table of a new file continues, so that table ids stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ALIKE = 0.5  # shared column names, as a share of all that either has


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table looks like from outside: its id (None: new), name and column names."""

    id: str | None
    name: str
    columns: tuple[str, ...]


def continued(*, known: Sequence[Shape], found: Sequence[Shape]) -> tuple[str | None, ...]:
    """Return for each found table the id of the known table it continues, or None for a new one.

    First by equal name; then, of what is left on both sides, in order, where at least half of the columns
    agree or where the dataset and the file have just one table each. No table is continued twice.
    """
    by_name = {shape.name: shape for shape in known}
    matched = [by_name[shape.name].id if shape.name in by_name else None for shape in found]
    left = [shape for shape in known if shape.id not in matched]
    only_one = len(known) == len(found) == 1
    for position, shape in enumerate(found):
        if matched[position] is None:
            match = next((one for one in left if only_one or _alike(one, shape)), None)
            if match:
                matched[position] = match.id
                left.remove(match)
    return tuple(matched)


def _alike(one: Shape, other: Shape) -> bool:
    first, second = set(one.columns), set(other.columns)
    return len(first & second) >= ALIKE * len(first | second) > 0
