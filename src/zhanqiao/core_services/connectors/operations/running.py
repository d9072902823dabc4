"""One run of a connector. It always ends, says how, and what it took before it failed stays taken."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from zhanqiao.core_services.connectors.events import ConnectorRunEnded, connector_run_ended
from zhanqiao.core_services.connectors.models import Connector, ConnectorRun
from zhanqiao.core_services.connectors.operations.files import take_files
from zhanqiao.core_services.connectors.operations.locking import alone
from zhanqiao.core_services.connectors.operations.reading import pieces_of, rows_without_watermark
from zhanqiao.core_services.connectors.operations.registering import ConnectorPausedError, audit, require_key
from zhanqiao.core_services.connectors.operations.taking import Sleep, Taking, take
from zhanqiao.core_services.connectors.operations.whole import deliver_whole
from zhanqiao.core_services.connectors.queries import RunCard, run_card
from zhanqiao.core_services.connectors.queries.runs import COUNTS
from zhanqiao.core_services.connectors.rules import FILES, Kind, Mode, RunState
from zhanqiao.data_center.storage.queries import table_card
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text

TRIES = 4
SAVED = (*(name for name in COUNTS if name != "tries"), "new_columns", "submission_id")
TROUBLE = Text(
    "因程序错误停止（{error}）；已写入的行保留，可再次运行。",
    "The run stopped at an error of the program ({error}); the rows it had taken are kept, and it can be run again.",
)
INTERRUPTION = Text(
    "上一次运行中途停止；已写入的行保留，这一次从中断处继续。",
    "The run stopped midway; the rows it had taken are kept, and the next run goes on from there.",
)
OVER = Text(
    "达到一次运行的最长时间（ZHANQIAO_HARVEST_RUN_SECONDS），下次从此处继续。",
    "The run took as long as it may (ZHANQIAO_HARVEST_RUN_SECONDS); the next one goes on from here.",
)
FAULTY = Text(
    "{count} 个文件无法读取，见列表；下次再试。", "{count} files could not be read, see the list; they are tried again."
)
UNDATED = Text("{count} 行没有“{column}”值，未读取。", "{count} rows have no '{column}' and were not read.")
NO_NOTE = Text("", "")
Clock = Callable[[], datetime]


def run_connector(*, key: str, by: str, at: datetime, clock: Clock, sleep: Sleep = time.sleep) -> RunCard:
    """Run a connector and return the run. What is wrong with the source or its rows ends in the run's state and note.

    Raises NotFoundError, ConnectorPausedError, ConnectorBusyError.
    """
    with alone(key=key):
        connector = Connector.objects.filter(key=key).first()
        if connector is None:
            raise NotFoundError(what=key)
        if connector.paused_at:
            raise ConnectorPausedError(key=key)
        run = _begun(connector, by=by, at=at)
        taking = Taking(connector=connector, run=run, by=by, clock=clock, sleep=sleep)
        try:
            state, note = _done(taking)
        except ZhanqiaoError as error:
            _end(taking, RunState.FAILED, error.text, code=error.code)
        except Exception as error:
            _end(taking, RunState.FAILED, TROUBLE.filled(error=type(error).__name__), code="trouble")
            raise
        else:
            _end(taking, state, note)
    return run_card(run_id=run.pk)


def _begun(connector: Connector, *, by: str, at: datetime) -> ConnectorRun:
    """Begin a run. The lock is held, so a run that says it is running was killed."""
    with transaction.atomic():
        last = ConnectorRun.objects.filter(connector=connector).order_by("-number").first()
        if last and last.state == RunState.RUNNING.value:
            last.state, last.ended_at = RunState.INTERRUPTED.value, at
            last.note_zh, last.note_en = INTERRUPTION.zh, INTERRUPTION.en
            last.save(update_fields=["state", "ended_at", "note_zh", "note_en"])
        connector.position = _from(connector, last)
        connector.asked_at, connector.asked_by = None, ""
        connector.save(update_fields=["position", "asked_at", "asked_by"])
        return ConnectorRun.objects.create(
            connector=connector,
            number=last.number + 1 if last else 1,
            by=by,
            started_at=at,
            position_before=connector.position,
            position_after=connector.position,
        )


def _from(connector: Connector, last: ConnectorRun | None) -> dict[str, Any]:
    """Return where to begin: within the pages only where the run before ended there, or where no row may come twice."""
    goes_on = last is not None and last.state in {RunState.INTERRUPTED.value, RunState.INCOMPLETE.value}
    if goes_on or not table_card(table_id=connector.table_id).key:
        return dict(connector.position)
    return {name: told for name, told in connector.position.items() if name == "mark"}


def _done(taking: Taking) -> tuple[RunState, Text]:
    """Read to the end, beginning again with growing pauses where the source breaks off."""
    # Late: SQLAlchemy and asyncssh need not be loaded by pages.
    from zhanqiao.core_services.connectors.engine.pieces import SourceDownError

    connector = taking.connector
    key = table_card(table_id=connector.table_id).key
    require_key(key=key, table=connector.table_id, mode=Mode(connector.mode))
    for attempt in range(TRIES):
        try:
            return _read(taking)
        except SourceDownError:
            if attempt == TRIES - 1:
                raise
            taking.sleep(2.0**attempt)
            connector.refresh_from_db()
            taking.run.tries += 1
            taking.run.save(update_fields=["tries"])
    raise AssertionError  # the loop returns or raises


def _read(taking: Taking) -> tuple[RunState, Text]:
    connector = taking.connector
    if Mode(connector.mode) is Mode.WHOLE:
        return RunState.FINISHED, deliver_whole(taking)
    if Kind(connector.kind) in FILES:
        faulty = take_files(taking, is_over=partial(_is_over, taking))
        if _is_over(taking):
            return RunState.INCOMPLETE, OVER
        return (RunState.INCOMPLETE, FAULTY.filled(count=faulty)) if faulty else (RunState.FINISHED, NO_NOTE)
    for piece in pieces_of(connector, once=taking.operation is Operation.APPEND):
        take(taking, piece)
        if _is_over(taking):
            return RunState.INCOMPLETE, OVER
    undated = rows_without_watermark(connector)
    note = UNDATED.filled(count=undated, column=connector.watermark) if undated else NO_NOTE
    return RunState.FINISHED, note


def _is_over(taking: Taking) -> bool:
    return time.monotonic() - taking.began > float(value("HARVEST_RUN_SECONDS"))


def _end(taking: Taking, state: RunState, note: Text, *, code: str = "") -> None:
    run, at = taking.run, taking.clock()
    if state is RunState.FAILED:
        run.refresh_from_db()  # what a transaction that failed had counted is not so
    with transaction.atomic():
        run.state, run.ended_at, run.code = state.value, at, code
        run.note_zh, run.note_en = note.zh, note.en
        run.save()
        detail = {"run": run.pk, "state": state.value, "code": code, **{name: getattr(run, name) for name in SAVED}}
        audit(taking.connector, "connector.run", detail, by=taking.by, at=at)
        event = ConnectorRunEnded(connector=taking.connector.key, run_id=run.pk, state=state.value, by=taking.by, at=at)
        transaction.on_commit(partial(connector_run_ended.send_robust, sender=ConnectorRunEnded, event=event))
