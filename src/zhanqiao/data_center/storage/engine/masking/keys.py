"""The city's key of masks: equal values of two tables are hashed alike, and nobody outside can try them out."""

from __future__ import annotations

from functools import partial
from secrets import token_bytes

from zhanqiao.kit.environment import home
from zhanqiao.kit.once import kept_once

KEY_FILE, KEY_BYTES = "masking_key", 32


def masking_key() -> bytes:
    """Return the city's key of masks, made once in HOME and readable by the service alone. Never written anywhere else."""
    return kept_once(path=home() / KEY_FILE, make=partial(token_bytes, KEY_BYTES))
