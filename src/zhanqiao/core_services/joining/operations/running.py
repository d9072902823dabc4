"""One run of a derived table: made of the present releases of its sources, handed over to publishing. It always ends, and says how."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from zhanqiao.core_services.joining.events import DerivedRunEnded, RunWanted, derived_run_ended, run_wanted
from zhanqiao.core_services.joining.models import DerivedRun, DerivedTable, DerivedVersion
from zhanqiao.core_services.joining.operations.deriving import OBJECT, locked
from zhanqiao.core_services.joining.queries.derived import RunCard, run_card
from zhanqiao.core_services.joining.queries.previewing import typed_join
from zhanqiao.core_services.joining.queries.sources import source_card
from zhanqiao.core_services.joining.rules import (
    DerivedBusyError,
    DerivedEndedError,
    JoinPlan,
    RunState,
    UnpublishedFirstError,
    next_run,
)
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.core_services.publishing.rules import SubmissionStep
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage import queries
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit import alone as locks
from zhanqiao.kit.digests import of_file
from zhanqiao.kit.environment import home
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record

FOLDER = "derived"
BLOCK = 1 << 20
GONE = frozenset({SubmissionStep.REFUSED, SubmissionStep.CANCELLED})
SAME = Text(
    "结果与上次送出的相同，没有送出，也不产生新版本。",
    "It is what was handed over before: nothing was handed over, and there is no new release.",
)
FIRST = Text(
    "首次数据已作为提交 {submission} 送出，目录与字典已预填；请数据管理员核对后提交审核。",
    "The first rows were handed over as submission {submission} with its entry and dictionary filled in; the data officer checks it and "
    "submits it to review.",
)
AGAIN = Text(
    "已作为提交 {submission} 送出：有“文件更新”许可即自动发布，否则等待审核。",
    "Handed over as submission {submission}: published where a permit for updates by files holds, else it waits for review.",
)
TROUBLE = Text(
    "因程序错误停止（{error}）；已发布的数据不受影响，可再次运行。",
    "The run stopped at an error of the program ({error}); what is published stays, and it can be run again.",
)
INTERRUPTED = Text("运行中途停止；已发布的数据不受影响。", "The run stopped midway; what is published stays.")


def run_derived(
    *, derived_id: str, at: datetime, clock: Callable[[], datetime], only_wanted: bool = False
) -> RunCard | None:
    """Make a derived table of the present releases and return the run; what is wrong ends in its state and note.

    None where ``only_wanted`` and no run is called for (any more). Raises NotFoundError, DerivedEndedError, DerivedBusyError.
    """
    with locks.alone(lock=lock_of(derived_id), busy=DerivedBusyError()):
        run = _begun(derived_id, only_wanted=only_wanted, at=at)
        if run is None:
            return None
        try:
            state, note = _made(run, at=at)
        except ZhanqiaoError as error:
            _end(run, RunState.FAILED, error.text, code=error.code, at=clock())
        except Exception as error:
            _end(run, RunState.FAILED, TROUBLE.filled(error=type(error).__name__), code="trouble", at=clock())
            raise
        else:
            _end(run, state, note, code="", at=clock())
    return run_card(run_id=run.id)


def lock_of(derived_id: str, /) -> Path:
    """Return the lock that a run of a derived table holds."""
    return home() / FOLDER / f"{derived_id}.lock"


def _begun(derived_id: str, *, only_wanted: bool, at: datetime) -> DerivedRun | None:
    """Begin a run. The lock is held, so a run that says it is running was killed."""
    with transaction.atomic():
        derived = locked(derived_id=derived_id)
        if only_wanted and (derived.wanted_at is None or derived.ended_at):
            return None
        if derived.ended_at:
            raise DerivedEndedError
        last = DerivedRun.objects.filter(derived=derived).order_by("-number").first()
        if last and last.state == RunState.RUNNING.value:
            last.state, last.ended_at, last.code = RunState.FAILED.value, at, "interrupted"
            last.note_zh, last.note_en = INTERRUPTED.zh, INTERRUPTED.en
            last.save()
        by, derived.wanted_at, derived.wanted_by = derived.wanted_by or derived.by, None, ""
        derived.save()
        return DerivedRun.objects.create(
            derived=derived,
            number=last.number + 1 if last else 1,
            version=_version(derived).number,
            by=by,
            started_at=at,
        )


def _made(run: DerivedRun, *, at: datetime) -> tuple[RunState, Text]:
    derived = run.derived
    version = _version(derived)
    left, right = (
        source_card(table_id=one, department_id=derived.department_id)
        for one in (version.left_table_id, version.right_table_id)
    )
    run.sources = [{"table": one.id, "release": one.release_id, "number": one.release_number} for one in (left, right)]
    join = typed_join(plan=JoinPlan.from_dict(version.plan), left=left, right=right)
    match = queries.join_match(join=join, left=left, right=right)
    run.match = {
        "left_rows": match.left.rows,
        "left_matched": match.left.matched,
        "right_rows": match.right.rows,
        "right_matched": match.right.matched,
    }
    folder = Path(tempfile.mkdtemp(prefix="zhanqiao-derived-"))
    try:
        path, run.rows = storage.spliced_parquet(join=join, match=match, left=left, right=right, folder=folder)
        return _handed(run, path, at=at)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _handed(run: DerivedRun, path: Path, *, at: datetime) -> tuple[RunState, Text]:
    """Hand a file over, unless it is what was handed over last and that was not refused."""
    derived, digest = run.derived, of_file(path=path).sha256
    before = derived.delivered.get("submission", "")
    step = submissions.last_step(submission_id=before) if before else None
    alive = step is not None and step.state not in GONE
    if alive and derived.delivered.get("digest") == digest:
        run.submission_id = before
        return RunState.UNCHANGED, SAME
    if alive and not derived.table_id:
        raise UnpublishedFirstError(submission=before)
    slug = catalogue.entry(dataset_id=derived.dataset_id).slug
    with path.open("rb") as file:
        submission = _sent(derived, _blocks(file), name=f"{slug}.parquet", size=path.stat().st_size, run=run, at=at)
    run.submission_id = submission
    run.save(update_fields=["submission_id"])
    DerivedTable.objects.filter(pk=derived.pk).update(delivered={"digest": digest, "submission": submission})
    return RunState.HANDED, (AGAIN if derived.table_id else FIRST).filled(submission=submission)


def _sent(
    derived: DerivedTable, chunks: Iterator[bytes], *, name: str, size: int, run: DerivedRun, at: datetime
) -> str:
    if derived.table_id:
        submission, _ = publishing.send_file(
            table_id=derived.table_id,
            chunks=chunks,
            filename=name,
            mode=Mode.REPLACE,
            size=size,
            idempotency_key=run.id,
            by=run.by,
            at=at,
        )
        return submission
    return publishing.receive_file(
        chunks=chunks,
        filename=name,
        department=derived.department_id,
        by=run.by,
        at=at,
        size=size,
        dataset_id=derived.dataset_id,
    )


def _end(run: DerivedRun, state: RunState, note: Text, *, code: str, at: datetime) -> None:
    with transaction.atomic():
        run.state, run.ended_at, run.code, run.note_zh, run.note_en = state.value, at, code, note.zh, note.en
        run.save()
        detail = {
            "run": run.id,
            "state": state.value,
            "code": code,
            "sources": run.sources,
            "submission": run.submission_id,
        }
        record(by=run.by, action="derived.run", object_type=OBJECT, object_id=run.derived_id, detail=detail, at=at)
        event = DerivedRunEnded(derived_id=run.derived_id, run_id=run.id, state=state.value, by=run.by, at=at)
        transaction.on_commit(partial(derived_run_ended.send_robust, sender=DerivedRunEnded, event=event))
        derived = locked(derived_id=run.derived_id)
        if derived.wanted_at:  # a source changed while it was made
            again = RunWanted(derived_id=derived.id, not_before=next_run(at=at, last_began=run.started_at))
            transaction.on_commit(partial(run_wanted.send_robust, sender=RunWanted, event=again))


def _version(derived: DerivedTable) -> DerivedVersion:
    found = DerivedVersion.objects.filter(derived=derived).order_by("-number").first()
    if found is None:
        raise NotFoundError(what=derived.id)
    return found


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block
