"""``zhanqiao standards``: data elements and code lists from files, their life, and how tables conform."""

from __future__ import annotations

import argparse
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import django

from zhanqiao.data_center.metadata.rules import Element, Stage, read_table
from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import require_prepared
from zhanqiao.kit.errors import NotFoundError


def main(arguments: list[str]) -> int:
    """Run one of ``import-codes import-elements move list bind suggest check``; errors are told by the caller. Exit 2: does not conform."""
    options = _parser().parse_args(arguments)
    django.setup()
    require_prepared()
    done: int = globals()[f"_{options.command.replace('-', '_')}"](options)
    return done


def _import_codes(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.data_center.metadata import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    values = read_table(content=options.file.read_bytes())
    operations.save_code_list(
        key=options.key,
        title_zh=options.title,
        title_en=options.title_en or options.title,
        standard=options.standard,
        values=values,
        by=COMMAND_LINE,
        at=now(),
    )
    print(f"{options.key}: {len(values)} 个代码 codes")
    return 0


def _import_elements(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.data_center.metadata import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    for values in tomllib.loads(options.file.read_text(encoding="utf-8"))["element"]:
        version = operations.save_element(element=Element.from_dict(values), by=COMMAND_LINE, at=now())
        print(f"{values['key']}: {version}")
    return 0


def _move(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.data_center.metadata import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    operations.move_element(
        key=options.key,
        to=Stage(options.stage),
        reason=options.reason,
        successor=options.successor,
        by=COMMAND_LINE,
        at=now(),
    )
    print(f"{options.key}: {options.stage}")
    return 0


def _list(options: argparse.Namespace) -> int:
    del options
    # Late: the queries need Django to be set up.
    from zhanqiao.data_center.metadata import queries

    for one in queries.elements():
        print(f"{one.element.key}\t{one.element.format}\t{one.stage}\t{one.element.name_zh} {one.element.name_en}")
    for key, title, count in queries.code_lists():
        print(f"{key}\t{count}\t{title.zh} {title.en}")
    return 0


def _bind(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.data_center.metadata import operations, queries
    from zhanqiao.people.audit.rules import COMMAND_LINE

    if options.element:
        queries.element(key=options.element)
    words = queries.words_of(table_id=options.table)
    if options.column not in {one.name for one in words}:
        raise NotFoundError(what=options.column)
    told = [replace(one, element=options.element) if one.name == options.column else one for one in words]
    operations.describe_columns(table_id=options.table, words=told, by=COMMAND_LINE, at=now())
    print(f"{options.column}: {options.element or '—'}")
    return 0


def _suggest(options: argparse.Namespace) -> int:
    # Late: the queries need Django to be set up.
    from zhanqiao.data_center.metadata import queries
    from zhanqiao.data_center.storage.queries import table_card

    for field in table_card(table_id=options.table).fields:
        for one, reason in queries.suggested_elements(field=field):
            print(f"{field.name}\t{one.element.key}\t{reason.zh} · {reason.en}")
    return 0


def _check(options: argparse.Namespace) -> int:
    # Late: the queries need Django to be set up.
    from zhanqiao.data_center.metadata import queries
    from zhanqiao.data_center.storage.queries import table_card

    wrong = 0
    for one in queries.conformance(table=table_card(table_id=options.table)):
        wrong += one.found.wrong
        faults = ", ".join(f"{name} {count}" for name, count in one.found.faults.items()) or "✓"
        print(f"{one.found.column}\t{one.element.element.key}\t{one.found.tried}\t{faults}")
    return 2 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhanqiao standards", description="数据标准 · Data standards")
    commands = parser.add_subparsers(dest="command", required=True)
    codes = commands.add_parser("import-codes", help="从 CSV 导入代码表 · a code list from CSV")
    codes.add_argument("key")
    codes.add_argument("file", type=Path)
    codes.add_argument("--title", required=True)
    codes.add_argument("--title-en", default="")
    codes.add_argument("--standard", default="")
    elements = commands.add_parser("import-elements", help="从 TOML 导入数据元 · data elements from TOML")
    elements.add_argument("file", type=Path)
    move = commands.add_parser("move", help="推进数据元的状态 · the next stage of an element")
    move.add_argument("key")
    move.add_argument("stage", choices=[one.value for one in Stage])
    move.add_argument("--reason", default="")
    move.add_argument("--successor", default="")
    commands.add_parser("list", help="列出 · list")
    bind = commands.add_parser(
        "bind", help="把字段绑定到数据元 · bind a column to an element; an empty element unbinds it"
    )
    bind.add_argument("table")
    bind.add_argument("column")
    bind.add_argument("element")
    suggest = commands.add_parser("suggest", help="建议一张表各列的数据元 · elements the columns of a table may be")
    suggest.add_argument("table")
    check = commands.add_parser("check", help="核对一张表 · how a table conforms")
    check.add_argument("table")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
