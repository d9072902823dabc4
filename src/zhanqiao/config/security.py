"""The signing key: from the environment, or made once and kept in the state folder."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from zhanqiao.kit.environment import value

KEY_FILE = "secret_key"


def secret_key(*, home: Path) -> str:
    """Return the signing key; when none is set, make one readable by the owner only, once."""
    given = str(value("SECRET_KEY"))
    if given:
        return given
    path = home / KEY_FILE
    if not path.exists():
        _write_once(path)
    return path.read_text(encoding="ascii")


def _write_once(path: Path) -> None:
    draft = path.with_name(f"{KEY_FILE}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
    try:
        with suppress(FileExistsError):  # two processes at first start: one key wins, both read it
            os.link(draft, path)
    finally:
        draft.unlink()
