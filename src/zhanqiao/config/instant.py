"""``zhanqiao instant``: makes the instant copies that current releases lack. ``zhanqiao work`` calls it by itself."""

from __future__ import annotations

import argparse
import os
import threading
import time

import django

from zhanqiao.kit.clock import now

NICENESS = 10  # visitors and jobs come first
PARENT_INTERVAL = 1.0


def main(arguments: list[str]) -> int:
    """Make all that are missing, the smallest table first. With ``--parent PID`` stop when that process is gone."""
    parser = argparse.ArgumentParser(prog="zhanqiao instant")
    parser.add_argument("--parent", type=int)
    options = parser.parse_args(arguments)
    os.nice(NICENESS)
    if options.parent:
        threading.Thread(target=_follow, args=(options.parent,), daemon=True).start()
    django.setup()
    # Late: needs Django to be set up first.
    from zhanqiao.data_center.storage.operations import make_instant, tables_without_instant

    for table_id in tables_without_instant(at=now()):
        make_instant(table_id=table_id)
    return 0


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_INTERVAL)
    os._exit(0)  # what was begun is removed at the next start
