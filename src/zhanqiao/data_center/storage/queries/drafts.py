"""An understood table as if it were released: its card, how it differs from the present release, what can be measured."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from zhanqiao.data_center.storage.engine import diffs, quality
from zhanqiao.data_center.storage.engine.diffs import Difference, DiffKeyError
from zhanqiao.data_center.storage.engine.drafts import DRAFT, draft_serving
from zhanqiao.data_center.storage.engine.ingest import TableReport
from zhanqiao.data_center.storage.engine.quality import Measures
from zhanqiao.data_center.storage.queries.cards import TableCard
from zhanqiao.data_center.storage.queries.comparing import candidates
from zhanqiao.kit.texts import Text


def draft_card(*, folder: Path, report: TableReport, title: Text, table: TableCard | None, at: datetime) -> TableCard:
    """Return an understood table as a card; ``table`` is the one it would become the next release of, None for a new one.

    Its serving copy is made on the first asking, seconds for a million rows.
    """
    parquet = folder / report.file
    serving = draft_serving(parquet=parquet, fields=report.fields)
    card = TableCard(
        id=table.id if table else DRAFT,
        dataset_id=table.dataset_id if table else "",
        name=report.name,
        title=title,
        release_id=DRAFT,
        release_number=(table.release_number if table else 0) + 1,
        released_at=at,
        rows=report.rows,
        fields=report.fields,
        problem_cells=sum(cells.count for cells in report.problem_cells.values()),
        refused_rows=report.refused_rows,
        bytes=serving.stat().st_size,
        bbox=None,
        is_current=False,
        key=table.key if table else (),
    )
    card._serving.append(serving)  # noqa: SLF001 - a card of this module, made here
    return card


def draft_difference(*, old: TableCard, draft: TableCard) -> Difference:
    """Return how a draft differs from a release: by the table's key, else by a column that identifies rows in both.

    Raises QueryTimeoutError (503).
    """
    for key in candidates(old=old, new=draft, judged_by=old):
        with suppress(DiffKeyError):
            return _compared(old, draft, key)
    return _compared(old, draft, ())


def draft_measures(*, draft: TableCard, folder: Path, report: TableReport) -> Measures:
    """Return what was measured of a draft's rows; kept beside it."""
    problems = [folder / report.problems_file] if report.problems_file else []
    return quality.measured(serving=draft.serving, fields=draft.fields, key=draft.key, problems=problems)


def _compared(old: TableCard, draft: TableCard, key: tuple[str, ...]) -> Difference:
    return diffs.kept(old=old.serving, new=draft.serving, old_fields=old.fields, new_fields=draft.fields, key=key)
