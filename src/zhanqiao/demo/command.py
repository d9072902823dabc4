"""``zhanqiao demo load`` loads the demo city, once; ``zhanqiao demo accounts`` tells whether it is loaded, and the accounts."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from zhanqiao.demo import stamp
from zhanqiao.demo.stamp import Login
from zhanqiao.kit.texts import Text

if TYPE_CHECKING:  # loading needs Django to be set up first
    from zhanqiao.demo.loading import LoadReport

NOTHING_TO_DO = Text("演示城市已经装载，无事可做。", "The demo city is loaded already; nothing to do.")
DONE = Text(
    "新增部门 {departments} 个、数据集 {published} 个；已有数据集 {present} 个。用时 {seconds} 秒。",
    "{departments} new departments, {published} new datasets; {present} were there. {seconds} s.",
)
SKIPPED = Text(
    "缺少来源，跳过 {count} 个数据集：{names}。", "{count} datasets skipped, their sources are missing: {names}."
)
FAILED = Text("数据集 {name} 没有发布：{zh}", "Dataset {name} was not published: {en}")
ACCOUNTS = Text("演示账号（只能在本机使用）", "Demo accounts (for this machine only)")


def main(arguments: list[str]) -> int:
    """Load, say what was done, print the demo accounts; exit 1 when a dataset could not be published."""
    options = _options(arguments)
    console = Console()
    if options.command == "accounts":
        return _accounts_of_a_loaded_city(console)
    if not options.only and (logins := stamp.read()) is not None:
        _say(console, NOTHING_TO_DO)
        _print_accounts(console, logins)
        return 0
    started = time.monotonic()
    report = _load(console, only=options.only)
    _print_report(console, report, seconds=time.monotonic() - started)
    logins = [
        Login(account.username, account.password, account.role_name.zh, account.role_name.en)
        for account in report.accounts
    ]
    _print_accounts(console, logins)
    if not options.only and not report.failed:
        stamp.write(logins=logins)
    return 1 if report.failed else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="zhanqiao demo")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("accounts", help="print the demo accounts; exit 1 when the city is not loaded or has changed")
    load = commands.add_parser("load", help="load the demo city")
    load.add_argument("--only", nargs="+", default=(), metavar="SLUG", help="load only these datasets")
    return parser.parse_args(arguments)


def _accounts_of_a_loaded_city(console: Console) -> int:
    logins = stamp.read()
    if logins is None:
        return 1
    _print_accounts(console, logins)
    return 0


def _load(console: Console, *, only: Sequence[str]) -> LoadReport:
    import django  # late: a second start needs no Django

    django.setup()
    # Late: the models behind these need Django to be set up.
    from zhanqiao.demo.loading import load
    from zhanqiao.demo.telling import Telling
    from zhanqiao.kit.clock import now

    return load(clock=now, telling=Telling(console=console), only=only)


def _print_report(console: Console, report: LoadReport, *, seconds: float) -> None:
    counts = {"published": len(report.published), "present": len(report.present), "departments": report.departments}
    _say(console, DONE.filled(**counts, seconds=round(seconds, 1)))
    if report.skipped:
        _say(console, SKIPPED.filled(count=len(report.skipped), names=", ".join(sorted(report.skipped))))
    for slug, error in sorted(report.failed.items()):
        _say(
            console, Text(FAILED.zh.format(name=slug, zh=error.text.zh), FAILED.en.format(name=slug, en=error.text.en))
        )


def _print_accounts(console: Console, logins: Sequence[Login]) -> None:
    table = Table(title=f"{ACCOUNTS.zh} · {ACCOUNTS.en}", title_justify="left", box=None)
    for heading in ("账号 Account", "密码 Password", "角色 Role"):
        table.add_column(heading)
    for login in logins:
        table.add_row(login.name, login.password, f"{login.role_zh} {login.role_en}")
    console.print(table)


def _say(console: Console, text: Text) -> None:
    console.print(f"{text.zh}\n{text.en}", markup=False, highlight=False, soft_wrap=True)
