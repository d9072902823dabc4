"""Runs and what was wrong in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhanqiao.core_services.exchange.models import HarvestError, HarvestRun
from zhanqiao.core_services.exchange.rules import RUN_STATES, Fault, RunState
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text

COUNTS = ("documents", "added", "changed", "unchanged", "returned", "repeated", "gone", "refused", "faults")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCard:
    """One harvest with its counts. ``note`` says what a person should know of how it ended."""

    id: str
    source: str
    number: int
    state: RunState
    by: str
    started_at: datetime
    ended_at: datetime | None
    documents: int
    added: int
    changed: int
    unchanged: int
    returned: int
    repeated: int
    gone: int
    refused: int
    faults: int
    note: Text

    @property
    def state_text(self) -> Text:
        """Return the state in words."""
        return RUN_STATES[self.state]


@dataclass(frozen=True, slots=True)
class ErrorCard:
    """A located fault as it was kept."""

    fault: Fault

    @property
    def text(self) -> Text:
        """Return it as a sentence."""
        return self.fault.text


def run_card(*, run_id: str) -> RunCard:
    """Return a run. Raises NotFoundError."""
    found = HarvestRun.objects.select_related("source").filter(pk=run_id).first()
    if found is None:
        raise NotFoundError(what=run_id)
    return _card(found)


def run_cards(*, source: str, limit: int = 20) -> tuple[RunCard, ...]:
    """Return the runs of a source by its key, newest first."""
    found = HarvestRun.objects.select_related("source").filter(source__key=source).order_by("-number")[:limit]
    return tuple(_card(one) for one in found)


def last_run(*, source: str) -> RunCard | None:
    """Return the newest run of a source by its key."""
    return next(iter(run_cards(source=source, limit=1)), None)


def error_cards(*, run_id: str, limit: int = 50, offset: int = 0) -> tuple[tuple[ErrorCard, ...], int]:
    """Return a page of the faults of a run in the order in which they were met, and how many are kept."""
    found = HarvestError.objects.filter(run_id=run_id)
    return tuple(_error(one) for one in found.order_by("id")[offset : offset + limit]), found.count()


def _card(run: HarvestRun) -> RunCard:
    return RunCard(
        id=run.id,
        source=run.source.key,
        number=run.number,
        state=RunState(run.state),
        by=run.by,
        started_at=run.started_at,
        ended_at=run.ended_at,
        note=Text(run.note_zh, run.note_en),
        **{name: getattr(run, name) for name in COUNTS},
    )


def _error(error: HarvestError) -> ErrorCard:
    return ErrorCard(
        Fault(
            document=error.document,
            number=error.number,
            subject=error.subject,
            field=error.field,
            found=error.found,
            expected=Text(error.expected_zh, error.expected_en),
            refused=error.refused,
        )
    )
