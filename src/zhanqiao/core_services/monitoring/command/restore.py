"""``zhanqiao restore DIR --into HOME``: a platform from a backup, on a machine without anything."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

import django

from zhanqiao.core_services.monitoring.engine.restoring import newest_backup, read_backup, restore_files
from zhanqiao.core_services.monitoring.rules.backups import Backup, require_store
from zhanqiao.kit.clock import now
from zhanqiao.kit.environment import value
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.rules import COMMAND_LINE

if TYPE_CHECKING:
    from zhanqiao.core_services.monitoring.operations import VerifyReport  # its module needs Django to be set up


def main(arguments: list[str]) -> int:
    """Restore, prove with ``--verify`` (exit 1 with the reasons when something differs), rebuild the search index."""
    options = _parser().parse_args(arguments)
    into = options.into.absolute()
    folder = newest_backup(place=options.place.absolute())
    require_store(backup=read_backup(folder=folder), wanted=str(value("LAKE_URL")))
    backup = restore_files(folder=folder, into=into)
    print(f"✓ {into}：{len(backup.files)} 个文件摘要相符 · files with their digests, backup of {backup.made_at}")
    os.environ["ZHANQIAO_HOME"] = str(into)
    django.setup()
    return _finished(folder, backup, verify=options.verify)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhanqiao restore", description="从备份恢复 · restore from a backup")
    parser.add_argument(
        "place", metavar="DIR", type=Path, help="备份目录（取最新）或某一份备份 · backups (the newest), or one"
    )
    parser.add_argument("--into", metavar="HOME", type=Path, required=True, help="空目录 · an empty folder")
    parser.add_argument("--verify", action="store_true", help="核对并报告 · compare everything and report")
    return parser


def _finished(folder: Path, backup: Backup, *, verify: bool) -> int:
    # Late: the models behind these doors need Django to be set up on the restored folder first.
    from zhanqiao.core_services.monitoring import operations
    from zhanqiao.data_center.catalogue.operations import rebuild_index
    from zhanqiao.data_center.storage.operations import move_lake

    operations.restore_database(folder=folder, backup=backup)
    if verify and not _told(operations.verify_restored(backup=backup)):
        return 1
    move_lake(old_home=Path(backup.home), old_store=backup.store)
    if verify and not _told_lake(operations.verify_lake()):
        return 1
    count = rebuild_index(at=now())
    print(f"✓ 检索索引已重建 · search index rebuilt: {count}")
    newest = operations.note_restored(backup=backup, by=COMMAND_LINE, at=now())
    print(f"  恢复已记入审计，新链头 · noted in the audit trail, new head {newest}")
    return 0


def _told(report: VerifyReport) -> bool:
    print(f"  表 · tables {report.tables}，行 · rows {report.rows}，发布版本 · releases {report.releases}")
    print(f"  审计 · audit {report.audit_lines} 行 · lines，链头 · head {report.audit_head}")
    return _whole(report.problems)


def _told_lake(problems: tuple[Text, ...]) -> bool:
    print("  湖表 · tables of the lake")
    return _whole(problems)


def _whole(problems: tuple[Text, ...]) -> bool:
    for problem in problems:
        print(f"✗ {problem.zh}\n✗ {problem.en}")
    if not problems:
        print("✓ 与备份一致 · equal to the backup")
    return not problems
