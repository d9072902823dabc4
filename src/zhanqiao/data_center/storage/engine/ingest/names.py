"""Names of columns and of result files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

LONGEST = 120  # characters of a column name; longer headers are sentences
LONGEST_STEM = 60
_SPACE = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]+")
_UNSAFE = re.compile(r"[^\w\-.()（）]+")


def column_names(*, header: Sequence[str | None], width: int) -> list[str]:
    """Return ``width`` unique names: trimmed as written, empty ones ``列1`` …, repeated ones numbered ``名称_2``."""
    names: list[str] = []
    taken: set[str] = set()
    for place in range(width):
        written = header[place] if place < len(header) else None
        name = free_name(wanted=tidy(written) or f"列{place + 1}", taken=taken)
        taken.add(name.casefold())
        names.append(name)
    return names


def free_name(*, wanted: str, taken: set[str]) -> str:
    """Return ``wanted``, or ``wanted_2`` … when its casefolded form is taken."""
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name


def tidy(text: str | None) -> str:
    """Return a header cell on one line, without control characters and spaces at its ends, of a sane length."""
    return _SPACE.sub(" ", _CONTROL.sub("", text or "")).strip()[:LONGEST].strip()


def safe_stem(*, text: str, taken: Iterable[str] = ()) -> str:
    """Return a file stem without separators or odd characters, unique among ``taken``."""
    stem = _UNSAFE.sub("_", text).strip("._ ")[:LONGEST_STEM] or "table"
    return free_name(wanted=stem, taken={one.casefold() for one in taken})
