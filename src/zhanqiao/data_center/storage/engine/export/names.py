"""Column names as XML element names."""

from __future__ import annotations

import re

START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
LATER = START + r"\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"
_START = re.compile(f"[{START}]")
_LATER = re.compile(f"[{LATER}]")
_LOOKS_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4,6}_")


def element_name(name: str) -> str:
    """Return a column name as an XML name that can be turned back.

    Chinese names are valid as they are. A character that XML does not allow becomes ``_xHHHH_`` (its code point), as
    Excel and SQL Server write it; an underscore that would read as such an escape becomes ``_x005F_``.
    """
    return "".join(_escaped(name, place) for place in range(len(name))) or "_x0000_"


def column_name(element: str) -> str:
    """Return the column name that :func:`element_name` was given."""
    return re.sub(r"_x([0-9A-Fa-f]{4,6})_", lambda found: chr(int(found.group(1), 16)), element)


def _escaped(name: str, place: int) -> str:
    character = name[place]
    allowed = _LATER if place else _START
    if not allowed.match(character) or (character == "_" and _LOOKS_ESCAPED.match(name, place)):
        return f"_x{ord(character):04X}_"
    return character
