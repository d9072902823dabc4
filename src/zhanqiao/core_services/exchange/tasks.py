"""Background work of the exchange, run by ``zhanqiao work``."""

from __future__ import annotations

from django_tasks import task

from zhanqiao.core_services.exchange import operations
from zhanqiao.core_services.exchange.events import HarvestWanted, harvest_wanted
from zhanqiao.kit.clock import now


@task()
def harvest(*, source: str, accept_fewer: bool, by: str) -> str:
    """Harvest a source; returns the state the run ended in."""
    return operations.harvest(key=source, by=by, at=now(), clock=now, accept_fewer=accept_fewer).state.value


def connect() -> None:
    """Let a wanted harvest start this task."""
    harvest_wanted.connect(_enqueue, dispatch_uid="exchange.tasks")


def _enqueue(*, event: HarvestWanted, **_: object) -> None:
    harvest.enqueue(source=event.source, accept_fewer=event.accept_fewer, by=event.by)
