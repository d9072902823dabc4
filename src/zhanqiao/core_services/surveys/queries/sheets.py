"""The answers of a survey as tables. What is published no longer changes, so it is worked out once in a process."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from zhanqiao.core_services.surveys.models import Survey, SurveyAnswer
from zhanqiao.core_services.surveys.rules import (
    WORDED,
    Question,
    Sheet,
    State,
    Table,
    crosstab_of,
    definition_of,
    tables_of,
)
from zhanqiao.kit.errors import NotFoundError

KEPT = 32


def sheets_of_survey(*, survey_id: str) -> tuple[Sheet, ...]:
    """Return the answers of a survey in an order that tells nothing."""
    rows = SurveyAnswer.objects.filter(survey_id=survey_id).values_list("answers", "weight")
    return tuple(Sheet(answers, weight) for answers, weight in rows)


def result_tables(*, survey_id: str) -> tuple[Table, ...]:
    """Return a table for every question, small cells hidden. Raises NotFoundError."""
    row = _row(survey_id)
    return _tables(row.id, row.changed_at) if row.state == State.RESULTS.value else _made(row.id)


def crosstab(*, survey_id: str, question: Question, by: Question) -> Table:
    """Return a question's table for each group of another, small cells hidden. Raises NotFoundError."""
    row = _row(survey_id)
    return _crosstab(row.id, row.changed_at, question.key, by.key)


def wishes_of(*, survey_id: str) -> dict[str, int]:
    """Return how many chose each option that speaks for a request for data; what is hidden counts as none."""
    found: dict[str, int] = {}
    for table in result_tables(survey_id=survey_id):
        for cell in (cell for line in table.lines for cell in line.cells if cell.option.request):
            found[cell.option.request] = max(found.get(cell.option.request, 0), cell.count or 0)
    return found


def free_words(*, survey_id: str) -> tuple[tuple[Question, tuple[str, ...]], ...]:
    """Return what was written in words, for the office alone, each question's in an order that tells nothing of who said it."""
    definition, sheets = definition_of(_row(survey_id).definition), sheets_of_survey(survey_id=survey_id)
    return tuple(
        (one, tuple(sorted(sheet.answers[one.key] for sheet in sheets if one.key in sheet.answers)))
        for one in definition.questions
        if one.kind in WORDED
    )


def _row(survey_id: str) -> Survey:
    found = Survey.objects.filter(pk=survey_id).first()
    if found is None:
        raise NotFoundError(what=survey_id)
    return found


@lru_cache(maxsize=KEPT)
def _tables(survey_id: str, changed_at: datetime) -> tuple[Table, ...]:
    del changed_at  # a part of what is remembered by
    return _made(survey_id)


def _made(survey_id: str) -> tuple[Table, ...]:
    return tables_of(definition=definition_of(_row(survey_id).definition), sheets=sheets_of_survey(survey_id=survey_id))


@lru_cache(maxsize=KEPT)
def _crosstab(survey_id: str, changed_at: datetime, question: str, by: str) -> Table:
    del changed_at  # likewise
    definition = definition_of(_row(survey_id).definition)
    asked, grouped = definition.question(question), definition.question(by)
    if asked is None or grouped is None:
        raise NotFoundError(what=question)
    return crosstab_of(question=asked, by=grouped, sheets=sheets_of_survey(survey_id=survey_id))
