"""Access keys: made by their owner, shown once, revoked by whoever may."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.models import CHANGES, AccessKey
from zhanqiao.people.accounts.operations.accounts import open_account, told
from zhanqiao.people.accounts.rules import KEY_BEGINNING, KEY_DAYS, Scope

SECRET_BYTES = 30
SHOWN = 9  # characters of a secret that tell keys apart
MOST_KEYS = 20


class KeyRefusedError(ZhanqiaoError):
    """A key cannot be made as asked; nothing was made."""

    status = 422
    code = "key-refused"
    sentence = Text(zh="没有生成访问密钥：{reason}", en="No access key was made: {reason}")

    def __init__(self, *, reason: Text) -> None:
        """Say why in both languages."""
        super().__init__(reason=reason.en)
        self.text = Text(zh=self.sentence.zh.format(reason=reason.zh), en=self.sentence.en.format(reason=reason.en))


WRONG_DAYS = Text(f"有效期应为1至{KEY_DAYS}天。", f"A key lives for 1 to {KEY_DAYS} days.")
NAMELESS = Text("请为密钥起一个名称。", "Give the key a name.")
TOO_MANY = Text(
    f"一个账号最多有{MOST_KEYS}个有效密钥，请先停用不用的。",
    f"An account has at most {MOST_KEYS} valid keys; revoke one that is not used.",
)


@transaction.atomic
def make_key(*, account_id: str, name: str, scope: Scope, days: int, by: str, at: datetime) -> tuple[str, str]:
    """Make an access key for ``days`` and return its id and its secret, which cannot be had again.

    Raises KeyRefusedError, NotFoundError.
    """
    account = open_account(account_id=account_id)
    problem = _problem(account_id=account_id, name=name, days=days, at=at)
    if problem:
        raise KeyRefusedError(reason=problem)
    secret = KEY_BEGINNING + secrets.token_urlsafe(SECRET_BYTES)
    key = AccessKey.objects.create(
        account=account,
        name=name.strip(),
        scope=scope.value,
        digest=digest_of(secret=secret),
        beginning=secret[:SHOWN],
        created_by=by,
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    CHANGES.changed()
    detail: dict[str, object] = {"key": key.id, "scope": scope.value, "days": days}
    told(account_id=account_id, action="account.make_key", by=by, at=at, detail=detail)
    return key.id, secret


@transaction.atomic
def revoke_key(*, key_id: str, account_id: str, by: str, at: datetime) -> None:
    """Revoke a key of an account; it is worth nothing from then on. Raises NotFoundError."""
    key = AccessKey.objects.select_for_update().filter(pk=key_id, account_id=account_id, revoked_at=None).first()
    if key is None:
        raise NotFoundError(what=key_id)
    key.revoked_by, key.revoked_at = by, at
    key.save(update_fields=["revoked_by", "revoked_at"])
    CHANGES.changed()
    told(account_id=account_id, action="account.revoke_key", by=by, at=at, detail={"key": key_id})


def digest_of(*, secret: str) -> str:
    """Return what is kept of a secret: SHA-256, enough for 240 random bits."""
    return sha256(secret.encode()).hexdigest()


def _problem(*, account_id: str, name: str, days: int, at: datetime) -> Text | None:
    if not name.strip():
        return NAMELESS
    if not 1 <= days <= KEY_DAYS:
        return WRONG_DAYS
    valid = AccessKey.objects.filter(account_id=account_id, revoked_at=None, expires_at__gt=at).count()
    return TOO_MANY if valid >= MOST_KEYS else None
