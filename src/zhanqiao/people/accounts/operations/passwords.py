"""Passwords: their rules and their change."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.models import Account
from zhanqiao.people.accounts.operations.guard import admit
from zhanqiao.people.accounts.rules import password_problems
from zhanqiao.people.audit.operations import record


class PasswordRefusedError(ZhanqiaoError):
    """A new password breaks the rules; the old one still holds. ``facts["problems"]`` has all reasons."""

    status = 422
    code = "password-refused"
    sentence = Text(zh="密码没有更改：{problems}", en="The password was not changed: {problems}")

    def __init__(self, *, problems: list[Text]) -> None:
        """Join the problems in both languages."""
        super().__init__(problems=[problem.as_dict() for problem in problems])
        self.text = Text(
            zh=self.sentence.zh.format(problems="".join(problem.zh for problem in problems)),
            en=self.sentence.en.format(problems=" ".join(problem.en for problem in problems)),
        )


FRAME_PROBLEMS = {
    "password_too_short": Text("密码至少要有10个字符。", "A password has at least 10 characters."),
    "password_too_common": Text("这个密码太常见。", "This password is too common."),
    "password_too_similar": Text("密码与用户名过于相似。", "The password is too similar to the user name."),
}
SAME = Text("新密码与现密码相同。", "The new password is the present one.")


def change_password(*, account_id: str, present: str, new: str, by: str, at: datetime) -> None:
    """Change one's own password. A wrong present password counts like a failed login.

    All other sessions of the account end. Raises PasswordRefusedError, WrongPasswordError,
    LoginLockedError, NotFoundError.
    """
    account = Account.objects.filter(pk=account_id, closed_at__isnull=True).first()
    if account is None:
        raise NotFoundError(what=account_id)
    guard = admit(username=account.username, at=at)
    guard.outcome(is_right=account.check_password(present), account_id=account_id)
    if new == present:
        raise PasswordRefusedError(problems=[SAME])
    _set(account=account, password=new, action="account.change_password", by=by, at=at)


def reset_password(*, account_id: str, password: str, by: str, at: datetime) -> None:
    """Give an account a new password without knowing the old one. Raises PasswordRefusedError, NotFoundError."""
    account = Account.objects.filter(pk=account_id, closed_at__isnull=True).first()
    if account is None:
        raise NotFoundError(what=account_id)
    _set(account=account, password=password, action="account.reset_password", by=by, at=at)


def hold_to_password_rules(*, password: str, account: Account) -> None:
    """Raise PasswordRefusedError with every rule the password breaks."""
    problems = [*_frame_problems(password, account), *password_problems(password=password, username=account.username)]
    if problems:
        raise PasswordRefusedError(problems=problems)


def _set(*, account: Account, password: str, action: str, by: str, at: datetime) -> None:
    hold_to_password_rules(password=password, account=account)
    account.set_password(password)
    account.password_changed_at = at
    with transaction.atomic():
        account.save(update_fields=["password", "password_changed_at"])
        record(by=by, action=action, object_type="account", object_id=account.id, detail={}, at=at)


def _frame_problems(password: str, account: Account) -> list[Text]:
    """Return what Django's validators say, in our words in both languages."""
    try:
        validate_password(password, user=account)
    except ValidationError as error:
        return [FRAME_PROBLEMS[one.code] for one in error.error_list if one.code is not None]
    return []
