"""Runs killed by SIGKILL again and again, at whatever they do: in the end every row is there once.

``ZHANQIAO_KILLS`` sets how often (2; the whole trial takes 20), ``ZHANQIAO_ROWS`` how many rows (5000). The table has no key, so a row taken twice would be seen.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.portals import Answer, portal

ROWS, PAGE = int(os.environ.get("ZHANQIAO_ROWS", "5000")), 100
KILLS = int(os.environ.get("ZHANQIAO_KILLS", "2"))
PREPARING = """
import django; django.setup()
from zhanqiao.config.preparation import main; main([])
from tests.core_services.connectors.grounds import published_table
print(published_table(keyed=False))
"""
COUNTING = """
import django; django.setup()
import sys
from zhanqiao.core_services.publishing.operations import publish_rows
from zhanqiao.data_center.storage import queries
from zhanqiao.kit.clock import now
table = sys.argv[1]
while publish_rows(table_id=table, at=now()): pass
card = queries.table_card(table_id=table)
query = queries.parsed(card=card, params={"select": "count(*) as n, count(distinct 车场编号) as d, sum(余位) as s"})
print([int(one) for one in queries.rows(card=card, query=query).rows[0]])
"""
SEEN = "select coalesce(sum(rows_read), 0), count(*) from core_services_connectorrun"


def lot(number: int) -> tuple[str, str, int, str]:
    return (
        f"P{number:05d}",
        "车场",
        number,
        f"2026-11-01 {number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}",
    )


def described(kind: str, folder: Path, url: str) -> dict[str, Any]:
    """Make the source; return what describes it."""
    if kind == "sqlite":
        with sqlite3.connect(folder / "lots.db") as database:
            database.execute("create table 车场(车场编号 text, 名称 text, 余位 integer, 更新时间 text)")
            database.executemany("insert into 车场 values(?, ?, ?, ?)", map(lot, range(ROWS)))
        return {
            "settings": {"path": str(folder / "lots.db"), "table": "车场"},
            "mode": "incremental",
            "watermark": "更新时间",
        }
    if kind == "folder":
        lines = "".join(f"{','.join(map(str, lot(n)))}\n" for n in range(ROWS))
        (folder / "lots.csv").write_text(f"车场编号,名称,余位,更新时间\n{lines}")
        return {"settings": {"path": str(folder), "pattern": "*.csv", "quiet": 0}, "mode": "append"}
    settings = {"url": f"{url}/lots", "paging": "page", "first": 0}
    return {"settings": settings, "mode": "incremental", "watermark": "更新时间"}


def page(path: str) -> Answer:
    start = int(path.rpartition("page=")[2]) * PAGE
    names = ("车场编号", "名称", "余位", "更新时间")
    return Answer(
        json.dumps([dict(zip(names, lot(n), strict=True)) for n in range(start, min(start + PAGE, ROWS))]).encode()
    )


@pytest.mark.parametrize("kind", ["sqlite", "folder", "http"])
def test_a_run_killed_again_and_again_takes_every_row_once(kind: str, tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "source"
    folder.mkdir()
    with portal() as site:
        site.answers["/lots"] = page
        environment = os.environ | {
            "ZHANQIAO_HOME": str(home),
            "ZHANQIAO_BATCH_ROWS": str(2 * PAGE),
            "ZHANQIAO_HARVEST_ALLOW": site.place,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }

        def python(*arguments: str) -> str:
            done = subprocess.run(
                [sys.executable, *arguments], env=environment, check=True, stdout=subprocess.PIPE, text=True
            )
            return done.stdout.splitlines()[-1]

        table = python("-c", PREPARING)
        stated = {"key": "lots", "name_zh": "停车场", "dataset": "lots", "table": table, "kind": kind}
        (tmp_path / "lots.json").write_text(json.dumps(stated | described(kind, folder, site.url)))
        python("-m", "zhanqiao.cli", "connectors", "add", str(tmp_path / "lots.json"))

        def seen() -> tuple[int, int]:
            with sqlite3.connect(home / "zhanqiao.sqlite3", timeout=30) as database:
                rows, runs = database.execute(SEEN).fetchone()
                return int(rows), int(runs)

        kills, random_pauses = 0, random.Random(kind)
        while True:
            before = seen()
            running = subprocess.Popen(
                [sys.executable, "-m", "zhanqiao.cli", "connectors", "due"], env=environment, stdout=subprocess.PIPE, text=True
            ) if kills else subprocess.Popen(
                [sys.executable, "-m", "zhanqiao.cli", "connectors", "run", "lots"], env=environment, stdout=subprocess.PIPE, text=True
            )  # fmt: skip
            while kills < KILLS and running.poll() is None and seen()[0] < before[0] + PAGE:
                time.sleep(0.01)
            if kills < KILLS and running.poll() is None:
                time.sleep(random_pauses.random() * 0.1)
                running.send_signal(signal.SIGKILL)
                kills += 1
                running.communicate()
                continue
            told, _ = running.communicate()
            break
        assert kills == KILLS, told
        assert f"lots #{KILLS + 1}: 完成 Finished" in told, told
        assert seen() == (ROWS, KILLS + 1)
        assert json.loads(python("-c", COUNTING, table)) == [ROWS + 1, ROWS + 1, ROWS * (ROWS - 1) // 2]
