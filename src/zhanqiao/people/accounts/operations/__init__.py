"""Writes about accounts: making and closing them, roles, passwords, logging in and out, the demo's accounts."""

from __future__ import annotations

from zhanqiao.people.accounts.operations.accounts import (
    AccountRefusedError,
    close_account,
    close_demo_accounts,
    create_account,
    set_language,
)
from zhanqiao.people.accounts.operations.demo import DEMO_PASSWORD, DemoAccount, ensure_demo_accounts
from zhanqiao.people.accounts.operations.keys import KeyRefusedError, make_key, revoke_key
from zhanqiao.people.accounts.operations.logins import (
    LoginLockedError,
    WrongPasswordError,
    begin_session,
    end_session,
    keep_session,
    log_in,
)
from zhanqiao.people.accounts.operations.passwords import PasswordRefusedError, change_password, reset_password
from zhanqiao.people.accounts.operations.roles import RoleRefusedError, grant_role, revoke_role

__all__ = [
    "DEMO_PASSWORD",
    "AccountRefusedError",
    "DemoAccount",
    "KeyRefusedError",
    "LoginLockedError",
    "PasswordRefusedError",
    "RoleRefusedError",
    "WrongPasswordError",
    "begin_session",
    "change_password",
    "close_account",
    "close_demo_accounts",
    "create_account",
    "end_session",
    "ensure_demo_accounts",
    "grant_role",
    "keep_session",
    "log_in",
    "make_key",
    "reset_password",
    "revoke_key",
    "revoke_role",
    "set_language",
]
