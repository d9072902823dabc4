"""Which harvests wait to be begun: by schedule, because somebody asked, or because a run was killed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from zhanqiao.core_services.exchange.models import HarvestRun, HarvestSource
from zhanqiao.core_services.exchange.operations.harvesting import harvest
from zhanqiao.core_services.exchange.operations.locking import is_free
from zhanqiao.core_services.exchange.queries import RunCard, due_sources
from zhanqiao.core_services.exchange.rules import RunState
from zhanqiao.people.audit.rules import SYSTEM


@dataclass(frozen=True, slots=True)
class Waiting:
    """A harvest to begin, and for whom."""

    source: str
    by: str = SYSTEM
    accept_fewer: bool = False


def waiting_harvests(*, at: datetime) -> tuple[Waiting, ...]:
    """Return the harvests to begin now: what people asked for first. Three queries."""
    asked = [
        Waiting(one.key, one.asked_by, one.asked_fewer)
        for one in HarvestSource.objects.filter(asked_at__isnull=False).order_by("asked_at")
    ]
    others = [Waiting(key) for key in (*_killed(), *due_sources(at=at))]
    found = {one.source: one for one in reversed((*asked, *others))}  # of several reasons the first counts
    return tuple(found[key] for key in dict.fromkeys(one.source for one in (*asked, *others)))


def harvest_waiting(*, waiting: Waiting, at: datetime, clock: Callable[[], datetime]) -> RunCard:
    """Begin one. Raises as ``harvest`` does."""
    return harvest(key=waiting.source, by=waiting.by, at=at, clock=clock, accept_fewer=waiting.accept_fewer)


def _killed() -> list[str]:
    """Return the sources whose run was killed. It is repeated once: a source that kills every run is left to people."""
    dead = [
        run
        for run in HarvestRun.objects.filter(state=RunState.RUNNING.value).select_related("source")
        if is_free(source=run.source.key)
    ]
    return [
        run.source.key
        for run in dead
        if not HarvestRun.objects.filter(
            source=run.source, number=run.number - 1, state=RunState.INTERRUPTED.value
        ).exists()
    ]
