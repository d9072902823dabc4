"""What is kept of a question: its shape. Values are left out, for they may be personal. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 500
TEXTS = re.compile(
    r"\$(\w*)\$.*?(?:\$\1\$|\Z)"  # $$text$$ and $name$text$name$
    r"|--[^\n]*|/\*.*?(?:\*/|\Z)"  # comments
    r"|\b[eE]'(?:\\.|''|[^'\\])*'?"  # texts with escapes
    r"|'(?:[^']|'')*'?|\"(?:[^\"]|\"\")*\"?",
    re.DOTALL,
)
NUMBERS = re.compile(r"(?<![\w.])[-+]?\d[\w.:\-/]*")
NAMED = frozenset(
    {"select", "group_by", "order_by", "sort", "format", "count", "operation"}
)  # hold names of columns only
SHAPED = frozenset({"where", "$where", "having", "sql", "$filter", "filter"})
IDENTIFIER = re.compile(r"[\w.-]{1,64}")


def shape_of(parameters: Iterable[tuple[str, str]], /) -> str:
    """Return the names of parameters, of conditions also their form with ``?`` for every value; at most 500 characters.

    Bare words of a condition stay (they are columns and functions); quoted texts, numbers and dates go.
    """
    parts = (_shaped(name, text) for name, text in parameters)
    return "&".join(parts)[:LONGEST]


def _shaped(name: str, text: str) -> str:
    shown = name if IDENTIFIER.fullmatch(name.removeprefix("$")) else "?"
    if name in SHAPED or name in NAMED:
        return f"{shown}={without_values(text)}"
    return f"{shown}=?"


def without_values(text: str, /) -> str:
    """Replace quoted texts, comments and numbers by ``?``."""
    return NUMBERS.sub("?", TEXTS.sub("?", text))
