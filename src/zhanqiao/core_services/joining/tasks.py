"""Background work of joining, run by ``zhanqiao work``."""

from __future__ import annotations

from django_tasks import task

from zhanqiao.core_services.joining import operations
from zhanqiao.core_services.joining.events import RunWanted, run_wanted
from zhanqiao.core_services.joining.rules import DerivedBusyError
from zhanqiao.kit.clock import now


@task()
def make_derived(derived_id: str) -> str:
    """Make a derived table, where that is still called for; returns how it ended."""
    try:
        run = operations.run_derived(derived_id=derived_id, at=now(), clock=now, only_wanted=True)
    except DerivedBusyError:
        return "busy"  # who makes it sees at its end that another run is called for
    return run.state.value if run else "not wanted"


def connect() -> None:
    """Let a wanted run start this task."""
    run_wanted.connect(_enqueue, dispatch_uid="joining.tasks")


def _enqueue(*, event: RunWanted, **_: object) -> None:
    chosen = make_derived if event.not_before <= now() else make_derived.using(run_after=event.not_before)
    chosen.enqueue(event.derived_id)
