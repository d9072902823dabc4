"""Who asks: the access card of an account or of a request."""

from __future__ import annotations

from hashlib import sha256
from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries.grants import rights_of
from zhanqiao.people.access.rules import AccessCard, Scope, rights_held
from zhanqiao.people.accounts.queries import AccountCard, account_card, key_of_digest
from zhanqiao.people.accounts.rules import KEY_BEGINNING

ANONYMOUS = AccessCard(account_id=None, kind="anonymous")
BEARER = "bearer "
SIGNER = "verified_signer"


class KeyInvalidError(ZhanqiaoError):
    """An access key was shown that is unknown, revoked or out of date; nothing was read or written."""

    status = 401
    code = "key-invalid"
    sentence = Text(
        zh="访问密钥无效：不存在、已停用或已过期。没有读取或写入任何数据。请在“我的账号”中查看或重新生成密钥。",
        en="The access key is not valid: unknown, revoked or out of date. Nothing was read or written. See 'My place' for "
        "your keys, or make a new one.",
    )


def card_of(*, account_id: str) -> AccessCard:
    """Return the card of an account; the anonymous one when it is unknown or closed. No query when warm."""
    account = account_card(account_id=account_id)
    return _card(account) if account is not None and account.is_active else ANONYMOUS


def card_of_request(request: HttpRequest) -> AccessCard:
    """Return the card of whoever sent the request.

    Without an access key or a session cookie this is the constant anonymous card: no query. With a cookie it costs the
    session's query; the account itself is remembered. A session begun before the password changed
    is worth nothing. A call whose signature was verified carries its signer's card. Raises KeyInvalidError for a key
    that is worth nothing.
    """
    signer: AccessCard | None = getattr(request, SIGNER, None)
    if signer is not None:
        return signer
    secret = secret_in(request)
    if secret:
        return card_of_key(secret=secret)
    session = _session(request)
    if session is None:
        return ANONYMOUS
    account = account_card(account_id=str(session.get(SESSION_KEY, "")))
    if account is None or not account.is_active:
        return ANONYMOUS
    if not constant_time_compare(str(session.get(HASH_SESSION_KEY, "")), account.session_hash):
        return ANONYMOUS
    return _card(account)


def card_of_key(*, secret: str) -> AccessCard:
    """Return the card of an access key: its account's roles, within its scope. Raises KeyInvalidError."""
    key = key_of_digest(digest=sha256(secret.encode()).hexdigest())
    account = account_card(account_id=key.account_id) if key and key.is_valid(at=now()) else None
    if key is None or account is None or not account.is_active:
        raise KeyInvalidError
    return _card(account, scope=key.scope, key_id=key.id)


def note_signer(request: HttpRequest, /, *, account_id: str) -> AccessCard:
    """Let a request count as a program's of this account, because its signature was verified; return the card.

    It may write, as an access key for writing may, and nothing else. Raises KeyInvalidError for a closed account.
    """
    account = account_card(account_id=account_id)
    if account is None or not account.is_active:
        raise KeyInvalidError
    card = _card(account, scope=Scope.WRITE)
    setattr(request, SIGNER, card)
    return card


def secret_in(request: HttpRequest) -> str:
    """Return the access key a request shows: ``Authorization: Bearer …`` (RFC 6750) or, as CKAN has it, the bare key.

    What is no key of ours (another kind of authorisation, a token of another issuer) is left to whoever stands before us.
    """
    shown: str = request.META.get("HTTP_AUTHORIZATION") or request.META.get("HTTP_X_CKAN_API_KEY") or ""
    if shown[: len(BEARER)].lower() == BEARER:
        shown = shown[len(BEARER) :]
    return shown.strip() if shown.lstrip().startswith(KEY_BEGINNING) else ""


def _session(request: HttpRequest) -> SessionBase | None:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    known: SessionBase | None = getattr(request, "session", None)
    if known is not None:
        return known
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key)  # the lean entry has no middleware
    return store


def _card(account: AccountCard, *, scope: Scope | None = None, key_id: str | None = None) -> AccessCard:
    granted = rights_of(account_id=account.id)
    at = now() if granted else None
    return AccessCard(
        account_id=account.id,
        name=account.display_name,
        roles=account.roles,
        kind="key" if scope else "account",
        language=account.language,
        scope=scope,
        rights=rights_held(rights=granted, key_id=key_id, at=at, by_hand=scope is None) if at else (),
        at=at,
    )
