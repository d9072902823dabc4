"""``zhanqiao backup DIR``: a complete copy of the platform while it runs."""

from __future__ import annotations

import argparse
from pathlib import Path

import django

from zhanqiao.core_services.monitoring.rules.backups import STORED
from zhanqiao.kit.clock import now
from zhanqiao.people.audit.rules import COMMAND_LINE


def main(arguments: list[str]) -> int:
    """Write a new backup into DIR and tell what it holds."""
    parser = argparse.ArgumentParser(prog="zhanqiao backup", description="在运行中完整备份 · back up while running")
    parser.add_argument(
        "place", metavar="DIR", type=Path, help="备份目录，每次新建一个子目录 · each run makes a folder in it"
    )
    parser.add_argument("--keep", type=int, default=0, help="只保留最近几份 · keep only so many, the newest")
    options = parser.parse_args(arguments)
    django.setup()
    # Late: the models behind this door need Django to be set up first.
    from zhanqiao.core_services.monitoring.operations import BackupMade, make_backup

    made: BackupMade = make_backup(place=options.place.absolute(), by=COMMAND_LINE, at=now(), keep=options.keep)
    backup = made.backup
    size = sum(each.size for each in (*backup.files, *backup.databases))
    print(f"✓ {made.folder}")
    print(
        f"  发布版本 · releases {len(backup.releases)}，文件 · files {len(backup.files)}（{made.linked} 链接 · linked），{size} B"
    )
    print(f"  审计链头 · audit head {backup.audit_head[0]}:{backup.audit_head[1]}")
    print(f"  清单 · manifest SHA-256 {made.digests.sha256}\n  SM3 {made.digests.sm3}")
    if made.secrets:
        print(
            f"! 含 {made.secrets} 个密钥文件，请限制访问并加密存放 · holds secret keys: restrict access, store it encrypted"
        )
    if backup.store:
        stored = sum(each.path.startswith(f"{STORED}/") for each in backup.files)
        print(f"  {backup.store}：{stored} 个对象已复制 · objects copied")
    return 0
