"""What a caller prefers: the language of sentences and the coding of bytes (RFC 9110 §12)."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Language = Literal["zh", "en"]
DEFAULT_LANGUAGE: Language = "zh"
HEADERS_REMEMBERED = 512


@lru_cache(maxsize=HEADERS_REMEMBERED)
def language_of(accept_language: str, /) -> Language:
    """Return the language an ``Accept-Language`` header prefers: Chinese unless English weighs more."""
    weights = {"zh": 0.0, "en": 0.0}
    for name, weight in _weighed(accept_language):
        key = name[:2]
        if key in weights and name[2:3] in ("", "-"):
            weights[key] = max(weights[key], weight)
    return "en" if weights["en"] > weights["zh"] else DEFAULT_LANGUAGE


@lru_cache(maxsize=HEADERS_REMEMBERED)
def accepts_gzip(accept_encoding: str, /) -> bool:
    """Say whether an ``Accept-Encoding`` header allows gzip (``*`` counts unless gzip is refused)."""
    weights = dict(_weighed(accept_encoding))
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


@lru_cache(maxsize=HEADERS_REMEMBERED)
def accepts_zstd(accept_encoding: str, /) -> bool:
    """Say whether an ``Accept-Encoding`` header names Zstandard; ``*`` does not count, for few can read it."""
    return dict(_weighed(accept_encoding)).get("zstd", 0.0) > 0


def _weighed(header: str) -> list[tuple[str, float]]:
    entries = []
    for part in header.lower().split(","):
        name, _, options = part.partition(";")
        if name.strip():
            entries.append((name.strip(), _weight(options)))
    return entries


def _weight(options: str) -> float:
    for option in options.split(";"):
        key, _, value = option.partition("=")
        if key.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
