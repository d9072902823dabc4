"""Decisions about accounts: roles and their separation, lockout, names, passwords, demo accounts. Pure."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class Role(StrEnum):
    """What an account may be; officer and reviewer are so for one department."""

    citizen = "citizen"
    officer = "officer"
    reviewer = "reviewer"
    authority = "authority"
    operator = "operator"
    system_admin = "system_admin"
    audit_admin = "audit_admin"
    security_admin = "security_admin"


class Scope(StrEnum):
    """What an access key is for, within what its account may do."""

    READ = "read"
    WRITE = "write"


ROLE_NAMES = {
    Role.citizen: Text("公众用户", "citizen"),
    Role.officer: Text("部门数据管理员", "department data officer"),
    Role.reviewer: Text("部门审核员", "department reviewer"),
    Role.authority: Text("数据主管部门", "data authority"),
    Role.operator: Text("运维人员", "operator"),
    Role.system_admin: Text("系统管理员", "system administrator"),
    Role.audit_admin: Text("审计管理员", "audit administrator"),
    Role.security_admin: Text("安全管理员", "security administrator"),
}
SCOPE_NAMES = {
    Scope.READ: Text("只读", "read only"),
    Scope.WRITE: Text("读取与写入数据", "read and write data"),
}
KEY_BEGINNING = "zq_"
KEY_DAYS = 365  # longest life of an access key
DEPARTMENT_ROLES = frozenset({Role.officer, Role.reviewer})
ADMIN_ROLES = frozenset({Role.system_admin, Role.audit_admin, Role.security_admin})
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")
PASSWORD_KINDS = 3

SEPARATED = Text(
    "系统、审计、安全三种管理员不能由同一账号兼任（三权分立）。",
    "One account cannot hold two of the system, audit and security administrator roles (separation of powers).",
)
DEPARTMENT_DUE = Text("这个角色必须指定部门。", "This role is for a department: name it.")
DEPARTMENT_NOT_DUE = Text("这个角色不属于某个部门。", "This role is for no department.")
HELD_ALREADY = Text("该账号已有这个角色。", "The account has this role already.")
NOT_ONESELF = Text("不能给自己授予或收回角色。", "Nobody grants or revokes a role of their own.")
WRONG_USERNAME = Text(
    "用户名应为3至64位小写字母、数字、点、下划线或连字符，以字母或数字开头。",
    "A user name has 3 to 64 small letters, digits, dots, underscores or hyphens and begins with a letter or digit.",
)
TOO_PLAIN = Text(
    "密码应包含大写字母、小写字母、数字、符号中的至少三种。",
    "A password has at least three of: capitals, small letters, digits, other signs.",
)
HOLDS_NAME = Text("密码中不能含有用户名。", "A password does not contain the user name.")


class UnknownRoleError(ZhanqiaoError):
    """There is no such role; nothing was changed."""

    status = 422
    code = "unknown-role"
    sentence = Text(
        zh="没有“{name}”这个角色，可用的有：{known}。什么都没有改变。",
        en="There is no role '{name}'; there are: {known}. Nothing was changed.",
    )


class DemoAccountsExposedError(ZhanqiaoError):
    """The server would listen beyond this machine while accounts with printed passwords can log in."""

    status = 500
    code = "demo-accounts-exposed"
    sentence = Text(
        zh="没有启动：存在密码公开的演示账号，不能在地址 {host} 上提供服务。"
        "请只监听 127.0.0.1，或先运行 zhanqiao accounts close-demo 关闭演示账号。",
        en="Not started: demo accounts with published passwords exist, so {host} is not served. "
        "Listen on 127.0.0.1 only, or close them first with: zhanqiao accounts close-demo",
    )


@dataclass(frozen=True, slots=True)
class Attempts:
    """What the guard knows of a name: attempts without success, the last one, the lock."""

    count: int
    last_at: datetime
    locked_until: datetime | None = None


def may_attempt(*, attempts: Attempts, at: datetime, limit: int) -> bool:
    """Say whether another attempt to log in may be made now."""
    return (attempts.locked_until is None or attempts.locked_until <= at) and attempts.count < limit


def attempts_at(*, attempts: Attempts, at: datetime, lock: timedelta) -> Attempts:
    """Return what is left of earlier attempts: they are forgotten when ``lock`` has passed since the last."""
    until = attempts.locked_until
    if (until is not None and until <= at) or attempts.last_at + lock <= at:
        return Attempts(count=0, last_at=at)
    return attempts


def role_problem(*, role: Role, department_id: str | None, held: Collection[tuple[Role, str | None]]) -> Text | None:
    """Return why a role cannot be given to an account that holds these roles, or None."""
    if role in DEPARTMENT_ROLES and department_id is None:
        return DEPARTMENT_DUE
    if role not in DEPARTMENT_ROLES and department_id is not None:
        return DEPARTMENT_NOT_DUE
    if (role, department_id) in held:
        return HELD_ALREADY
    if role in ADMIN_ROLES and any(other in ADMIN_ROLES for other, _ in held):
        return SEPARATED
    return None


def role_named(name: str, /) -> Role:
    """Return the role of this name. Raises UnknownRoleError with the names there are."""
    try:
        return Role(name)
    except ValueError:
        raise UnknownRoleError(name=name, known=", ".join(Role)) from None


def username_problem(username: str, /) -> Text | None:
    """Return what is wrong with a user name, or None."""
    return None if USERNAME.fullmatch(username) else WRONG_USERNAME


def password_problems(*, password: str, username: str) -> list[Text]:
    """Return what is wrong with a password beyond its length and commonness (GB/T 22239-2019, 8.1.4.1)."""
    kinds = (str.isupper, str.islower, str.isdigit, lambda sign: not sign.isalnum())
    present = sum(any(kind(sign) for sign in password) for kind in kinds)
    problems = [] if present >= PASSWORD_KINDS else [TOO_PLAIN]
    return [*problems, HOLDS_NAME] if username and username in password.lower() else problems


def is_password_old(*, changed_at: datetime, at: datetime, days: int) -> bool:
    """Say whether a password is due for a change."""
    return at - changed_at > timedelta(days=days)


def refuse_demo_accounts(*, host: str) -> None:
    """Raise DemoAccountsExposedError unless ``host`` is a loopback address. Call when demo accounts exist."""
    if not is_loopback(host=host):
        raise DemoAccountsExposedError(host=host)


def is_loopback(*, host: str) -> bool:
    """Say whether an address to listen on is reachable from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
