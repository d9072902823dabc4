r"""LIKE of CQL2, whose backslash makes a wildcard plain, in the words of a query model whose LIKE knows no such sign."""

from __future__ import annotations

import re

PART = re.compile(r"\\(.)|(.)", re.DOTALL)
WILD = frozenset("%_")


def like(*, tested: str, pattern: str) -> str:
    r"""Return the condition that a text fits a pattern, in which ``\%`` is a percent sign."""
    parts = [(found[1] or found[2], found[1] is None and found[2] in WILD) for found in PART.finditer(pattern)]
    if not any(char in WILD and not wild for char, wild in parts):
        return f"{tested} LIKE {_quoted(''.join(char for char, _ in parts))}"
    written = "".join(char if wild or char not in {*WILD, "\\"} else f"\\{char}" for char, wild in parts)
    return f"like_escaped({tested}, {_quoted(written)})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
