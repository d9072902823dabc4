"""``zhanqiao holidays``: imports the table of holidays, shows how far it reaches."""

from __future__ import annotations

import argparse
from pathlib import Path

import django

from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import require_prepared
from zhanqiao.kit.texts import Text
from zhanqiao.kit.working_days import read_holidays

IMPORTED = Text("已导入 {days} 天，涵盖 {years}", "{days} days imported, for {years}")
REACHES = Text("节假日表涵盖 {first}–{last} 年，共 {days} 天", "The holiday table covers {first}–{last}: {days} days")
NONE = Text("尚无节假日表，按平日推算", "There is no holiday table; plain weekdays are taken")


def main(arguments: list[str]) -> int:
    """Import a CSV ``date,kind,name`` (kind rest or work), or show the present table. Exit 0."""
    options = _options(arguments)
    django.setup()
    require_prepared()
    said = _imported(options.file) if options.command == "import" else _shown()
    print(f"{said.zh}\n{said.en}")
    return 0


def _imported(path: Path) -> Text:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.deadlines.operations import import_holidays
    from zhanqiao.people.audit.rules import COMMAND_LINE

    days = read_holidays(text=path.read_text(encoding="utf-8-sig"))
    years = import_holidays(days=days, by=COMMAND_LINE, at=now())
    return IMPORTED.filled(days=len(days), years=", ".join(map(str, years)))


def _shown() -> Text:
    from zhanqiao.core_services.deadlines.queries import calendar  # needs Django to be set up

    found = calendar()
    if found.first is None:
        return NONE
    return REACHES.filled(first=found.first, last=found.last, days=len(found.special))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="zhanqiao holidays")
    commands = parser.add_subparsers(dest="command", required=True)
    taking = commands.add_parser("import", help="导入节假日表 · import a table of holidays")
    taking.add_argument("file", type=Path, help="CSV: date,kind,name")
    commands.add_parser("show", help="现有节假日表 · the present table")
    return parser.parse_args(arguments)
