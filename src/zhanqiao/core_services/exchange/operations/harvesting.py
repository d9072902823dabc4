"""One harvest of a source, from its first document to the decision about what is gone. It always ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from zhanqiao.core_services.exchange.events import HarvestEnded, harvest_ended
from zhanqiao.core_services.exchange.models import (
    HarvestedRecord,
    HarvestError,
    HarvestRun,
    HarvestRunState,
    HarvestSource,
)
from zhanqiao.core_services.exchange.operations.locking import alone
from zhanqiao.core_services.exchange.operations.placing import place
from zhanqiao.core_services.exchange.operations.reaching import limits_of_fetching
from zhanqiao.core_services.exchange.operations.tally import Tally
from zhanqiao.core_services.exchange.queries import RunCard, run_card
from zhanqiao.core_services.exchange.rules import Fault, Reading, RunState, is_suspiciously_few
from zhanqiao.core_services.exchange.rules.runs import FEWER, GONE, INTERRUPTION, NOT_MODIFIED, UNREAD
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record

if TYPE_CHECKING:  # else every page would load rdflib
    from zhanqiao.core_services.exchange.engine.walking import Page

AT_ONCE = 20
RUNS_WITH_ERRORS = 20  # of older runs of a source only the counts are kept
FEWER_RECORDS = Text(
    "一次采集不超过 {most} 条（ZHANQIAO_HARVEST_RECORDS）",
    "at most {most} records in a harvest (ZHANQIAO_HARVEST_RECORDS)",
)
TROUBLE = Text(
    "采集因程序错误停止（{error}）；已收录的条目保留，可再次采集。",
    "The harvest stopped at an error of the program ({error}); what it had taken was kept, and it can be run again.",
)
Clock = Callable[[], datetime]


def harvest(*, key: str, by: str, at: datetime, clock: Clock, accept_fewer: bool = False) -> RunCard:
    """Harvest a source and return the run. What is wrong with the source ends in the run's state and errors.

    ``accept_fewer``: a person has looked, and records that are missing from a much shorter answer are gone.
    Raises NotFoundError, HarvestBusyError.
    """
    source = HarvestSource.objects.filter(key=key).first()
    if source is None:
        raise NotFoundError(what=key)
    with alone(source=key):
        run = _begun(source, by=by, at=at)
        tally = Tally()
        try:
            _read(source, run, tally, by=by, at=at, clock=clock)
            state, note = _settled(source, run, tally, accept_fewer=accept_fewer, by=by, at=clock())
        except Exception as error:
            _end(source, run, tally, RunState.FAILED, TROUBLE.filled(error=type(error).__name__), by=by, at=clock())
            raise
        _end(source, run, tally, state, note, by=by, at=clock())
    return run_card(run_id=run.pk)


def _begun(source: HarvestSource, *, by: str, at: datetime) -> HarvestRun:
    """Begin a run. The lock is held, so a run that says it is running was killed."""
    with transaction.atomic():
        for dead in HarvestRun.objects.filter(source=source, state=RunState.RUNNING.value):
            _step(dead, RunState.INTERRUPTED, INTERRUPTION, by=by, at=at)
        # What the source was is not known again before a run has ended: until then it is read whole.
        HarvestSource.objects.filter(pk=source.pk).update(asked_at=None, asked_by="", asked_fewer=False, validators={})
        last = HarvestRun.objects.filter(source=source).order_by("-number").first()
        run = HarvestRun.objects.create(source=source, number=last.number + 1 if last else 1, by=by, started_at=at)
        HarvestRunState.objects.create(run=run, state=RunState.RUNNING.value, by=by, at=at)
    return run


def _read(source: HarvestSource, run: HarvestRun, tally: Tally, *, by: str, at: datetime, clock: Clock) -> None:
    most = value("HARVEST_RECORDS")
    for page in _pages(source, at=at, clock=clock):
        _note_page(page, tally)
        place(source=source, run=run, page=page, tally=tally, by=by, at=clock())
        if len(tally.seen) > most:
            stopped = _too_many(page, found=len(tally.seen), most=most)
            _note_page(stopped, tally)
            place(source=source, run=run, page=stopped, tally=tally, by=by, at=clock())
            return


def _pages(source: HarvestSource, *, at: datetime, clock: Clock) -> Iterator[Page]:
    # late: rdflib and urllib3 take half a second, which no page need wait for
    from zhanqiao.core_services.exchange.engine import fetching
    from zhanqiao.core_services.exchange.engine.walking import walk

    limits = limits_of_fetching()
    return walk(
        kind=source.kind,
        url=source.url,
        fetch=lambda url, validators: fetching.fetch(url=url, limits=limits, validators=validators),
        validators=source.validators,
        over=lambda: (clock() - at).total_seconds() > value("HARVEST_RUN_SECONDS"),
    )


def _too_many(page: Page, *, found: int, most: int) -> Page:
    from zhanqiao.core_services.exchange.engine.walking import Page  # late, as above

    expected = FEWER_RECORDS.filled(most=most)
    fault = Fault(document=page.document, field="records", found=str(found), expected=expected)
    return Page(page.document, Reading(faults=(fault,), broken=True))


def _note_page(page: Page, tally: Tally) -> None:
    """Keep what the end of the run is decided by."""
    if page.reading.broken and page.is_essential:
        tally.is_incomplete = True
    elif page.reading.broken:
        tally.unread.add(page.document)
    tally.is_unmodified = page.is_unchanged
    # Only where one document is the whole source does its being unchanged mean that nothing changed.
    alone_in_source = tally.documents == 0 and not page.reading.following and not page.reading.listed
    tally.validators = page.validators if alone_in_source else {}


def _settled(
    source: HarvestSource, run: HarvestRun, tally: Tally, *, accept_fewer: bool, by: str, at: datetime
) -> tuple[RunState, Text]:
    """Decide what the records mean that were not met; return the state the run ends in, and why."""
    present = HarvestedRecord.objects.filter(source=source, gone_since__isnull=True)
    if tally.is_unmodified:
        tally.unchanged = present.update(last_run=run, last_seen_at=at)
        return RunState.FINISHED, NOT_MODIFIED
    if tally.is_incomplete:
        return (RunState.INCOMPLETE if tally.seen else RunState.FAILED), UNREAD
    missing = present.exclude(last_run=run).exclude(document__in=tally.unread)
    met = len(tally.seen)
    before = (
        present.count()
        - tally.added
        - tally.returned
        - present.filter(document__in=tally.unread).exclude(last_run=run).count()
    )
    if missing.exists() and not accept_fewer and is_suspiciously_few(now=met, before=before):
        return RunState.QUESTIONED, FEWER.filled(now=met, before=before, key=source.key)
    _mark_gone(list(missing), tally, by=by, at=at)
    return (RunState.INCOMPLETE, UNREAD) if tally.unread else (RunState.FINISHED, Text("", ""))


def _mark_gone(missing: list[HarvestedRecord], tally: Tally, *, by: str, at: datetime) -> None:
    reason = f"{GONE.zh} / {GONE.en}"
    for start in range(0, len(missing), AT_ONCE):
        with transaction.atomic():
            for held in missing[start : start + AT_ONCE]:
                assert held.dataset_id is not None  # set in the transaction that made the row
                held.taken_down = catalogue.mark_gone(dataset_id=held.dataset_id, reason=reason, by=by, at=at)
                held.gone_since = at
                held.save(update_fields=["taken_down", "gone_since"])
        tally.gone += len(missing[start : start + AT_ONCE])


def _end(
    source: HarvestSource, run: HarvestRun, tally: Tally, state: RunState, note: Text, *, by: str, at: datetime
) -> None:
    with transaction.atomic():
        HarvestRun.objects.filter(pk=run.pk).update(**tally.counts())
        _step(run, state, note, by=by, at=at)
        if state is RunState.FINISHED:
            HarvestSource.objects.filter(pk=source.pk).update(validators=dict(tally.validators))
        old = HarvestRun.objects.filter(source=source, number__lte=run.number - RUNS_WITH_ERRORS)
        HarvestError.objects.filter(run__in=old).delete()
        detail = {"key": source.key, "run": run.pk, "state": state.value, **tally.counts()}
        record(by=by, action="harvest.run", object_type="harvest_source", object_id=source.pk, detail=detail, at=at)
        event = HarvestEnded(source=source.key, run_id=run.pk, state=state.value, by=by, at=at)
        transaction.on_commit(partial(harvest_ended.send_robust, sender=HarvestEnded, event=event))


def _step(run: HarvestRun, state: RunState, note: Text, *, by: str, at: datetime) -> None:
    HarvestRun.objects.filter(pk=run.pk).update(state=state.value, ended_at=at, note_zh=note.zh, note_en=note.en)
    HarvestRunState.objects.create(run=run, state=state.value, by=by, at=at, reason_zh=note.zh, reason_en=note.en)
