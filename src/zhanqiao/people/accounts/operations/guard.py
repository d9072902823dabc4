"""The login guard: every attempt is counted before the password is looked at, so parallel guesses count too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction

from zhanqiao.kit.digests import sm3
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.models import LoginGuard
from zhanqiao.people.accounts.rules import Attempts, attempts_at, may_attempt
from zhanqiao.people.audit.operations import record

UNKNOWN = "unknown"
FORGOTTEN_AFTER = timedelta(days=1)


class WrongPasswordError(ZhanqiaoError):
    """The name or the password is wrong; which of them is not said."""

    status = 422
    code = "wrong-password"
    sentence = Text(
        zh="用户名或密码不正确。还可以再试{remaining}次，之后将锁定{minutes}分钟。",
        en="The user name or the password is wrong. {remaining} more attempts, then a pause of {minutes} minutes.",
    )


class LoginLockedError(ZhanqiaoError):
    """Too many failures under this name; nobody can log in under it for a while."""

    status = 429
    code = "login-locked"
    sentence = Text(
        zh="连续登录失败次数过多，此用户名已锁定，请在{minutes}分钟后再试。忘记密码请联系系统管理员。",
        en="Too many failed logins: this user name is locked. Try again in {minutes} minutes, "
        "or ask the system administrator for a new password.",
    )


@dataclass(slots=True)
class Admission:
    """One attempt that was let in and is already counted."""

    digest: str
    count: int
    at: datetime

    def outcome(self, *, is_right: bool, account_id: str | None) -> None:
        """Clear the count, or lock the name at the limit and raise WrongPasswordError or LoginLockedError."""
        if is_right:
            LoginGuard.objects.filter(pk=self.digest).update(attempts=0, locked_until=None)
            return
        remaining = max(0, _limit() - self.count)
        with transaction.atomic():
            if not remaining:
                LoginGuard.objects.filter(pk=self.digest).update(locked_until=self.at + _lock())
            self._record_failure(account_id=account_id, is_locked=not remaining)
        if remaining:
            raise WrongPasswordError(remaining=remaining, minutes=_minutes(_lock()))
        raise LoginLockedError(minutes=_minutes(_lock()))

    def _record_failure(self, *, account_id: str | None, is_locked: bool) -> None:
        who = account_id or UNKNOWN
        detail = {"attempt": self.count, "locked": is_locked}
        record(by=who, action="account.login_failed", object_type="account", object_id=who, detail=detail, at=self.at)


@transaction.atomic
def admit(*, username: str, at: datetime) -> Admission:
    """Count an attempt under a name and return it for its outcome. Raises LoginLockedError."""
    digest = sm3(content=username.strip().lower().encode())
    LoginGuard.objects.filter(last_attempt_at__lt=at - FORGOTTEN_AFTER).exclude(pk=digest).delete()
    LoginGuard.objects.bulk_create([LoginGuard(name_digest=digest, last_attempt_at=at)], ignore_conflicts=True)
    guard = LoginGuard.objects.select_for_update().get(pk=digest)
    known = Attempts(count=guard.attempts, last_at=guard.last_attempt_at, locked_until=guard.locked_until)
    attempts = attempts_at(attempts=known, at=at, lock=_lock())
    if not may_attempt(attempts=attempts, at=at, limit=_limit()):
        raise LoginLockedError(minutes=_minutes((attempts.locked_until or at + _lock()) - at))
    guard.attempts, guard.last_attempt_at, guard.locked_until = attempts.count + 1, at, None
    guard.save()
    return Admission(digest=digest, count=guard.attempts, at=at)


def _limit() -> int:
    return int(value("LOGIN_ATTEMPTS"))


def _lock() -> timedelta:
    return timedelta(minutes=int(value("LOGIN_LOCK_MINUTES")))


def _minutes(span: timedelta) -> int:
    return max(1, ceil(span.total_seconds() / 60))
