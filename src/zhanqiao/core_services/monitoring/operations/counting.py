"""Counting requests, and noting the slow and the failing ones."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import NamedTuple
from urllib.parse import parse_qsl

import structlog
from django.db import close_old_connections

from zhanqiao.core_services.monitoring.engine.counters import GROUPS, MONITORING, STATIC, Counters, group_of
from zhanqiao.core_services.monitoring.models import NotedQuery
from zhanqiao.core_services.monitoring.rules.shapes import shape_of
from zhanqiao.kit.environment import home, value

COUNTERS = Counters(home() / "metrics")
FLUSH_SECONDS = 1.0
AT_ONCE = 200
MOST_WAITING = 5_000  # notes of a flood are dropped and counted: they must not take memory
FAILED = 500
QUIET = frozenset({STATIC, MONITORING})
count_request = COUNTERS.count
SLOW_NANOSECONDS = int(value("SLOW_QUERY_MS")) * 1_000_000
log = structlog.get_logger(__name__)


class Noted(NamedTuple):
    """A request that was slow or failed, as it came."""

    at: datetime
    path: str
    query: str
    status: int
    nanoseconds: int
    request_id: str


_waiting: SimpleQueue[Noted] = SimpleQueue()
_starting = threading.Lock()
_writers: list[threading.Thread] = []


def note_request(noted: Noted, /) -> None:
    """Have a slow or failed request written down by a thread of its own; the visitor does not wait for it."""
    if group_of(noted.path) in QUIET:
        return
    if _waiting.qsize() > MOST_WAITING:
        COUNTERS.count_dropped()
        return
    _waiting.put(noted)
    if not _writers:
        with _starting:
            if not _writers:
                _writers.append(threading.Thread(target=_write, name="noted queries", daemon=True))
                _writers[0].start()


def keep_notes(*, notes: Sequence[Noted]) -> None:
    """Write notes down as rows: the shape of the question, never its values."""
    NotedQuery.objects.bulk_create([_row(each) for each in notes])


def forget_notes() -> int:
    """Remove all but the newest NOTED_QUERIES notes; return how many went."""
    kept = int(value("NOTED_QUERIES"))
    last = NotedQuery.objects.order_by("-id").values_list("id", flat=True)[kept : kept + 1]
    return NotedQuery.objects.filter(id__lte=last[0]).delete()[0] if last else 0


def _row(noted: Noted) -> NotedQuery:
    return NotedQuery(
        at=noted.at,
        group=GROUPS[group_of(noted.path)],
        path=noted.path[:200],
        shape=shape_of(parse_qsl(noted.query, keep_blank_values=True)),
        milliseconds=noted.nanoseconds // 1_000_000,
        status=noted.status,
        request_id=noted.request_id[:64],
    )


def _write() -> None:
    while True:
        notes = [_waiting.get()]
        threading.Event().wait(FLUSH_SECONDS)
        with suppress(Empty):  # all that waited is there
            while len(notes) < AT_ONCE:
                notes.append(_waiting.get_nowait())
        try:
            keep_notes(notes=notes)
        except Exception:  # a database that is away is itself what is noted elsewhere; the site goes on
            COUNTERS.count_dropped(len(notes))
            log.exception("slow and failed queries not noted", lost=len(notes))
        close_old_connections()
