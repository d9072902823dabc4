"""``zhanqiao accounts``: making accounts and giving roles from the server's terminal, before anybody can log in."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable

import django

from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import require_prepared
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.rules import COMMAND_LINE

PASSWORD_BYTES = 12
KEY_DAYS = 90


def main(arguments: list[str]) -> int:
    """Run one task; every change is audited as done by ``command-line``. Exit 0 done, 1 refused with its reason."""
    options = _parser().parse_args(arguments)
    django.setup()
    require_prepared()
    task: Callable[[argparse.Namespace], None] = options.run
    task(options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhanqiao accounts", description="账号与角色 · accounts and roles")
    tasks = parser.add_subparsers(required=True, metavar="TASK")
    _task(tasks, _list, "list", "列出账号 · list the accounts")
    create = _task(
        tasks, _create, "create", "新建账号，打印初始密码 · make an account and print its first password", "username"
    )
    create.add_argument("--name", required=True, help="显示名称 · display name")
    create.add_argument("--department", help="部门短名或代码 · department key or code")
    for run, word, meaning in (
        (_grant, "grant", "授予角色 · grant a role"),
        (_revoke, "revoke", "收回角色 · revoke a role"),
    ):
        role = _task(tasks, run, word, meaning, "username", "role")
        role.add_argument("--department", help="部门短名或代码 · department key or code")
    _task(tasks, _reset, "reset-password", "重设密码并打印 · print a new password", "username")
    _task(tasks, _close, "close", "关闭账号 · close an account", "username")
    key = _task(
        tasks, _make_key, "make-key", "生成访问密钥并打印一次 · make an access key and print it once", "username"
    )
    key.add_argument("--name", required=True, help="密钥名称 · name of the key")
    key.add_argument("--scope", choices=("read", "write"), default="read", help="用途 · what it is for")
    key.add_argument("--days", type=int, default=KEY_DAYS, help="有效天数 · days it lives")
    _task(tasks, _revoke_key, "revoke-key", "停用访问密钥 · revoke an access key", "username", "key")
    _task(tasks, _close_demo, "close-demo", "关闭全部演示账号 · close all demo accounts")
    return parser


def _task(
    tasks: argparse._SubParsersAction[argparse.ArgumentParser],
    run: Callable[[argparse.Namespace], None],
    word: str,
    meaning: str,
    *names: str,
) -> argparse.ArgumentParser:
    parser = tasks.add_parser(word, help=meaning)
    parser.set_defaults(run=run)
    for name in names:
        parser.add_argument(name)
    return parser


def _list(options: argparse.Namespace) -> None:
    from zhanqiao.people.accounts.queries import accounts  # models need Django to be set up first

    del options
    for card in accounts():
        state = "demo" if card.is_demo else "open" if card.is_active else "closed"
        roles = " ".join(sorted(f"{role}@{where}" if where else role for role, where in card.roles)) or "–"
        print(f"{card.id}  {state:<6}  {card.username:<20}  {roles}")


def _create(options: argparse.Namespace) -> None:
    from zhanqiao.people.accounts.operations import create_account  # models need Django to be set up first

    password = _password()
    create_account(
        username=options.username,
        display_name=options.name,
        password=password,
        department_id=_department(options.department),
        by=COMMAND_LINE,
        at=now(),
    )
    print(f"{options.username}  {password}")


def _grant(options: argparse.Namespace) -> None:
    from zhanqiao.people.accounts.operations import grant_role  # models need Django to be set up first
    from zhanqiao.people.accounts.rules import role_named

    grant_role(
        account_id=_account(options.username),
        role=role_named(options.role),
        department_id=_department(options.department),
        by=COMMAND_LINE,
        at=now(),
    )


def _revoke(options: argparse.Namespace) -> None:
    from zhanqiao.people.accounts.operations import revoke_role  # models need Django to be set up first
    from zhanqiao.people.accounts.queries import grants
    from zhanqiao.people.accounts.rules import role_named

    wanted = (role_named(options.role), _department(options.department))
    for grant in grants(account_id=_account(options.username)):
        if grant.revoked_at is None and (grant.role, grant.department_id) == wanted:
            revoke_role(grant_id=grant.id, by=COMMAND_LINE, at=now())
            return
    raise NotFoundError(what=f"{options.username} {options.role}")


def _reset(options: argparse.Namespace) -> None:
    from zhanqiao.people.accounts.operations import reset_password  # models need Django to be set up first

    password = _password()
    reset_password(account_id=_account(options.username), password=password, by=COMMAND_LINE, at=now())
    print(f"{options.username}  {password}")


def _close(options: argparse.Namespace) -> None:
    from zhanqiao.people.accounts.operations import close_account  # models need Django to be set up first

    close_account(account_id=_account(options.username), by=COMMAND_LINE, at=now())


def _make_key(options: argparse.Namespace) -> None:
    from zhanqiao.people.accounts.operations import make_key  # models need Django to be set up first
    from zhanqiao.people.accounts.rules import Scope

    key_id, secret = make_key(
        account_id=_account(options.username),
        name=options.name,
        scope=Scope(options.scope),
        days=options.days,
        by=COMMAND_LINE,
        at=now(),
    )
    print(f"{key_id}  {secret}")


def _revoke_key(options: argparse.Namespace) -> None:
    from zhanqiao.people.accounts.operations import revoke_key  # models need Django to be set up first

    revoke_key(key_id=options.key, account_id=_account(options.username), by=COMMAND_LINE, at=now())


def _close_demo(options: argparse.Namespace) -> None:
    from zhanqiao.people.accounts.operations import close_demo_accounts  # models need Django to be set up first

    del options
    closed = close_demo_accounts(by=COMMAND_LINE, at=now())
    print(f"已关闭 {len(closed)} 个演示账号 · {len(closed)} demo accounts closed")


def _account(username: str) -> str:
    from zhanqiao.people.accounts.queries import account_id_of  # models need Django to be set up first

    found = account_id_of(username=username)
    if found is None:
        raise NotFoundError(what=username)
    return found


def _department(name: str | None) -> str | None:
    from zhanqiao.people.departments.queries import department_card  # models need Django to be set up first

    return department_card(key_or_code=name).id if name else None


def _password() -> str:
    """Return a password that no rule refuses: random, and with all kinds of characters."""
    return f"{secrets.token_urlsafe(PASSWORD_BYTES)}-aA1"
