"""What the pages on harvesting show."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.exchange import queries as exchange
from zhanqiao.core_services.exchange.rules import RunState
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.ui.pages import pages

RUNS = 30
ERRORS = 50
PAGE_DIGITS = 6
KINDS = {
    RunState.RUNNING: "sea",
    RunState.FINISHED: "good",
    RunState.QUESTIONED: "warn",
    RunState.INCOMPLETE: "warn",
    RunState.FAILED: "warn",
    RunState.INTERRUPTED: "warn",
}


def harvests_page() -> dict[str, Any]:
    """Return all sources, each with its last run."""
    sources = [{"card": one, "run": _shown(exchange.last_run(source=one.key))} for one in exchange.source_cards()]
    return {"sources": sources, "section": "workbench"}


def harvest_source_page(*, key: str) -> dict[str, Any]:
    """Return a source and its runs, newest first. Raises NotFoundError."""
    runs = exchange.run_cards(source=key, limit=RUNS)
    return {
        "source": exchange.source_card(key=key),
        "runs": [_shown(run) for run in runs],
        "is_running": any(run.state is RunState.RUNNING for run in runs),
        "is_questioned": bool(runs) and runs[0].state is RunState.QUESTIONED,
        "section": "workbench",
    }


def harvest_run_page(*, key: str, run_id: str, page: str) -> dict[str, Any]:
    """Return a run of a source with a page of its errors. Raises NotFoundError."""
    run = exchange.run_card(run_id=run_id)
    if run.source != key:
        raise NotFoundError(what=run_id)
    number = int(page) if page.isdecimal() and len(page) <= PAGE_DIGITS else 1
    _, total = exchange.error_cards(run_id=run_id, limit=0)
    chosen = pages(total=total, size=ERRORS, number=number)
    errors, _ = exchange.error_cards(run_id=run_id, limit=ERRORS, offset=(chosen.number - 1) * ERRORS)
    return {
        "source": exchange.source_card(key=key),
        "run": _shown(run),
        "errors": errors,
        "kept": total,
        "pages": chosen,
        "section": "workbench",
    }


def _shown(run: exchange.RunCard | None) -> dict[str, Any] | None:
    return {"card": run, "badge": KINDS[run.state]} if run else None
