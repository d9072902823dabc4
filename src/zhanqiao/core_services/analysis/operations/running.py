"""One run of a comparison: pairs and discrepancies found, those known before recognised, those gone closed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import orjson
from django.db import transaction

from zhanqiao.core_services.analysis.events import ComparisonRan, RunWanted, comparison_ran, run_wanted
from zhanqiao.core_services.analysis.models import Comparison, ComparisonRun, Discrepancy, DiscrepancyStep
from zhanqiao.core_services.analysis.operations.linking import linked as link
from zhanqiao.core_services.analysis.queries import definition_kept
from zhanqiao.core_services.analysis.rules import LONGEST, Authority, DiscrepancyState, Outcome, source_side
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Linked
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.rules import SYSTEM

DUTY = "calibration"
OBJECT = "discrepancy"
AT_ONCE = 500
PLACES = ("kind", "left_row", "right_row", "left_value", "right_value", "last_run", "state", "outcome", "moved_at")
MENDED = (DiscrepancyState.CONFIRMED.value, DiscrepancyState.CLOSED.value)
GONE = "再次比对时已经一致 / the tables agree in a later run"
AGAIN = "再次比对时又出现 / found again in a later run"
CHANGED = "两表的值有变化，重新核实 / the values changed since the answer"
KEPT_ONLY = Text(
    "差异共 {total} 条，只保留前 {kept} 条；以前的差异没有自动关闭。请增加比对列或调整规则。",
    "There are {total} discrepancies; the first {kept} were kept and earlier ones were not closed. Add match columns or mend the rules.",
)


TROUBLE = Text(
    "因程序错误停止（{error}）；已有的差异不变，可再次运行。",
    "Stopped at an error of the program ({error}); discrepancies are as they were, and it can be run again.",
)
INTERRUPTED = Text("比对进程被中断。", "The process that compared was killed.")
GRACE_SECONDS = 60


class ComparisonBusyError(ZhanqiaoError):
    """The comparison is running now; nothing was begun."""

    status = 409
    code = "comparison-busy"
    sentence = Text(
        zh="比对“{key}”正在进行，没有重复开始。请稍后刷新页面查看结果。",
        en="The comparison '{key}' is running now; no other was begun. Reload the page in a moment.",
    )


class ComparisonRetiredError(ZhanqiaoError):
    """The comparison was retired; nothing was begun."""

    status = 409
    code = "comparison-retired"
    sentence = Text(
        zh="比对“{key}”已停用，没有运行。已有的差异仍可办理。",
        en="The comparison '{key}' was retired and was not run. Its discrepancies can still be worked on.",
    )


def ask_for_run(*, key: str, by: str, at: datetime) -> None:
    """Let the worker run a comparison. Raises NotFoundError, ComparisonRetiredError."""
    with transaction.atomic():
        comparison = _comparison(key)
        record(
            by=by,
            action="comparison.ask",
            object_type="comparison",
            object_id=comparison.id,
            detail={"key": key},
            at=at,
        )
        transaction.on_commit(partial(run_wanted.send, sender=RunWanted, event=RunWanted(key=key, by=by)))


def run_comparison(*, key: str, by: str, at: datetime, clock: Callable[[], datetime]) -> str:
    """Run a comparison between the present releases of its tables; return the id of the run.

    Raises ComparisonBusyError, ComparisonRetiredError, NotFoundError; LinkageError, LinkageTooLargeError, LinkageTooSlowError: then the run says that it failed.
    """
    comparison = _comparison(key)
    run = _begun(comparison, by=by, at=at)
    try:
        left, right = (storage.table_card(table_id=one) for one in (comparison.left_id, comparison.right_id))
        linked = link(definition=definition_kept(comparison), left=left, right=right)
    except ZhanqiaoError as error:
        _fail(run, error.text, code=error.code, at=clock())
        raise
    except Exception as error:
        _fail(run, TROUBLE.filled(error=type(error).__name__), code="trouble", at=clock())
        raise
    with transaction.atomic():
        Comparison.objects.select_for_update().get(pk=comparison.pk)
        _keep(_Found(comparison, run, linked, at=clock()))
        run.left_release, run.right_release = left.release_id, right.release_id
        run.left_rows, run.right_rows = left.rows, right.rows
        _finish(run, linked, by=by, at=clock())
    return run.id


def _begun(comparison: Comparison, *, by: str, at: datetime) -> ComparisonRun:
    """Begin a run; one that says it is running long after it must have ended was killed."""
    with transaction.atomic():
        Comparison.objects.select_for_update().get(pk=comparison.pk)
        for running in comparison.runs.filter(state="running"):
            if at - running.started_at < timedelta(seconds=value("LINKAGE_SECONDS") + GRACE_SECONDS):
                raise ComparisonBusyError(key=comparison.key)
            running.state, running.ended_at = "failed", at
            running.note_zh, running.note_en = INTERRUPTED.zh, INTERRUPTED.en
            running.save()
        last = comparison.runs.order_by("-number").first()
        return ComparisonRun.objects.create(
            comparison=comparison,
            number=last.number + 1 if last else 1,
            state="running",
            threshold=comparison.threshold,
            by=by,
            started_at=at,
        )


@dataclass(frozen=True, slots=True)
class _Found:
    comparison: Comparison
    run: ComparisonRun
    linked: Linked
    at: datetime

    @property
    def source_id(self) -> str:
        """The department that must look into it: of the table that is not authoritative."""
        one, side = self.comparison, source_side(authority=Authority(self.comparison.authority))
        return one.right_department_id if side == "right" else one.left_department_id


def _keep(found: _Found) -> None:
    """Recognise what is known, add what is new, close what is gone."""
    known = {one.identity: one for one in found.comparison.discrepancies.all()}
    new: list[Discrepancy] = []
    met: list[Discrepancy] = []
    steps: list[DiscrepancyStep] = []
    for different in found.linked.differences:
        identity = identity_of(different=different)
        held = known.pop(identity, None)
        if held is None:
            made = _new(found, different, identity)
            new.append(made)
            steps.append(DiscrepancyStep(discrepancy=made, state=made.state, by=SYSTEM, at=found.at))
        else:
            steps += _met(held, found, different)
            met.append(held)
    Discrepancy.objects.bulk_create(new, batch_size=AT_ONCE)
    Discrepancy.objects.bulk_update(met, PLACES, batch_size=AT_ONCE)
    DiscrepancyStep.objects.bulk_create(steps, batch_size=AT_ONCE)
    if found.linked.complete:
        found.run.vanished = _close_gone(list(known.values()), found)


def identity_of(*, different: storage.Different) -> str:
    """Return what makes a discrepancy the same in another run: side, name of the row, columns; not the values."""
    side = "b" if different.kind == "only_in_b" else "a"
    kind = "alone" if different.kind.startswith("only_in") else "cell"
    said = [side, kind, different.left_column, different.right_column, different.time, *different.name]
    return hashlib.sha256(orjson.dumps(said)).hexdigest()


def _new(found: _Found, different: storage.Different, identity: str) -> Discrepancy:
    return Discrepancy(
        comparison=found.comparison,
        identity=identity,
        first_run=found.run,
        last_run=found.run,
        kind=different.kind,
        left_row=different.left,
        right_row=different.right,
        name=list(different.name),
        left_column=different.left_column,
        right_column=different.right_column,
        left_value=_cut(different.left_value),
        right_value=_cut(different.right_value),
        state=DiscrepancyState.OPEN.value,
        source_id=found.source_id,
        found_at=found.at,
        moved_at=found.at,
    )


def _met(held: Discrepancy, found: _Found, different: storage.Different) -> list[DiscrepancyStep]:
    """Bring a known discrepancy up to date; what was said to be corrected and is not, or changed since, is open again."""
    values = _cut(different.left_value), _cut(different.right_value)
    changed = (held.left_value, held.right_value) != values
    held.kind, held.last_run = different.kind, found.run
    held.left_row, held.right_row = different.left, different.right
    held.left_value, held.right_value = values
    unmended = held.outcome == Outcome.CORRECTED.value and held.state in MENDED
    if not held.outcome or not (unmended or changed):
        return []
    held.state, held.outcome, held.moved_at = DiscrepancyState.OPEN.value, "", found.at
    reason = AGAIN if unmended else CHANGED
    return [DiscrepancyStep(discrepancy=held, state=held.state, by=SYSTEM, at=found.at, reason=reason)]


def _close_gone(gone: Sequence[Discrepancy], found: _Found) -> int:
    """Close what the tables no longer differ in, as corrected."""
    steps, closed = [], []
    for one in gone:
        if one.state == DiscrepancyState.CLOSED.value:
            continue
        if one.state == DiscrepancyState.ASSIGNED.value:
            deadlines.end_clock(
                duty=DUTY, object_type=OBJECT, object_id=one.id, outcome="corrected", by=SYSTEM, at=found.at
            )
        one.state, one.moved_at = DiscrepancyState.CLOSED.value, found.at
        one.outcome = one.outcome or Outcome.CORRECTED.value
        steps.append(DiscrepancyStep(discrepancy=one, state=one.state, by=SYSTEM, at=found.at, reason=GONE))
        closed.append(one)
    Discrepancy.objects.bulk_update(closed, ["state", "outcome", "moved_at"], batch_size=AT_ONCE)
    DiscrepancyStep.objects.bulk_create(steps, batch_size=AT_ONCE)
    return len(closed)


def _finish(run: ComparisonRun, linked: Linked, *, by: str, at: datetime) -> None:
    run.state, run.ended_at, run.seconds = "finished", at, linked.seconds
    run.matched, run.only_left, run.only_right = len(linked.pairs), linked.only_left, linked.only_right
    run.vetoed, run.ambiguous = linked.vetoed, linked.ambiguous
    run.discrepancies, run.kept = linked.total, len(linked.differences)
    if not linked.complete:
        note = KEPT_ONLY.filled(total=linked.total, kept=run.kept)
        run.note_zh, run.note_en = note.zh, note.en
    run.save()
    detail = {"run": run.id, "matched": run.matched, "discrepancies": run.discrepancies, "vanished": run.vanished}
    record(by=by, action="comparison.run", object_type="comparison", object_id=run.comparison_id, detail=detail, at=at)
    event = ComparisonRan(key=run.comparison.key, run_id=run.id, discrepancies=run.discrepancies, by=by, at=at)
    transaction.on_commit(partial(comparison_ran.send_robust, sender=ComparisonRan, event=event))


def _fail(run: ComparisonRun, why: Text, *, code: str, at: datetime) -> None:
    with transaction.atomic():
        run.state, run.ended_at, run.note_zh, run.note_en = "failed", at, why.zh, why.en
        run.save()
        detail = {"run": run.id, "code": code}
        record(
            by=run.by,
            action="comparison.fail",
            object_type="comparison",
            object_id=run.comparison_id,
            detail=detail,
            at=at,
        )


def _comparison(key: str) -> Comparison:
    found = Comparison.objects.filter(key=key).first()
    if found is None:
        raise NotFoundError(what=key)
    if found.retired_at:
        raise ComparisonRetiredError(key=key)
    return found


def _cut(value: str | None) -> str | None:
    return value if value is None or len(value) <= LONGEST else value[:LONGEST] + "…"
