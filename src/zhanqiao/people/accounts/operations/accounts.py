"""Making, closing and adjusting accounts."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.events import AccountChanged, announce
from zhanqiao.people.accounts.models import Account
from zhanqiao.people.accounts.operations.passwords import hold_to_password_rules
from zhanqiao.people.accounts.rules import username_problem
from zhanqiao.people.audit.operations import record

LANGUAGES = frozenset({"zh-hans", "en"})


class AccountRefusedError(ZhanqiaoError):
    """An account cannot be made or changed as asked; nothing was changed."""

    status = 422
    code = "account-refused"
    sentence = Text(zh="账号没有保存：{reason}", en="The account was not saved: {reason}")

    def __init__(self, *, reason: Text) -> None:
        """Say why in both languages."""
        super().__init__(reason=reason.en)
        self.text = Text(zh=self.sentence.zh.format(reason=reason.zh), en=self.sentence.en.format(reason=reason.en))


TAKEN = Text("用户名已被使用。", "The user name is taken.")
UNKNOWN_LANGUAGE = Text("没有这种语言。", "There is no such language.")


@transaction.atomic
def create_account(
    *,
    username: str,
    display_name: str,
    password: str,
    department_id: str | None = None,
    language: str = "zh-hans",
    by: str,
    at: datetime,
) -> str:
    """Make an account without roles and return its id. Raises AccountRefusedError, PasswordRefusedError."""
    if problem := username_problem(username):
        raise AccountRefusedError(reason=problem)
    if language not in LANGUAGES:
        raise AccountRefusedError(reason=UNKNOWN_LANGUAGE)
    account = Account(
        username=username,
        display_name=display_name,
        department_id=department_id,
        language=language,
        created_at=at,
        created_by=by,
        password_changed_at=at,
    )
    hold_to_password_rules(password=password, account=account)
    account.set_password(password)
    _insert(account)
    told(account_id=account.id, action="account.create", by=by, at=at, detail={"department": department_id})
    return account.id


@transaction.atomic
def close_account(*, account_id: str, by: str, at: datetime) -> None:
    """Close an account: it cannot log in, its sessions end, its row and its traces stay. Raises NotFoundError."""
    account = open_account(account_id=account_id)
    account.closed_at, account.closed_by = at, by
    account.save(update_fields=["closed_at", "closed_by"])
    told(account_id=account_id, action="account.close", by=by, at=at, detail={})


@transaction.atomic
def set_language(*, account_id: str, language: str, by: str, at: datetime) -> None:
    """Set the language an account is greeted in. Raises AccountRefusedError, NotFoundError."""
    if language not in LANGUAGES:
        raise AccountRefusedError(reason=UNKNOWN_LANGUAGE)
    account = open_account(account_id=account_id)
    account.language = language
    account.save(update_fields=["language"])
    told(account_id=account_id, action="account.set_language", by=by, at=at, detail={"language": language})


def close_demo_accounts(*, by: str, at: datetime) -> tuple[str, ...]:
    """Close every demo account and return the ids: then the server may be reached from outside."""
    ids = tuple(Account.objects.filter(is_demo=True, closed_at__isnull=True).values_list("id", flat=True))
    for account_id in ids:
        close_account(account_id=account_id, by=by, at=at)
    return ids


def open_account(*, account_id: str) -> Account:
    """Return an account that is not closed, locked until the transaction ends. Raises NotFoundError."""
    account = Account.objects.select_for_update().filter(pk=account_id, closed_at__isnull=True).first()
    if account is None:
        raise NotFoundError(what=account_id)
    return account


def told(*, account_id: str, action: str, by: str, at: datetime, detail: dict[str, object]) -> None:
    """Write the operation's audit line and announce its event."""
    record(by=by, action=action, object_type="account", object_id=account_id, detail=detail, at=at)
    announce(AccountChanged(account_id=account_id, action=action, by=by))


def _insert(account: Account) -> None:
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        if Account.objects.filter(username=account.username).exists():
            raise AccountRefusedError(reason=TAKEN) from error
        raise
