"""The questions that a table answers by itself, with their answers: counted once for a release."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.core_services.exploring.queries.charts import columns_of
from zhanqiao.core_services.exploring.rules import questions as rules
from zhanqiao.core_services.exploring.rules.charts import ChartState
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import QueryTimeoutError, TableCard
from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, its answer in one sentence, and the chart that shows it."""

    question: Text
    answer: Text
    chart: ChartState


def questions_of(*, table: TableCard) -> tuple[Answered, ...]:
    """Return the questions of a readable table with their answers: at most four counts, remembered for its release."""
    return storage.remembered(("questions", table.release_id), lambda: _answered(table))


def _answered(table: TableCard) -> tuple[Answered, ...]:
    asked = rules.questions(columns=tuple(columns_of(table=table).values()), rows=table.rows)
    return tuple(Answered(one.text, _answer(table, one), one.chart) for one in asked)


def _answer(table: TableCard, question: rules.Question) -> Text:
    query = storage.parsed(card=table, params=question.asked)
    count = storage.rows if question.is_of_rows else storage.aggregate
    try:
        found = count(card=table, query=query).as_objects()
    except QueryTimeoutError:
        return rules.TOO_LONG
    return rules.answered(question=question, rows=found)
