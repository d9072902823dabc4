"""Runs, the rows they set aside, the files they could not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from zhanqiao.core_services.connectors.models import ConnectorFile, ConnectorRun, QuarantinedRow
from zhanqiao.core_services.connectors.rules import ROW_STATES, RUN_STATES, RowState, RunState, watermarks
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text

COUNTS = ("tries", "pieces", "files", "bytes", "rows_read", "rows_sent", "rows_unchanged", "rows_quarantined")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCard:
    """One run with its counts. ``before`` and ``after`` are the watermark; ``note`` says how it ended, ``code`` by what error.

    ``rows_sent`` were taken durably for the table's next release; with ``submission_id`` a file is on its way instead.
    """

    id: str
    connector: str
    number: int
    state: RunState
    by: str
    started_at: datetime
    ended_at: datetime | None
    tries: int
    pieces: int
    files: int
    bytes: int
    rows_read: int
    rows_sent: int
    rows_unchanged: int
    rows_quarantined: int
    before: str
    after: str
    new_columns: tuple[str, ...]
    submission_id: str
    code: str
    note: Text

    @property
    def state_text(self) -> Text:
        """Return the state in words."""
        return RUN_STATES[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineCard:
    """A row that did not fit: as it was read, and pairs of column and what was expected of it."""

    id: str
    number: int
    row: dict[str, Any]
    reasons: tuple[tuple[str, Text], ...]
    state: RowState
    settled_by: str
    settled_at: datetime | None

    @property
    def state_text(self) -> Text:
        """Return the state in words."""
        return ROW_STATES[self.state]


@dataclass(frozen=True, slots=True)
class FaultyFile:
    """A file that could not be read, and why. It is tried again in every run until it can."""

    name: str
    fault: Text


def run_card(*, run_id: str) -> RunCard:
    """Return a run. Raises NotFoundError."""
    found = ConnectorRun.objects.select_related("connector").filter(pk=run_id).first()
    if found is None:
        raise NotFoundError(what=run_id)
    return _card(found)


def run_cards(*, connector: str, limit: int = 20) -> tuple[RunCard, ...]:
    """Return the runs of a connector by its key, newest first."""
    found = ConnectorRun.objects.select_related("connector").filter(connector__key=connector)
    return tuple(_card(one) for one in found.order_by("-number")[:limit])


def last_run(*, connector: str) -> RunCard | None:
    """Return the newest run of a connector by its key."""
    return next(iter(run_cards(connector=connector, limit=1)), None)


def last_runs() -> dict[str, RunCard]:
    """Return the newest run of each connector, by its key. One query."""
    numbers = ConnectorRun.objects.filter(connector=OuterRef("connector")).order_by("-number").values("number")
    newest = ConnectorRun.objects.filter(number=Subquery(numbers[:1])).select_related("connector")
    return {one.connector.key: _card(one) for one in newest}


def quarantine(*, run_id: str, limit: int = 50, offset: int = 0) -> tuple[tuple[QuarantineCard, ...], int]:
    """Return a page of the rows a run set aside, those that wait first, and how many there are."""
    found = QuarantinedRow.objects.filter(run_id=run_id)
    shown = found.order_by("-state", "number")[offset : offset + limit]
    return tuple(_row(one) for one in shown), found.count()


def is_in_quarantine(*, run_id: str, row_id: str) -> bool:
    """Say whether a run set this row aside."""
    return QuarantinedRow.objects.filter(run_id=run_id, pk=row_id).exists()


def waiting_runs(*, connector: str) -> tuple[str, ...]:
    """Return the ids of a connector's runs that have rows in quarantine, oldest first."""
    found = ConnectorRun.objects.filter(connector__key=connector, quarantined__state=RowState.WAITING.value)
    return tuple(found.order_by("number").values_list("id", flat=True).distinct())


def faulty_files(*, run_id: str) -> tuple[FaultyFile, ...]:
    """Return the files a run could not read."""
    found = ConnectorFile.objects.filter(last_run_id=run_id).exclude(fault_zh="").order_by("name")
    return tuple(FaultyFile(one.name, Text(one.fault_zh, one.fault_en)) for one in found)


def _card(run: ConnectorRun) -> RunCard:
    return RunCard(
        id=run.id,
        connector=run.connector.key,
        number=run.number,
        state=RunState(run.state),
        by=run.by,
        started_at=run.started_at,
        ended_at=run.ended_at,
        before=watermarks.shown(run.position_before),
        after=watermarks.shown(run.position_after),
        new_columns=tuple(run.new_columns),
        submission_id=run.submission_id,
        code=run.code,
        note=Text(run.note_zh, run.note_en),
        **{name: getattr(run, name) for name in COUNTS},
    )


def _row(one: QuarantinedRow) -> QuarantineCard:
    return QuarantineCard(
        id=one.id,
        number=one.number,
        row=one.row,
        reasons=tuple((each["column"], Text(each["zh"], each["en"])) for each in one.reasons),
        state=RowState(one.state),
        settled_by=one.settled_by,
        settled_at=one.settled_at,
    )
