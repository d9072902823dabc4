"""``zhanqiao connectors``: rows fetched by schedule from where departments keep them; what came, and what did not fit."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tomllib
from contextlib import AbstractContextManager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from zhanqiao.core_services.connectors.rules.connectors import Description
from zhanqiao.core_services.connectors.rules.kinds import Drift, Kind, Misfits, Mode
from zhanqiao.core_services.exchange.rules.sources import Schedule
from zhanqiao.kit.bounds import bounded
from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import end_with, require_prepared
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

if TYPE_CHECKING:  # its module needs Django to be set up first
    from zhanqiao.core_services.connectors.queries import RunCard

GRACE_SECONDS = 600.0  # between a run's own end at its time and the end of its process: one piece, one file
LATE = Text(
    zh="运行超过限定时间，进程结束。",
    en="The run took longer than it may; the process ends.",
)
COUNTS = ("rows_read", "rows_sent", "rows_unchanged", "rows_quarantined", "files", "bytes", "tries")
WORDS = {"kind": Kind, "mode": Mode, "drift": Drift, "misfits": Misfits, "schedule": Schedule}
NEEDED = ("key", "name_zh", "dataset", "kind", "mode", "settings")
KNOWN = frozenset(one.name for one in fields(Description))


class DescriptionError(ZhanqiaoError):
    """The file that describes a connector cannot be used; nothing was saved."""

    status = 422
    code = "connector-description"
    sentence = Text(
        zh="连接器文件无法使用：{why_zh}。没有保存。",
        en="The connector's file cannot be used: {why_en}. Nothing was saved.",
    )


def main(arguments: list[str]) -> int:
    """Run one of ``add list run runs quarantine pause resume due try``. Exit 1 when a run did not finish."""
    options = _parser().parse_args(arguments)
    django.setup()
    require_prepared()
    done: int = globals()[f"_{options.command}"](options)
    return done


def _add(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.connectors import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    described = described_in(options.file)
    operations.register_connector(described, replace=options.replace, by=COMMAND_LINE, at=now())
    print(f"已登记 / registered: {described.key}")
    return 0


def described_in(path: Path, /) -> Description:
    """Read a connector's description (JSON or TOML), secrets named by ``{"env": NAME}`` from the environment.

    Raises DescriptionError.
    """
    found = _read(path)
    for name in found:
        if name not in KNOWN:
            raise DescriptionError(why_zh=f"没有“{name}”这一项", why_en=f"there is no entry '{name}'")
    for name in NEEDED:
        if name not in found:
            raise DescriptionError(why_zh=f"缺少“{name}”", why_en=f"'{name}' is missing")
    for name, words in WORDS.items():
        if name in found:
            found[name] = _word(name, words, found[name])
    found["secret"] = {name: _secret(name, given) for name, given in found.get("secret", {}).items()}
    return Description(**found)


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        found: dict[str, Any] = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except (OSError, ValueError) as error:
        raise DescriptionError(why_zh=str(error), why_en=str(error)) from None
    return found


def _word(name: str, words: Any, given: Any) -> Any:
    try:
        return words(given)
    except ValueError:
        able = ", ".join(words)
        raise DescriptionError(why_zh=f"{name} 应为 {able} 之一", why_en=f"{name} is one of {able}") from None


def _secret(name: str, given: Any) -> str:
    if isinstance(given, dict) and "env" in given:
        told = os.environ.get(str(given["env"]), "")
        if not told:
            raise DescriptionError(
                why_zh=f"环境变量 {given['env']} 为空", why_en=f"the variable {given['env']} is empty"
            )
        return told
    if not isinstance(given, str):
        raise DescriptionError(why_zh=f"secret.{name} 应为文本", why_en=f"secret.{name} is a text")
    return given


def _list(_: argparse.Namespace) -> int:
    # Late: the queries need Django to be set up.
    from zhanqiao.core_services.connectors import queries

    runs = queries.last_runs()
    for card in queries.connector_cards():
        run = runs.get(card.key)
        ended = f"{run.state_text.zh} {run.state_text.en} {run.started_at:%Y-%m-%d %H:%M}" if run else "–"
        paused = "\t已暂停 paused" if card.paused_at else ""
        print(f"{card.key}\t{card.name.zh}\t{card.kind}\t{card.mode}\t{card.schedule}\t{card.waiting}\t{ended}{paused}")
    return 0


def _run(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.connectors import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    with _bounded():
        run = operations.run_connector(key=options.key, by=COMMAND_LINE, at=now(), clock=now)
    _tell(run)
    return 0 if run.state.value == "finished" else 1


def _due(options: argparse.Namespace) -> int:
    """Run every connector that waits for it, one after another; what goes wrong with one holds up no other."""
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.connectors import operations

    end_with(parent=options.parent)
    for waiting in operations.waiting_runs(at=now()):
        try:
            with _bounded():
                _tell(operations.run_waiting(waiting=waiting, at=now(), clock=now))
        except ZhanqiaoError as error:
            print(f"{waiting.connector}: {error.text.zh} / {error.text.en}", file=sys.stderr)
    return 0


def _try(options: argparse.Namespace) -> int:
    """Try every source that somebody describes on a page, each within its time; one that takes longer ends this process."""
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.connectors import operations

    end_with(parent=options.parent)
    with operations.trying():
        while waiting := operations.waiting_drafts():
            with bounded(memory=value("HARVEST_MEMORY_BYTES"), seconds=operations.TRY_SECONDS, late=operations.LATE):
                operations.try_draft(draft_id=waiting[0], clock=now)
    return 0


def _runs(options: argparse.Namespace) -> int:
    # Late: the queries need Django to be set up.
    from zhanqiao.core_services.connectors import queries

    queries.connector_card(key=options.key)  # says so where there is no such connector
    for run in queries.run_cards(connector=options.key, limit=options.limit):
        _tell(run)
    return 0


def _quarantine(options: argparse.Namespace) -> int:
    """List what waits in quarantine, or send it again."""
    # Late: the queries need Django to be set up.
    from zhanqiao.core_services.connectors import operations, queries
    from zhanqiao.people.audit.rules import COMMAND_LINE

    queries.connector_card(key=options.key)  # says so where there is no such connector
    sums = [0, 0]
    for run_id in queries.waiting_runs(connector=options.key):
        if options.replay:
            sent, left = operations.replay_run(run_id=run_id, by=COMMAND_LINE, at=now())
            sums = [sums[0] + sent, sums[1] + left]
            continue
        for row in queries.quarantine(run_id=run_id, limit=options.limit)[0]:
            why = "; ".join(f"{column}: {text.zh} / {text.en}" for column, text in row.reasons)
            print(f"{row.id}\t{row.number}\t{json.dumps(row.row, ensure_ascii=False)}\t{why}")
    if options.replay:
        print(f"已重新写入 {sums[0]} 行，仍不符合 {sums[1]} 行 / {sums[0]} sent again, {sums[1]} still do not fit")
    return 0


def _pause(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.connectors import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    operations.pause_connector(key=options.key, by=COMMAND_LINE, at=now())
    print(f"已暂停 / paused: {options.key}")
    return 0


def _resume(options: argparse.Namespace) -> int:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.connectors import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    operations.resume_connector(key=options.key, by=COMMAND_LINE, at=now())
    print(f"已恢复 / goes on: {options.key}")
    return 0


def _bounded() -> AbstractContextManager[None]:
    """Keep a run within its memory and time; a process that is ended so was killed, and its run is taken up again."""
    return bounded(
        memory=value("HARVEST_MEMORY_BYTES"), seconds=value("HARVEST_RUN_SECONDS") + GRACE_SECONDS, late=LATE
    )


def _tell(run: RunCard) -> None:
    counts = ", ".join(f"{name} {getattr(run, name)}" for name in COUNTS)
    print(f"{run.connector} #{run.number}: {run.state_text.zh} {run.state_text.en} ({counts})")
    if run.note.zh:
        print(f"{run.note.zh}\n{run.note.en}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhanqiao connectors", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="登记一个连接器 · register a connector")
    add.add_argument("file", type=Path, help="描述文件（TOML、JSON） · its description")
    add.add_argument("--replace", action="store_true", help="修改已登记的 · change one that is registered")
    commands.add_parser("list", help="所有连接器 · all connectors")
    commands.add_parser("run", help="立即运行 · run now").add_argument("key")
    runs = commands.add_parser("runs", help="运行记录 · its runs")
    runs.add_argument("key")
    runs.add_argument("--limit", type=int, default=20)
    quarantine = commands.add_parser("quarantine", help="被隔离的行 · rows that did not fit")
    quarantine.add_argument("key")
    quarantine.add_argument("--replay", action="store_true", help="重新写入 · send them again")
    quarantine.add_argument("--limit", type=int, default=100)
    commands.add_parser("pause", help="暂停 · let it rest").add_argument("key")
    commands.add_parser("resume", help="恢复 · let it go on").add_argument("key")
    for name, told in (
        ("due", "运行到期或被要求的 · run what is due or was asked for"),
        ("try", "测试页面上正在定义的来源 · try the sources that pages describe"),
    ):
        commands.add_parser(name, help=told).add_argument("--parent", type=int)
    return parser
