"""What the pages on connectors show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhanqiao.core_services.connectors import queries as connectors
from zhanqiao.core_services.connectors.queries import ConnectorCard, QuarantineCard, RunCard
from zhanqiao.core_services.connectors.rules import RowState, RunState
from zhanqiao.core_services.exchange.rules import due_at
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, decide

RUNS = 30
ROWS = 25
PAGE_DIGITS = 6
CELL_CHARACTERS = 200
BADGES = {
    RunState.RUNNING: "sea",
    RunState.FINISHED: "good",
    RunState.INCOMPLETE: "warn",
    RunState.FAILED: "warn",
    RunState.INTERRUPTED: "warn",
}
ROW_BADGES = {RowState.WAITING: "warn", RowState.REPLAYED: "good", RowState.DROPPED: "plain"}


def connectors_page(*, card: AccessCard) -> dict[str, Any]:
    """Return the connectors this card may see, each with its last run."""
    runs = connectors.last_runs()
    found = [
        {"card": one, "run": _shown(runs.get(one.key))}
        for one in connectors.connector_cards()
        if decide(card=card, action=Action.connect, resource=one.resource).allowed
    ]
    begun = connectors.drafts_of(by=card.actor)
    return {"connectors": found, "drafts": begun, "section": "workbench"}


def permitted_connector(*, key: str, card: AccessCard) -> ConnectorCard:
    """Return a connector. Raises NotFoundError, also where the card may not know of it."""
    found = connectors.connector_card(key=key)
    require(card=card, action=Action.connect, resource=found.resource)
    return found


def connector_page(*, key: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return a connector and its runs, newest first. Raises NotFoundError."""
    found = permitted_connector(key=key, card=card)
    runs = connectors.run_cards(connector=key, limit=RUNS)
    entry = catalogue.entry(dataset_id=found.dataset_id)
    last = runs[0].started_at if runs else None
    return {
        "connector": found,
        "next_at": None if found.paused_at else due_at(schedule=found.schedule, last_at=last, at=at),
        "dataset": entry,
        "title": Text(entry.title_zh, entry.title_en or entry.title_zh),
        "runs": [_shown(run) for run in runs],
        "is_running": bool(runs) and runs[0].state is RunState.RUNNING,
        "section": "workbench",
    }


def connector_run_page(*, key: str, run_id: str, card: AccessCard, page: str, row_id: str = "") -> dict[str, Any]:
    """Return a run of a connector with a page of its quarantine; ``row_id`` must be of this run. Raises NotFoundError."""
    found = permitted_connector(key=key, card=card)
    run = connectors.run_card(run_id=run_id)
    if run.connector != key or (row_id and not connectors.is_in_quarantine(run_id=run_id, row_id=row_id)):
        raise NotFoundError(what=row_id or run_id)
    number = int(page) if page.isdecimal() and len(page) <= PAGE_DIGITS else 1
    first, total = connectors.quarantine(run_id=run_id, limit=1)  # those that wait come first
    chosen = pages(total=total, size=ROWS, number=number)
    rows, _ = connectors.quarantine(run_id=run_id, limit=ROWS, offset=(chosen.number - 1) * ROWS)
    return {
        "connector": found,
        "run": _shown(run),
        "step": submissions.last_step(submission_id=run.submission_id) if run.submission_id else None,
        "refused": storage.refused_batches(table_id=found.table_id, key_prefix=f"{run_id}-"),
        "files": connectors.faulty_files(run_id=run_id),
        "rows": [_row(one) for one in rows],
        "waits": bool(first) and first[0].state is RowState.WAITING,
        "total": total,
        "pages": chosen,
        "section": "workbench",
    }


def _shown(run: RunCard | None) -> dict[str, Any] | None:
    return {"card": run, "badge": BADGES[run.state]} if run else None


def _row(one: QuarantineCard) -> dict[str, Any]:
    return {
        "card": one,
        "badge": ROW_BADGES[one.state],
        "waits": one.state is RowState.WAITING,
        "cells": [(name, _cell(value)) for name, value in one.row.items()],
        "faults": [(column, _cell(one.row.get(column)), expected) for column, expected in one.reasons],
    }


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= CELL_CHARACTERS else f"{text[:CELL_CHARACTERS]}…"
