"""Which connectors wait to be run: because somebody asked, because a run was killed, or by schedule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from zhanqiao.core_services.connectors.models import Connector, ConnectorRun
from zhanqiao.core_services.connectors.operations.locking import is_free
from zhanqiao.core_services.connectors.operations.running import run_connector
from zhanqiao.core_services.connectors.queries import RunCard, due_connectors
from zhanqiao.core_services.connectors.rules import RunState
from zhanqiao.people.audit.rules import SYSTEM


@dataclass(frozen=True, slots=True)
class Waiting:
    """A run to begin, and for whom."""

    connector: str
    by: str = SYSTEM


def waiting_runs(*, at: datetime) -> tuple[Waiting, ...]:
    """Return the runs to begin now: what people asked for first. Three queries."""
    asked_for = Connector.objects.filter(asked_at__isnull=False, paused_at__isnull=True).order_by("asked_at")
    asked = [Waiting(one.key, one.asked_by) for one in asked_for]
    others = [Waiting(key) for key in (*_killed(), *due_connectors(at=at))]
    found: dict[str, Waiting] = {}
    for one in (*asked, *others):
        found.setdefault(one.connector, one)  # of several reasons the first counts
    return tuple(found.values())


def run_waiting(*, waiting: Waiting, at: datetime, clock: Callable[[], datetime]) -> RunCard:
    """Begin one. Raises as ``run_connector`` does."""
    return run_connector(key=waiting.connector, by=waiting.by, at=at, clock=clock)


def _killed() -> list[str]:
    """Return the connectors whose run was killed.

    They are taken up again as long as they get on; one that kills every run before its first piece is left to people.
    """
    dead = [
        run
        for run in ConnectorRun.objects.filter(state=RunState.RUNNING.value).select_related("connector")
        if not run.connector.paused_at and is_free(key=run.connector.key)
    ]
    stuck = RunState.INTERRUPTED.value
    return [
        run.connector.key
        for run in dead
        if run.pieces
        or not ConnectorRun.objects.filter(
            connector=run.connector, number=run.number - 1, state=stuck, pieces=0
        ).exists()
    ]
