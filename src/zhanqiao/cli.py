"""The ``zhanqiao`` command: finds the part that was asked for and hands it the rest of the line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

USAGE_ERROR = 64  # EX_USAGE of sysexits.h


class Command(NamedTuple):
    """A word after ``zhanqiao``: the module whose ``main(arguments) -> exit code`` does it."""

    module: str
    meaning: Text


COMMANDS = {
    "serve": Command("zhanqiao.config.serving", Text("启动网站和后台任务", "Serve the site and run its jobs")),
    "work": Command("zhanqiao.config.work", Text("只运行后台任务", "Run the jobs only")),
    "instant": Command(
        "zhanqiao.config.instant", Text("生成缺少的即答副本", "Make the instant copies that are missing")
    ),
    "prepare": Command(
        "zhanqiao.config.preparation", Text("建库、迁移、收集静态文件、自检", "Migrate, collect static files, heal")
    ),
    "ingest": Command(
        "zhanqiao.data_center.storage.engine.ingest.command",
        Text("读懂一个文件：类型、问题、报告", "Understand a file: types, problems, report"),
    ),
    "publish": Command(
        "zhanqiao.core_services.publishing.command", Text("发布一个文件为数据集", "Publish a file as a dataset")
    ),
    "permit": Command(
        "zhanqiao.core_services.reviews.command",
        Text("允许程序更新一个数据集", "Permit programs to update a dataset"),
    ),
    "harvest": Command(
        "zhanqiao.core_services.exchange.command",
        Text("采集其他平台的目录", "Harvest the catalogues of other portals"),
    ),
    "holidays": Command("zhanqiao.core_services.deadlines.command", Text("节假日表", "The table of holidays")),
    "compare": Command(
        "zhanqiao.core_services.analysis.command",
        Text("比对两张表，列出差异", "Compare two tables and list what differs"),
    ),
    "nodes": Command(
        "zhanqiao.core_services.exchange.commands.nodes", Text("部门节点及其密钥", "Department nodes and their keys")
    ),
    "push": Command(
        "zhanqiao.core_services.exchange.commands.push",
        Text("部门一侧：签名推送行或文件", "At a department: push rows or a file, signed"),
    ),
    "exchange": Command(
        "zhanqiao.core_services.publishing.commands.exchange",
        Text("发布数据交换统计", "Publish the counters of the exchange"),
    ),
    "receipts": Command(
        "zhanqiao.core_services.exchange.commands.receipts",
        Text("离线核验交换回执", "Verify exchange receipts offline"),
    ),
    "connectors": Command(
        "zhanqiao.core_services.connectors.command",
        Text("按计划接入部门的数据", "Fetch departments' data by schedule"),
    ),
    "returns": Command(
        "zhanqiao.core_services.returns.command",
        Text("向区市和镇街回流数据", "Return their rows to districts and streets"),
    ),
    "backup": Command(
        "zhanqiao.core_services.monitoring.command.backup", Text("在运行中完整备份", "Back everything up while running")
    ),
    "restore": Command(
        "zhanqiao.core_services.monitoring.command.restore",
        Text("恢复备份并核对", "Restore a backup and verify it"),
    ),
    "alerts": Command(
        "zhanqiao.core_services.monitoring.command.alerts", Text("告警演练与列表", "Test and list alerts")
    ),
    "demo": Command("zhanqiao.demo.command", Text("装载演示城市", "Load the demo city")),
    "accounts": Command("zhanqiao.people.accounts.command", Text("账号与角色", "Accounts and roles")),
    "audit": Command("zhanqiao.people.audit.command", Text("核验审计链", "Verify the audit chain")),
    "standards": Command(
        "zhanqiao.data_center.metadata.command", Text("数据元与代码表", "Data elements and code lists")
    ),
    "search": Command(
        "zhanqiao.data_center.catalogue.command", Text("重建或查询搜索索引", "Rebuild or query the search index")
    ),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; a foreseen error is told in both languages, exit 1."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or arguments[0] not in COMMANDS:
        return _usage(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanqiao.config.settings")
    try:
        return _entry(arguments[0])(arguments[1:])
    except ZhanqiaoError as error:
        print(f"{error.text.zh}\n{error.text.en}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _entry(name: str) -> Callable[[list[str]], int]:
    # Imported by name and late: `ingest` must start without Django, `serve` without the demo.
    entry: Callable[[list[str]], int] = import_module(COMMANDS[name].module).main
    return entry


def _usage(arguments: list[str]) -> int:
    asked_for_help = bool(arguments) and arguments[0] in {"-h", "--help", "help"}
    stream = sys.stdout if asked_for_help else sys.stderr
    print("zhanqiao COMMAND …\n", file=stream)
    for name, command in COMMANDS.items():
        print(f"  {name:<10}{command.meaning.zh} · {command.meaning.en}", file=stream)
    return 0 if asked_for_help else USAGE_ERROR


if __name__ == "__main__":
    sys.exit(main())
