"""Identifiers: short, opaque, stable, safe in a URL and in a file name."""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
LENGTH = 12
PATTERN = re.compile(rf"^[a-z]+_[{ALPHABET}]{{{LENGTH}}}$")


def new_id(*, prefix: str) -> str:
    """Return a new identifier such as ``tbl_7k3f9x2m4q8d`` (60 random bits after the prefix)."""
    return f"{prefix}_" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_id(*, text: str, prefix: str) -> bool:
    """Say whether ``text`` has the form of an identifier with this prefix."""
    return text.startswith(f"{prefix}_") and PATTERN.match(text) is not None
