"""Counting uses and searches as they happen: no query, no name, no address of a visitor."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from zhanqiao.core_services.statistics.engine.uses import SEARCH, Uses
from zhanqiao.core_services.statistics.rules.searching import week_of, worth_counting
from zhanqiao.kit.environment import home
from zhanqiao.kit.once import kept_once

FOLDER = home() / "uses"
USES = Uses(FOLDER)
count_use = USES.count
MARK_BYTES = 8
KEY_BYTES = 32


def note_search(*, words: str, is_fruitless: bool, visitor: str, at: datetime) -> None:
    """Count that a visitor searched words. ``visitor`` tells one from another and is forgotten: only a keyed digest is left."""
    told = worth_counting(words)
    if not told:
        return
    key = key_of_week(week=week_of(at=at))
    mark = hashlib.blake2b(visitor.encode(), key=key, digest_size=MARK_BYTES).hexdigest()
    USES.add((SEARCH, told, mark, "none" if is_fruitless else "some"))


def key_of_week(*, week: str) -> bytes:
    """Return the week's key, made by whoever needs it first."""
    return kept_once(path=FOLDER / f"{week}.key", make=lambda: secrets.token_bytes(KEY_BYTES))
