"""Answers that were gathered elsewhere, with their weights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.surveys.models import Survey, SurveyAnswer
from zhanqiao.core_services.surveys.operations.steps import locked, note
from zhanqiao.core_services.surveys.rules import (
    Definition,
    Plan,
    Sheet,
    State,
    definition_of,
    document_of,
    grid_of,
    plan_of,
    proposed_plan,
    require_draft,
    sheets_of,
)

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """How many answers were taken to how many questions, and which columns were left out."""

    answers: int
    questions: int
    left_out: tuple[str, ...]


def import_answers(*, survey_id: str, content: bytes, weight_column: str, by: str, at: datetime) -> Imported:
    """Take the answers of a CSV into a draft, in place of what was imported before; all of them or none.

    A draft without questions gets those that the file's columns propose. Raises ImportFaultyError, SurveyStepError, NotFoundError.
    """
    grid = grid_of(content=content)
    with transaction.atomic():
        survey = locked(survey_id=survey_id)
        require_draft(now=State(survey.state))
        definition = definition_of(survey.definition)
        if definition.questions:
            plan = plan_of(definition=definition, header=grid.header)
        else:
            values = {name: list(grid.column(name)) for name in grid.header}
            plan = proposed_plan(title=definition.title, values=values, weight_column=weight_column)
        sheets = sheets_of(plan=plan, grid=grid, weight_column=weight_column)
        _save(survey, plan, definition, sheets, at)
        note(survey, "import", by=by, at=at, answers=len(sheets), left_out=len(plan.left_out))
    left_out = tuple(name for name in plan.left_out if name and name != weight_column)
    return Imported(len(sheets), len(plan.definition.questions), left_out)


def _save(survey: Survey, plan: Plan, before: Definition, sheets: list[Sheet], at: datetime) -> None:
    whole = Definition(before.title, before.introduction, plan.definition.questions, before.quotas)
    survey.definition = document_of(whole)
    survey.answers, survey.changed_at = len(sheets), at
    survey.save()
    survey.sheets.all().delete()
    rows = [SurveyAnswer(survey=survey, answers=dict(one.answers), weight=one.weight) for one in sheets]
    SurveyAnswer.objects.bulk_create(rows, batch_size=AT_ONCE)
