"""Secrets of sources, encrypted at rest: the key lies in the state folder, readable by its owner only, not in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken

from zhanqiao.kit.environment import home
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.once import kept_once
from zhanqiao.kit.texts import Text

KEY_FILE = "connectors.key"


class SecretLostError(ZhanqiaoError):
    """A secret was encrypted by another key than the one in the state folder."""

    status = 500
    code = "connector-secret-lost"
    sentence = Text(
        zh="无法解开连接器“{key}”的口令：状态目录中的 connectors.key 不是当初的那一个。请恢复该文件，或重新登记口令。",
        en="The secret of the connector '{key}' cannot be opened: connectors.key in the state folder is not the one it was closed "
        "with. Restore that file, or register the secret again.",
    )


def closed(secret: Mapping[str, str], /) -> str:
    """Return a secret encrypted (Fernet: AES-128-CBC with HMAC-SHA256), empty for none."""
    return _cipher().encrypt(json.dumps(dict(secret)).encode()).decode() if secret else ""


def opened(text: str, /, *, key: str) -> dict[str, str]:
    """Return the secret of the connector ``key``. Raises SecretLostError."""
    if not text:
        return {}
    try:
        found: dict[str, str] = json.loads(_cipher().decrypt(text.encode()))
    except InvalidToken:
        raise SecretLostError(key=key) from None
    return found


def _cipher() -> Fernet:
    return Fernet(kept_once(path=home() / KEY_FILE, make=Fernet.generate_key))
