"""Logging in and out."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import HASH_SESSION_KEY, login, logout
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest

from zhanqiao.people.accounts.models import Account
from zhanqiao.people.accounts.operations.guard import LoginLockedError, WrongPasswordError, admit
from zhanqiao.people.accounts.sessions import BEGAN, SEEN
from zhanqiao.people.audit.operations import record

__all__ = ["LoginLockedError", "WrongPasswordError", "begin_session", "end_session", "keep_session", "log_in"]
BACKEND = "django.contrib.auth.backends.ModelBackend"


def log_in(*, username: str, password: str, at: datetime) -> str:
    """Check a name and a password and return the account's id; the caller begins the session.

    After too many failures in a row the name is locked for a while, known or not. An unknown name
    costs the same time as a wrong password. Raises WrongPasswordError, LoginLockedError.
    """
    guard = admit(username=username, at=at)
    account = Account.objects.filter(username=username.strip().lower(), closed_at__isnull=True).first()
    is_right = account.check_password(password) if account else _equally_slow(password)
    guard.outcome(is_right=is_right, account_id=account.id if account else None)
    return account.id if account else ""


def begin_session(*, request: HttpRequest, account_id: str, at: datetime) -> None:
    """Begin the account's session in this browser, with a new session key, and write its audit line."""
    login(request, Account.objects.get(pk=account_id), backend=BACKEND)
    request.session[BEGAN] = request.session[SEEN] = at.timestamp()
    with transaction.atomic():
        record(by=account_id, action="account.login", object_type="account", object_id=account_id, detail={}, at=at)


def keep_session(*, request: HttpRequest, account_id: str) -> None:
    """Keep this browser's session after its account changed the password; all others end."""
    request.session.cycle_key()
    request.session[HASH_SESSION_KEY] = Account.objects.get(pk=account_id).get_session_auth_hash()


def end_session(*, request: HttpRequest, account_id: str | None, at: datetime) -> None:
    """End the browser's session and forget everything in it."""
    logout(request)
    if account_id is None:
        return
    with transaction.atomic():
        record(by=account_id, action="account.logout", object_type="account", object_id=account_id, detail={}, at=at)


def _equally_slow(password: str) -> bool:
    make_password(password)
    return False
