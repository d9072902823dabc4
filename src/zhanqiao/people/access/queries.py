"""Who asks: the access card of an account or of a request."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.accounts.queries import AccountCard, account_card

ANONYMOUS = AccessCard(account_id=None, kind="anonymous")


def card_of(*, account_id: str) -> AccessCard:
    """Return the card of an account; the anonymous one when it is unknown or closed. No query when warm."""
    account = account_card(account_id=account_id)
    return _card(account) if account is not None and account.is_active else ANONYMOUS


def card_of_request(request: HttpRequest) -> AccessCard:
    """Return the card of whoever sent the request.

    Without a session cookie this is the constant anonymous card: no query. With one it costs the
    session's query; the account itself is remembered. A session begun before the password changed
    is worth nothing.
    """
    session = _session(request)
    if session is None:
        return ANONYMOUS
    account = account_card(account_id=str(session.get(SESSION_KEY, "")))
    if account is None or not account.is_active:
        return ANONYMOUS
    if not constant_time_compare(str(session.get(HASH_SESSION_KEY, "")), account.session_hash):
        return ANONYMOUS
    return _card(account)


def _session(request: HttpRequest) -> SessionBase | None:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    known: SessionBase | None = getattr(request, "session", None)
    if known is not None:
        return known
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key)  # the lean entry has no middleware
    return store


def _card(account: AccountCard) -> AccessCard:
    return AccessCard(account_id=account.id, name=account.display_name, roles=account.roles, language=account.language)
