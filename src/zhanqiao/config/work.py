"""``zhanqiao work``: runs queued jobs and keeps the search index up to date, until told to stop."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import django
import structlog
from django.core.management import call_command

from zhanqiao.config import watching
from zhanqiao.config.rounds import repeat
from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import end_with, require_prepared
from zhanqiao.kit.environment import value

JOB_INTERVAL = 0.5  # seconds between two looks for a job
INDEX_INTERVAL = 0.4  # seconds between two looks for catalogue changes; seen by searchers in under 2 s
ROWS_INTERVAL = 0.3  # seconds between two looks for rows that were sent
FORGET_INTERVAL = 3_600.0  # seconds between two clearings of notes on batches
REST = 3  # times as long as publishing rows of a table took it is then left alone: a large table is not rewritten all the time
INSTANT_INTERVAL = 3.0  # seconds between two looks for releases without an instant copy
CONNECTOR_INTERVAL = 5.0  # seconds between two looks for connectors that are due or were asked for
TRY_INTERVAL = 1.0  # seconds between two looks for sources of connectors in the making
HARVEST_INTERVAL = 5.0  # seconds between two looks for sources whose harvest is due or was asked for
LIGHTS_INTERVAL = 60.0  # seconds between two looks at deadlines
RELEASE_INTERVAL = 1.0  # seconds between two looks for approved releases whose time has come
MAIL_INTERVAL = 5.0  # seconds between two looks for mails whose time has come
NEWS_INTERVAL = 2.0  # seconds between two looks for news of subscriptions
MESSAGE_INTERVAL = 2.0  # seconds between two looks for messages to programs whose time has come
USES_INTERVAL = 20.0  # seconds between two looks for counted uses
STATISTICS_INTERVAL = 86_400.0  # seconds between two rounds of publishing the figures that changed
STATISTICS_FIRST = 600.0  # seconds after the start until the first
SEAL_INTERVAL = 2.0  # seconds between two looks for receipts to seal and batches to time-stamp
ROWS_REST = 1.0  # seconds more after a failed look for rows
log = structlog.get_logger(__name__)


def main(arguments: list[str]) -> int:
    """Work until a signal arrives. With ``--parent PID`` also stop when that process is gone."""
    parser = argparse.ArgumentParser(prog="zhanqiao work")
    parser.add_argument("--parent", type=int)
    parser.add_argument("--site", default="", help="our own address, visited once a minute")
    options = parser.parse_args(arguments)
    django.setup()
    require_prepared()
    _start_rounds()
    watching.start(site=options.site)
    end_with(parent=options.parent)
    call_command("db_worker", interval=JOB_INTERVAL, queue_name="*", startup_delay=False, verbosity=0)
    return 0


def _start_rounds() -> None:
    # Late: needs Django to be set up first.
    from zhanqiao.core_services.connectors.operations import waiting_drafts, waiting_runs
    from zhanqiao.core_services.exchange.operations import waiting_harvests
    from zhanqiao.core_services.publishing.operations import release_due
    from zhanqiao.data_center.catalogue.operations import drain_search_changes

    def harvests() -> None:
        if waiting_harvests(at=now()):
            _in_own_process("harvest", "due")  # reads strangers' documents for minutes

    def connectors() -> None:
        if waiting_runs(at=now()):
            _in_own_process("connectors", "due")  # holds drivers of databases and reads for minutes

    def tries() -> None:
        if waiting_drafts():
            # Somebody waits for it on a page, where it is told that a source took too long.
            _in_own_process("connectors", "try", check=False)

    repeat(name="search index", seconds=INDEX_INTERVAL, work=lambda: drain_search_changes(at=now()))
    repeat(name="rows sent", seconds=ROWS_INTERVAL, work=_rows(), after_failure=ROWS_REST)
    repeat(name="instant copies", seconds=INSTANT_INTERVAL, work=_instant())
    repeat(name="harvests", seconds=HARVEST_INTERVAL, work=harvests)
    repeat(name="deadlines, nonces, brought files and lost runs", seconds=LIGHTS_INTERVAL, work=_minute)
    repeat(name="timed releases", seconds=RELEASE_INTERVAL, work=lambda: release_due(at=now()))
    repeat(name="seals", seconds=SEAL_INTERVAL, work=_seals, after_failure=FORGET_INTERVAL / 60)
    repeat(name="connectors", seconds=CONNECTOR_INTERVAL, work=connectors)
    repeat(name="sources to try", seconds=TRY_INTERVAL, work=tries)
    _start_telling()


def _start_telling() -> None:
    # Late: as above.
    from zhanqiao.core_services.dashboards.operations import send_reports
    from zhanqiao.core_services.following.operations import forget_news, send_due_messages
    from zhanqiao.core_services.statistics.operations import fold_uses, publish_statistics
    from zhanqiao.people.mails.operations import forget_mails, send_due

    repeat(name="mails", seconds=MAIL_INTERVAL, work=lambda: send_due(clock=now))
    repeat(name="old mails", seconds=FORGET_INTERVAL, work=lambda: forget_mails(at=now()))
    repeat(name="news of subscriptions", seconds=NEWS_INTERVAL, work=_news())
    repeat(name="reports of dashboards", seconds=LIGHTS_INTERVAL, work=lambda: send_reports(at=now()))
    repeat(name="messages to programs", seconds=MESSAGE_INTERVAL, work=lambda: send_due_messages(at=now()))
    repeat(name="old news", seconds=FORGET_INTERVAL, work=lambda: forget_news(at=now()))
    repeat(name="uses", seconds=USES_INTERVAL, work=lambda: fold_uses(at=now()))
    repeat(
        name="open statistics",
        seconds=STATISTICS_INTERVAL,
        work=lambda: publish_statistics(clock=now),
        first=STATISTICS_FIRST,
    )


def _in_own_process(*command: str, check: bool = True) -> None:
    """Run one of our commands to its end, out of the way of jobs and visitors; it ends when this process does.

    With ``check`` an exit code other than 0 raises CalledProcessError.
    """
    told = [sys.executable, "-m", "zhanqiao.cli", *command, "--parent", str(os.getpid())]
    subprocess.run(told, check=check)  # noqa: S603 - our own command


def _rows() -> Callable[[], None]:
    """Return a round of publishing the rows that were sent; it remembers when each table's turn comes."""
    # Late: needs Django to be set up first.
    from zhanqiao.data_center.storage.operations import forget_batches, tables_with_batches

    due: dict[str, float] = {}
    forget_at = 0.0

    def work() -> None:
        nonlocal forget_at
        for table_id in tables_with_batches():
            if time.monotonic() >= due.get(table_id, 0):
                due[table_id] = _published(table_id)
        if time.monotonic() >= forget_at:
            forget_batches(at=now())
            forget_at = time.monotonic() + FORGET_INTERVAL

    return work


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


def _instant() -> Callable[[], None]:
    """Return a round of making instant copies; it remembers for which state of the data there was nothing to do."""
    # Late: needs Django to be set up first.
    from zhanqiao.data_center.storage.operations import has_restless_tables, tables_without_instant
    from zhanqiao.data_center.storage.queries import generation

    seen: object = None

    def work() -> None:
        nonlocal seen
        before, seen = seen, generation()  # a failed round waits for the next change
        if seen != before and tables_without_instant(at=now()):
            _in_own_process("instant")  # computes for seconds
        if has_restless_tables(at=now()):
            seen = None

    return work


def _news() -> Callable[[], None]:
    """Return a round of telling subscribers; it looks when the data changed, and once a minute for what is due by the clock."""
    # Late: needs Django to be set up first.
    from zhanqiao.core_services.following.operations import tell_changes
    from zhanqiao.data_center.storage.queries import generation

    seen: object = None
    next_at = 0.0

    def work() -> None:
        nonlocal seen, next_at
        found = generation()
        if found == seen and time.monotonic() < next_at:
            return
        tell_changes(at=now())
        seen, next_at = found, time.monotonic() + LIGHTS_INTERVAL  # a failed round is tried again

    return work


def _minute() -> None:
    # Late: needs Django to be set up first.
    from zhanqiao.core_services.consultations.operations import start_feedback_clocks
    from zhanqiao.core_services.data_requests.operations import end_expired_applications, end_expired_sharing
    from zhanqiao.core_services.deadlines.operations import tell_lights
    from zhanqiao.core_services.exchange.operations import forget_nonces
    from zhanqiao.core_services.joining.operations import forget_old_files, resume_runs

    start_feedback_clocks(at=now())
    tell_lights(at=now())
    forget_nonces(at=now())
    forget_old_files(at=now())
    resume_runs(at=now())
    end_expired_applications(at=now())
    end_expired_sharing(at=now())


def _seals() -> None:
    # Late: needs Django to be set up first.
    from zhanqiao.core_services.exchange.operations import seal_transfers, stamp_batches

    while seal_transfers(at=now(), waited=timedelta(seconds=int(value("SEAL_SECONDS")))):
        pass
    stamp_batches(at=now())  # last: an authority that is away holds up nothing else
