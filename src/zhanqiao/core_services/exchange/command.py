"""``zhanqiao harvest``: sources of other portals' catalogues, harvesting them, and what was wrong with them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from zhanqiao.core_services.exchange.rules.sources import Kind, Schedule
from zhanqiao.kit.bounds import bounded
from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import end_with, require_prepared
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

if TYPE_CHECKING:  # its module needs Django to be set up first
    from zhanqiao.core_services.exchange.queries import RunCard

GRACE_SECONDS = 120.0  # between a run's own end at its time and the end of its process
LATE = Text(
    zh="采集超过限定时间，进程结束。",
    en="The harvest took longer than it may; the process ends.",
)
KIND_OF_ENDING = {".json": Kind.DATA_JSON, ".csv": Kind.LIST, ".xlsx": Kind.LIST, ".xls": Kind.LIST}
READ_ENDINGS = frozenset({".rdf", ".xml", ".ttl", ".n3", ".nt", ".jsonld", *KIND_OF_ENDING})
COUNTS = ("documents", "added", "changed", "unchanged", "returned", "repeated", "gone", "refused", "faults")


def main(arguments: list[str]) -> int:
    """Run one of ``add set list run errors publish check due``. Exit 1 when a harvest did not finish."""
    options = _parser().parse_args(arguments)
    if options.command == "check":
        return _check(options)
    django.setup()
    require_prepared()
    done: int = globals()[f"_{options.command}"](options)
    return done


def _add(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.exchange import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    operations.register_source(
        key=options.key,
        name_zh=options.name,
        name_en=options.name_en,
        url=options.url,
        kind=Kind(options.kind),
        department=options.department,
        schedule=Schedule(options.schedule),
        publishes=options.publish,
        by=COMMAND_LINE,
        at=now(),
    )
    print(f"已登记 / registered: {options.key}")
    return 0


def _set(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.exchange import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    publishes = None if options.publish is None else options.publish == "at-once"
    changed = operations.revise_source(
        key=options.key,
        name_zh=options.name,
        name_en=options.name_en,
        url=options.url,
        kind=options.kind,
        schedule=options.schedule,
        publishes=publishes,
        by=COMMAND_LINE,
        at=now(),
    )
    print(f"已修改 / changed: {', '.join(changed) or '–'}")
    return 0


def _list(_: argparse.Namespace) -> int:
    # Late: the queries need Django to be set up.
    from zhanqiao.core_services.exchange import queries

    for source in queries.source_cards():
        run = queries.last_run(source=source.key)
        ended = f"{run.state_text.zh} {run.state_text.en} {run.started_at:%Y-%m-%d %H:%M}" if run else "–"
        print(
            f"{source.key}\t{source.name.zh}\t{source.kind}\t{source.schedule}\t{source.present} 条 / records\t{ended}"
        )
    return 0


def _run(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.exchange import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    with _bounded():
        run = operations.harvest(
            key=options.key, by=COMMAND_LINE, at=now(), clock=now, accept_fewer=options.accept_fewer
        )
    _tell(run)
    return 0 if run.state.value == "finished" else 1


def _due(options: argparse.Namespace) -> int:
    """Harvest every source that waits for it, one after another; what goes wrong with one holds up no other."""
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.exchange import operations

    end_with(parent=options.parent)
    for waiting in operations.waiting_harvests(at=now()):
        try:
            with _bounded():
                _tell(operations.harvest_waiting(waiting=waiting, at=now(), clock=now))
        except ZhanqiaoError as error:
            print(f"{waiting.source}: {error.text.zh} / {error.text.en}", file=sys.stderr)
    return 0


def _errors(options: argparse.Namespace) -> int:
    # Late: the queries need Django to be set up.
    from zhanqiao.core_services.exchange import queries

    queries.source_card(key=options.key)  # says so where there is no such source
    run = queries.last_run(source=options.key)
    found, total = queries.error_cards(run_id=run.id, limit=options.limit) if run else ((), 0)
    for error in found:
        print(f"{error.text.zh}\n  {error.text.en}")
    print(f"共 {total} 处 / {total} in all", file=sys.stderr)
    return 0


def _publish(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.exchange import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    count = operations.publish_waiting(key=options.key, by=COMMAND_LINE, at=now())
    print(f"已发布 {count} 个 / {count} published")
    return 0


def _check(options: argparse.Namespace) -> int:
    """Read files without saving anything, and print for each its records and errors."""
    # Late: the readers load rdflib, which other commands do without.
    from zhanqiao.core_services.exchange.engine.reading import read

    sums = [0, 0, 0]
    print("条目 records\t错误 errors\t文件 file")
    for path, name in _files(options.files):
        kind = options.kind or KIND_OF_ENDING.get(path.suffix.lower(), Kind.DCAT)
        reading = read(kind=kind, content=path.read_bytes(), document=path.resolve().as_uri())
        print(f"{len(reading.records)}\t{len(reading.faults)}\t{name}")
        for fault in reading.faults if options.errors else ():
            print(f"\t\t{fault.text.zh}\n\t\t{fault.text.en}")
        sums = [sums[0] + 1, sums[1] + len(reading.records), sums[2] + len(reading.faults)]
    print(f"{sums[1]}\t{sums[2]}\t共 {sums[0]} 个文件 / {sums[0]} files")
    return 0


def _files(given: list[Path]) -> Iterator[tuple[Path, str]]:
    for one in given:
        if one.is_file():
            yield one, one.name
        for path in sorted(one.rglob("*")) if one.is_dir() else ():
            if path.is_file() and path.suffix.lower() in READ_ENDINGS:
                yield path, str(path.relative_to(one))


def _bounded() -> AbstractContextManager[None]:
    """Keep a harvest within its memory and, whatever a parser makes of a document, within its time.

    Too much memory makes the document unreadable and the run goes on. A document that is parsed for ever ends the
    process: the run is then one that was killed.
    """
    return bounded(
        memory=value("HARVEST_MEMORY_BYTES"), seconds=value("HARVEST_RUN_SECONDS") + GRACE_SECONDS, late=LATE
    )


def _tell(run: RunCard) -> None:
    counts = ", ".join(f"{name} {getattr(run, name)}" for name in COUNTS)
    print(f"{run.source} #{run.number}: {run.state_text.zh} {run.state_text.en} ({counts})")
    if run.note.zh:
        print(f"{run.note.zh}\n{run.note.en}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhanqiao harvest", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="登记一个采集源 · register a source")
    add.add_argument("key", help="短名 · key")
    add.add_argument("--name", required=True, help="中文名称 · Chinese name")
    add.add_argument("--url", required=True)
    add.add_argument("--kind", required=True, choices=[kind.value for kind in Kind])
    add.add_argument("--department", required=True, help="收录在哪个部门之下 · the department its entries stand under")
    add.add_argument("--name-en", default="")
    add.add_argument("--schedule", default="never", choices=[one.value for one in Schedule])
    add.add_argument("--publish", action="store_true", help="立即公开；否则待审核 · publish at once, else for review")
    _add_set(commands)
    commands.add_parser("list", help="所有采集源 · all sources")
    run = commands.add_parser("run", help="采集一次 · harvest now")
    run.add_argument("key")
    run.add_argument("--accept-fewer", action="store_true", help="已核实条目确实减少 · the records are really fewer")
    errors = commands.add_parser("errors", help="最近一次采集的错误 · errors of the last run")
    errors.add_argument("key")
    errors.add_argument("--limit", type=int, default=100)
    commands.add_parser("publish", help="公开待审核的条目 · publish what waits").add_argument("key")
    check = commands.add_parser("check", help="只检查文件，不保存 · read files, save nothing")
    check.add_argument("files", nargs="+", type=Path)
    check.add_argument("--kind", choices=[kind.value for kind in Kind])
    check.add_argument("--errors", action="store_true", help="列出每处错误 · tell every error")
    commands.add_parser("due", help="采集到期或被要求的源 · harvest what is due or was asked for").add_argument(
        "--parent", type=int
    )
    return parser


def _add_set(commands: Any) -> None:
    change = commands.add_parser("set", help="修改采集源 · change a source")
    change.add_argument("key")
    change.add_argument("--name")
    change.add_argument("--name-en")
    change.add_argument("--url")
    change.add_argument("--kind", choices=[kind.value for kind in Kind])
    change.add_argument("--schedule", choices=[one.value for one in Schedule])
    change.add_argument("--publish", choices=["at-once", "after-review"])
