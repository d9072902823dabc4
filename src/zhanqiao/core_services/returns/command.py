"""``zhanqiao returns``: which districts and streets have the rows of their own area returned."""

from __future__ import annotations

import argparse

import django

from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import require_prepared


def main(arguments: list[str]) -> int:
    """Run one of ``add list end``."""
    options = _parser().parse_args(arguments)
    django.setup()
    require_prepared()
    done: int = globals()[f"_{options.command}"](options)
    return done


def _add(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.returns import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    print(
        operations.begin_return(
            department=options.department, table_id=options.table, column=options.column, by=COMMAND_LINE, at=now()
        )
    )
    return 0


def _list(_: argparse.Namespace) -> int:
    # Late: the queries need Django to be set up.
    from zhanqiao.core_services.returns import queries

    for card in queries.return_cards():
        print(f"{card.id}\t{card.department.name_zh}\t{card.area}\t{card.table_id}\t{card.column}")
    return 0


def _end(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.returns import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    operations.end_return(return_id=options.id, by=COMMAND_LINE, at=now())
    print(f"已停止 / ended: {options.id}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhanqiao returns", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="开始回流 · begin a return")
    add.add_argument("department", help="区（市）或镇街部门 · a department of a district or street")
    add.add_argument("table", help="数据表标识 · id of the table")
    add.add_argument("column", help="区划代码列 · the column of division codes")
    commands.add_parser("list", help="全部回流 · all returns")
    commands.add_parser("end", help="停止回流 · end a return").add_argument("id")
    return parser
