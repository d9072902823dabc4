"""``zhanqiao compare``: define a comparison of two tables from a file (TOML, JSON), run it, show what it found."""

from __future__ import annotations

import argparse
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import django

from zhanqiao.core_services.analysis.rules.definitions import ComparisonInvalidError, definition_of
from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import require_prepared

if TYPE_CHECKING:  # no command but those that read needs it
    from zhanqiao.people.access.rules import AccessCard


def main(arguments: list[str]) -> int:
    """Do one of ``define run list show``."""
    options = _parser().parse_args(arguments)
    django.setup()
    require_prepared()
    done: int = globals()[f"_{options.command}"](options)
    return done


def _define(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.analysis import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    definition = definition_of(said=_read(options.file))
    operations.define_comparison(definition=definition, by=COMMAND_LINE, at=now())
    print(f"已定义 / defined: {definition.key}")
    return 0


def _run(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.analysis import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    operations.run_comparison(key=options.key, by=COMMAND_LINE, at=now(), clock=now)
    return _show(options)


def _list(_: argparse.Namespace) -> int:
    # Late: the queries need Django to be set up.
    from zhanqiao.core_services.analysis import queries

    for one in queries.comparison_cards(card=_operator()):
        last = f"#{one.last.number} {one.last.state} {one.last.rate:.1%}" if one.last else "–"
        print(f"{one.key}\t{one.name.zh}\t{one.method}\t{last}")
    return 0


def _show(options: argparse.Namespace) -> int:
    # Late: the queries need Django to be set up.
    from zhanqiao.core_services.analysis import queries

    found = queries.comparison_card(key=options.key, card=_operator())
    if found.last is None:
        print("尚未运行 / not run yet")
        return 0
    run = found.last
    print(f"#{run.number} {run.state} {run.started_at:%Y-%m-%d %H:%M} {run.seconds:.1f} s")
    print(f"甲 A {run.left_rows}, 乙 B {run.right_rows}, 匹配 matched {run.matched} ({run.rate:.1%})")
    print(f"只在甲 only in A {run.only_left}, 只在乙 only in B {run.only_right}, 否决 vetoed {run.vetoed}")
    print(f"差异 discrepancies {run.discrepancies}, 消失 vanished {run.vanished}")
    if run.note.zh:
        print(f"{run.note.zh}\n{run.note.en}")
    page = queries.discrepancies(comparison=found, state=options.state, limit=options.limit, offset=0)
    for one in page.rows:
        column = one.left_column if one.left_column == one.right_column else f"{one.left_column}/{one.right_column}"
        print(
            f"{one.id}\t{one.state}\t{one.kind}\t{one.name}\t{column}\t{one.left_value or ''}\t{one.right_value or ''}"
        )
    if page.total > len(page.rows):
        print(f"… 共 {page.total} 条，--limit 可多看 / {page.total} in all, more with --limit")
    return 0


def _operator() -> AccessCard:
    # Late: needs Django to be set up. Whoever runs commands on the machine sees what the authority sees.
    from zhanqiao.people.access.rules import AccessCard, Role
    from zhanqiao.people.audit.rules import COMMAND_LINE

    return AccessCard(account_id=COMMAND_LINE, roles=frozenset({(Role.authority, None)}))


def _read(path: Path) -> object:
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except ValueError as error:
        raise ComparisonInvalidError(
            field=path.name,
            found=str(error),
            expected_zh="UTF-8 编码的 JSON 或 TOML",
            expected_en="JSON or TOML in UTF-8",
        ) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhanqiao compare", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("define", help="由文件定义（TOML、JSON） · define from a file").add_argument("file", type=Path)
    commands.add_parser("list", help="所有比对 · all comparisons")
    for name, meaning in (("run", "运行一次 · run now"), ("show", "最近一次的结果 · what the last run found")):
        one = commands.add_parser(name, help=meaning)
        one.add_argument("key")
        one.add_argument("--state", default="", help="只看这种状态 · only of this state")
        one.add_argument("--limit", type=int, default=20)
    return parser
