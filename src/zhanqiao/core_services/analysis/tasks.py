"""Background work of comparisons, run by ``zhanqiao work``: asked for by people, or wanted by a new release."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from zhanqiao.core_services.analysis import operations, queries
from zhanqiao.core_services.analysis.events import PreviewWanted, RunWanted, preview_wanted, run_wanted
from zhanqiao.data_center.storage.events import ReleaseAccepted, release_accepted
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.people.audit.rules import SYSTEM

BUSY = timedelta(seconds=30)  # until a comparison that runs is asked again


@task()
def run(*, key: str, by: str) -> str:
    """Run a comparison; return the id of the run, nothing when it failed (the run says why)."""
    try:
        return operations.run_comparison(key=key, by=by, at=now(), clock=now)
    except operations.ComparisonBusyError:
        run.using(run_after=now() + BUSY).enqueue(key=key, by=by)  # what was released meanwhile is compared as well
        return ""
    except ZhanqiaoError:
        return ""  # kept with the run, where people read it


@task()
def preview(*, draft_id: str) -> None:
    """Try a comparison in the making; a draft that is gone by now is left alone."""
    try:
        operations.preview_draft(draft_id=draft_id)
    except NotFoundError:
        return


def connect() -> None:
    """Let what wants a run start it."""
    preview_wanted.connect(_enqueue_preview, dispatch_uid="analysis.tasks.preview")
    run_wanted.connect(_enqueue, dispatch_uid="analysis.tasks.wanted")
    release_accepted.connect(_on_release, dispatch_uid="analysis.tasks.release")


def _enqueue(*, event: RunWanted, **_: object) -> None:
    run.enqueue(key=event.key, by=event.by)


def _enqueue_preview(*, event: PreviewWanted, **_: object) -> None:
    preview.enqueue(draft_id=event.draft_id)


def _on_release(*, event: ReleaseAccepted, **_: object) -> None:
    for key in queries.comparisons_on_release(table_id=event.table_id):
        run.enqueue(key=key, by=SYSTEM)
