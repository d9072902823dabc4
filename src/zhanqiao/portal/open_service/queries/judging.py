"""The quality of a table's rows, for the API."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.rules.metadata_quality import MOST
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.queries.documents import release_reference
from zhanqiao.portal.open_service.queries.reading import readable

DIGITS = 4


def quality_document(*, table_id: str, card: AccessCard, as_of: str | None, at: datetime) -> dict[str, Any]:
    """Return the score of a release and what it rests on. Raises NotFoundError, DataNotOpenError, QueryTimeoutError."""
    table = readable(table_id=table_id, card=card, as_of=as_of)
    dataset = catalogue.dataset_of_table(table_id=table_id, card=card)
    found = catalogue.table_quality(table=table, update_cycle=dataset.entry.update_cycle, at=at)
    measures = found.measures
    return {
        "data": {
            "score": _rounded(found.score),
            "dimensions": [_dimension(each) for each in found.dimensions],
            "rows": measures.rows,
            "repeated_rows": measures.repeated,
            "repeated_keys": measures.key_repeated,
            "columns": [asdict(each) for each in measures.columns],
            "misfits": [
                {**asdict(each), "text": storage.misfit_reason(code=each.reason).as_dict()} for each in measures.misfits
            ],
            "misfit_forms": measures.misfit_forms,
            "description": _description(dataset),
            "findings": [{"code": each.key, **each.text.as_dict()} for each in found.findings],
        },
        "release": release_reference(table),
    }


def _description(dataset: DatasetCard) -> dict[str, Any]:
    found = catalogue.description_quality(dataset=dataset)
    missing = [{**one.text.as_dict(), "points": one.points, "reached": _rounded(one.reached)} for one in found.missing]
    return {"score": found.score, "of": MOST, "rating": found.rating.as_dict(), "missing": missing}


def _dimension(each: Any) -> dict[str, Any]:
    return {
        "code": each.key,
        "text": each.text.as_dict(),
        "score": _rounded(each.score),
        "indicators": [
            {"code": one.code, "text": one.text.as_dict(), "good": one.good, "of": one.of} for one in each.indicators
        ],
    }


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, DIGITS)
