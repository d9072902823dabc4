"""Results, and answers without words, handed over as a file that goes the way of every dataset: gate, dictionary, review."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.surveys.models import Survey
from zhanqiao.core_services.surveys.operations.steps import locked, note
from zhanqiao.core_services.surveys.queries.sheets import sheets_of_survey
from zhanqiao.core_services.surveys.rules import (
    RESULT_COLUMNS,
    State,
    SurveyStepError,
    answer_columns,
    answer_rows,
    definition_of,
    result_rows,
    tables_of,
)
from zhanqiao.core_services.surveys.rules.states import STATES

BOM = "\ufeff"


def hand_over_results(*, survey_id: str, by: str, at: datetime) -> str:
    """Hand the published results over as a submission of the survey's department; return its id.

    Raises SurveyStepError, NotFoundError and what ``publishing`` raises.
    """
    survey = _published(survey_id)
    definition, sheets = definition_of(survey.definition), sheets_of_survey(survey_id=survey_id)
    rows = result_rows(tables=tables_of(definition=definition, sheets=sheets))
    return _handed(survey, "results_submission", "结果", RESULT_COLUMNS, rows, by, at)


def hand_over_answers(*, survey_id: str, by: str, at: datetime) -> str:
    """Hand the answers over, without words and times, in an order that tells nothing; return the submission's id.

    Raises SurveyStepError, NotFoundError and what ``publishing`` raises.
    """
    survey = _published(survey_id)
    definition, sheets = definition_of(survey.definition), sheets_of_survey(survey_id=survey_id)
    header = [name for _question, _part, name in answer_columns(definition=definition)] + ["weight"]
    rows = answer_rows(definition=definition, sheets=sheets)
    return _handed(survey, "answers_submission", "答卷", header, rows, by, at)


def _published(survey_id: str) -> Survey:
    with transaction.atomic():
        survey = locked(survey_id=survey_id)
    if survey.state != State.RESULTS.value:
        now = STATES[State(survey.state)]
        raise SurveyStepError(now_zh=now.zh, now_en=now.en)
    return survey


def _handed(
    survey: Survey, field: str, name: str, header: Iterable[str], rows: Iterable[Iterable[Any]], by: str, at: datetime
) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    submission = publishing.receive_file(
        chunks=[(BOM + text.getvalue()).encode()],
        filename=f"{definition_of(survey.definition).title.zh}-{name}.csv",
        department=survey.department_id,
        by=by,
        at=at,
    )
    with transaction.atomic():
        Survey.objects.filter(pk=survey.id).update(**{field: submission})
        note(survey, "hand_over", by=by, at=at, submission=submission, what=field)
    return submission
