"""Entity tags and conditional requests (RFC 9110 §8.8.3, §13)."""

from __future__ import annotations

import hashlib

GZIP_MARK, ZSTD_MARK = "-gzip", "-zstd"
TAG_DIGITS = 32
FORM = "1"  # part of every tag: raise it when the shape of answers changes


def entity_tag(*parts: str) -> str:
    """Return a strong entity tag, quotes included, that names exactly what ``parts`` name."""
    text = "\x1f".join((FORM, *parts))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:TAG_DIGITS]}"'


def tag_of_content(content: bytes, /) -> str:
    """Return a strong entity tag of the bytes themselves."""
    return f'"{hashlib.sha256(content).hexdigest()[:TAG_DIGITS]}"'


def gzipped(tag: str, /) -> str:
    """Return the tag of the gzip coding of what ``tag`` names: strong tags differ by coding."""
    return f'{tag[:-1]}{GZIP_MARK}"'


def zstd_coded(tag: str, /) -> str:
    """Return the tag of the Zstandard coding of what ``tag`` names."""
    return f'{tag[:-1]}{ZSTD_MARK}"'


def holds(*, header: str, tag: str) -> bool:
    """Say whether ``If-None-Match`` names what ``tag`` names, in any coding: a 304 is due."""
    if not header:
        return False
    if header.strip() == "*":
        return True
    return any(_bare(part) == tag for part in header.split(","))


def _bare(part: str) -> str:
    text = part.strip().removeprefix("W/")
    for mark in (GZIP_MARK, ZSTD_MARK):
        if text.endswith(f'{mark}"'):
            return f'{text.removesuffix(mark + chr(34))}"'
    return text
