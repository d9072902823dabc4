"""The signing key: from the environment, or made once and kept in the state folder."""

from __future__ import annotations

import secrets
from pathlib import Path

from zhanqiao.kit.environment import value
from zhanqiao.kit.once import kept_once

KEY_FILE = "secret_key"


def secret_key(*, home: Path) -> str:
    """Return the signing key; when none is set, make one readable by the owner only, once."""
    given = str(value("SECRET_KEY"))
    if given:
        return given
    return kept_once(path=home / KEY_FILE, make=lambda: secrets.token_urlsafe(50).encode()).decode("ascii")
