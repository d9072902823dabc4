"""How good the rows of a table are, as a page: the score, what it rests on, and the rows behind it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard, TableQuality
from zhanqiao.data_center.catalogue.rules.metadata_quality import DIMENSIONS, MOST
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Field, TableCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.catalogue import rules
from zhanqiao.portal.catalogue.queries.dataset import frame
from zhanqiao.portal.catalogue.rules import GridState

FULL = 100


def quality_page(*, slug: str, table_id: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return the quality of one table of a dataset. Raises NotFoundError."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    page = frame(dataset=dataset, card=card, tab="quality") | {"state": GridState(table=table_id)}
    if not dataset.tables or not page["reading"].allowed:
        return page
    chosen = next((each.id for each in dataset.tables if table_id in ("", each.id)), None)
    if chosen is None:
        raise NotFoundError(what=table_id)
    table = catalogue.readable_table(table_id=chosen, card=card)
    found = catalogue.table_quality(table=table, update_cycle=dataset.entry.update_cycle, at=at)
    history = catalogue.quality_history(table=table, update_cycle=dataset.entry.update_cycle)
    return page | {
        "table": table,
        "quality": found,
        "dimensions": [_dimension(each) for each in found.dimensions],
        "columns": _columns(table, found),
        "conformance": metadata.conformance(table=table),
        **description(dataset=dataset),
        "misfits": [
            {"misfit": each, "reason": storage.misfit_reason(code=each.reason)} for each in found.measures.misfits
        ],
        "more_misfits": found.measures.misfit_forms - len(found.measures.misfits),
        "history": [{"release": each.release, "score": _shown(each.score)} for each in history],
        "score": _shown(found.score),
    }


def description(*, dataset: DatasetCard) -> dict[str, Any]:
    """Return how good a dataset's description is."""
    found = catalogue.description_quality(dataset=dataset)
    parts = [{"text": text, "points": found.points(name)} for name, text in DIMENSIONS.items()]
    return {"description": found, "description_parts": parts, "description_most": MOST}


def _dimension(each: Any) -> dict[str, Any]:
    return {
        "text": each.text,
        "score": _shown(each.score),
        "indicators": [
            {"text": one.text, "code": one.code, "share": _shown(FULL * one.share)} for one in each.indicators
        ],
    }


def _columns(table: TableCard, found: TableQuality) -> list[dict[str, Any]]:
    fields = {each.name: each for each in table.fields}
    return [
        {
            "measures": each,
            "type": rules.type_name(type=fields[each.name].type),
            "empty": max(0, each.empty - each.misfits),
            "address": _rows_without(table, fields[each.name]) if each.empty else "",
        }
        for each in found.measures.columns
    ]


def _rows_without(table: TableCard, field: Field) -> str:
    where = storage.condition(card=table, column=field.name, operator="is_null", value="")
    return "?" + urlencode({"table": table.id, "where": where})


def _shown(score: float | None) -> str:
    """Return a score with one digit, never rounded up to full marks."""
    if score is None:
        return ""
    shown = f"{score:.1f}"
    return "99.9" if shown == f"{FULL}.0" and score < FULL else shown.removesuffix(".0")
