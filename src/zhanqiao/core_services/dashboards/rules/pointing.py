"""A place in a JSON document by its pointer (RFC 6901): ``/data/0/value``."""

from __future__ import annotations

from typing import Any


def pointed(*, document: Any, pointer: str) -> Any:
    """Return what stands at a pointer; empty is the whole document. Raises KeyError with the part that is not there."""
    found = document
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, dict) and name in found:
            found = found[name]
        elif isinstance(found, list) and name.isdecimal() and len(name) < 10 and int(name) < len(found):  # noqa: PLR2004 - longer numbers are no places
            found = found[int(name)]
        else:
            raise KeyError(name)
    return found
