"""``zhanqiao instant``: makes the instant copies that current releases lack. ``zhanqiao work`` calls it by itself."""

from __future__ import annotations

import argparse
import os

import django

from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import end_with, require_prepared

NICENESS = 10  # visitors and jobs come first


def main(arguments: list[str]) -> int:
    """Make all that are missing, the smallest table first. With ``--parent PID`` stop when that process is gone."""
    parser = argparse.ArgumentParser(prog="zhanqiao instant")
    parser.add_argument("--parent", type=int)
    options = parser.parse_args(arguments)
    os.nice(NICENESS)
    end_with(parent=options.parent)
    django.setup()
    require_prepared()
    # Late: needs Django to be set up first.
    from zhanqiao.data_center.storage.operations import make_instant, tables_without_instant

    for table_id in tables_without_instant(at=now()):
        make_instant(table_id=table_id)
    return 0
