"""``zhanqiao work``: runs queued jobs and keeps the search index up to date, until told to stop."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
import time

import django
import structlog
from django.core.management import call_command
from django.db import close_old_connections

from zhanqiao.kit.clock import now
from zhanqiao.kit.environment import value

JOB_INTERVAL = 0.5  # seconds between two looks for a job
INDEX_INTERVAL = 0.4  # seconds between two looks for catalogue changes; seen by searchers in under 2 s
ROWS_INTERVAL = 0.3  # seconds between two looks for rows that were sent
FORGET_INTERVAL = 3_600.0  # seconds between two clearings of notes on batches
REST = 3  # times as long as publishing rows of a table took it is then left alone: a large table is not rewritten all the time
INSTANT_INTERVAL = 3.0  # seconds between two looks for releases without an instant copy
HARVEST_INTERVAL = 5.0  # seconds between two looks for sources whose harvest is due or was asked for
PARENT_INTERVAL = 1.0
log = structlog.get_logger(__name__)


def main(arguments: list[str]) -> int:
    """Work until a signal arrives. With ``--parent PID`` also stop when that process is gone."""
    parser = argparse.ArgumentParser(prog="zhanqiao work")
    parser.add_argument("--parent", type=int)
    options = parser.parse_args(arguments)
    django.setup()
    threading.Thread(target=_keep_index, name="search index", daemon=True).start()
    threading.Thread(target=_keep_rows, name="rows sent", daemon=True).start()
    threading.Thread(target=_keep_instant, name="instant copies", daemon=True).start()
    threading.Thread(target=_keep_harvests, name="harvests", daemon=True).start()
    if options.parent:
        threading.Thread(target=_follow, args=(options.parent,), name="parent watch", daemon=True).start()
    call_command("db_worker", interval=JOB_INTERVAL, queue_name="*", startup_delay=False, verbosity=0)
    return 0


def _keep_index() -> None:
    # Late: needs Django to be set up first.
    from zhanqiao.data_center.catalogue.operations import drain_search_changes

    while True:
        try:
            drain_search_changes(at=now())
        except Exception:  # a failed round must not end the loop; the next one tries again
            log.exception("search index not updated; trying again")
        close_old_connections()
        time.sleep(INDEX_INTERVAL)


def _keep_rows() -> None:
    # Late: needs Django to be set up first.
    from zhanqiao.data_center.storage.operations import forget_batches, tables_with_batches

    due: dict[str, float] = {}
    forget_at = 0.0
    while True:
        try:
            for table_id in tables_with_batches():
                if time.monotonic() >= due.get(table_id, 0):
                    due[table_id] = _published(table_id)
            if time.monotonic() >= forget_at:
                forget_batches(at=now())
                forget_at = time.monotonic() + FORGET_INTERVAL
        except Exception:  # a failed round must not end the loop; the next one tries again
            log.exception("rows that wait not found; trying again")
            time.sleep(PARENT_INTERVAL)
        close_old_connections()
        time.sleep(ROWS_INTERVAL)


def _published(table_id: str) -> float:
    """Publish the rows that wait for a table; return when its turn comes again. What fails holds up no other table."""
    # Late: needs Django to be set up first.
    from zhanqiao.core_services.publishing.operations import publish_rows
    from zhanqiao.data_center.storage.operations import evict_serving_copies, retire_releases

    began = time.monotonic()
    try:
        publish_rows(table_id=table_id, at=now())
        retire_releases(table_id=table_id, at=now())
        evict_serving_copies(table_id=table_id)
    except Exception:  # one table's failure; it is tried again when its turn comes
        log.exception("rows not published; trying again", table=table_id)
    took = time.monotonic() - began
    return time.monotonic() + max(float(value("FOLD_SECONDS")), REST * took)


def _keep_instant() -> None:
    # Late: needs Django to be set up first.
    from zhanqiao.data_center.storage.operations import has_restless_tables, tables_without_instant
    from zhanqiao.data_center.storage.queries import generation

    seen: object = None
    while True:
        present = generation()
        try:
            if present != seen and tables_without_instant(at=now()):
                # A process of its own, out of the way of jobs and visitors: it computes for seconds.
                command = [sys.executable, "-m", "zhanqiao.cli", "instant", "--parent", str(os.getpid())]
                subprocess.run(command, check=True)  # noqa: S603 - our own command
            seen = None if has_restless_tables(at=now()) else present
        except Exception:  # a failed round must not end the loop; the next change tries again
            seen = present
            log.exception("instant copies not made")
        close_old_connections()
        time.sleep(INSTANT_INTERVAL)


def _keep_harvests() -> None:
    # Late: needs Django to be set up first.
    from zhanqiao.core_services.exchange.operations import waiting_harvests

    while True:
        try:
            if waiting_harvests(at=now()):
                # A process of its own, as for instant copies: it reads strangers' documents for minutes.
                command = [sys.executable, "-m", "zhanqiao.cli", "harvest", "due", "--parent", str(os.getpid())]
                subprocess.run(command, check=True)  # noqa: S603 - our own command
        except Exception:  # a failed round must not end the loop; the next one tries again
            log.exception("harvests that are due not run; trying again")
        close_old_connections()
        time.sleep(HARVEST_INTERVAL)


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_INTERVAL)
    os._exit(0)  # the server was killed: an interrupted job is taken up at the next start
