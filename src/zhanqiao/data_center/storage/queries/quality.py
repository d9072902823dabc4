"""What was measured of a table's rows at one release."""

from __future__ import annotations

from zhanqiao.data_center.storage.engine import quality
from zhanqiao.data_center.storage.engine.ingest.inference.reasons import REASONS
from zhanqiao.data_center.storage.engine.quality import Measures
from zhanqiao.data_center.storage.queries.cards import TableCard
from zhanqiao.data_center.storage.queries.sidecars import file_path, parts_of
from zhanqiao.data_center.storage.queries.warehouse import remembered
from zhanqiao.kit.texts import Text


def measures(*, card: TableCard) -> Measures:
    """Return what was measured of a release; the first asking of a million rows takes seconds, the next none."""
    return remembered(("quality", card.id, card.release_id), lambda: _measured(card))


def misfit_reason(*, code: str) -> Text:
    """Return in words why a cell did not fit its column."""
    return REASONS.get(code, Text(code, code))


def _measured(card: TableCard) -> Measures:
    problems = [path for part in parts_of(card=card) if (path := file_path(release=part, kind="problems"))]
    return quality.measured(serving=card.serving, fields=card.fields, key=card.key, problems=problems)
