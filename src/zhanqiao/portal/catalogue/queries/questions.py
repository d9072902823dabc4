"""The questions that a table of a dataset answers by itself."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.exploring.queries import questions_of
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.catalogue.queries.dataset import frame
from zhanqiao.portal.catalogue.queries.grid import readable_table
from zhanqiao.portal.catalogue.rules import GridState


def questions_page(*, slug: str, state: GridState, card: AccessCard) -> dict[str, Any]:
    """Return the questions of a table at its release, each with its answer and the address of its chart.

    Raises NotFoundError for the dataset, table or release.
    """
    dataset = catalogue.dataset_card(slug=slug, card=card)
    page = frame(dataset=dataset, card=card, tab="questions") | {"state": state}
    if not dataset.tables or not page["reading"].allowed:
        return page
    table = readable_table(dataset=dataset, state=state, card=card)
    rows = {"table": state.table, "as_of": state.as_of}
    return page | {
        "table": table,
        "questions": [
            {"text": one.question, "answer": one.answer, "address": one.chart.address(**rows)}
            for one in questions_of(table=table)
        ],
    }
