"""Drawing up a survey: its questions, until it opens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.surveys.models import Survey, SurveyStep
from zhanqiao.core_services.surveys.operations.steps import locked, note
from zhanqiao.core_services.surveys.rules import Definition, State, definition_of, document_of, require_draft
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.departments.queries import department_card


class KeysFixedError(ZhanqiaoError):
    """Answers were imported, so only words may change; nothing was saved."""

    status = 409
    code = "survey-keys-fixed"
    sentence = Text(
        zh="已导入答卷，只能修改文字，不能增减题目、选项或代号。没有保存。",
        en="Answers were imported: only words may change, not questions, options or keys. Nothing was saved.",
    )


@transaction.atomic
def draw_up(*, department: str, document: Any, by: str, at: datetime) -> str:
    """Keep the draft of a survey for a department; return its id. Raises DefinitionFaultyError, NotFoundError."""
    definition = definition_of(document)
    survey = Survey.objects.create(
        department_id=department_card(key_or_code=department).id,
        definition=document_of(definition),
        state=State.DRAFT.value,
        changed_at=at,
    )
    SurveyStep.objects.create(survey=survey, state=State.DRAFT.value, by=by, at=at)
    note(survey, "draw_up", by=by, at=at)
    return survey.id


@transaction.atomic
def revise(*, survey_id: str, document: Any, by: str, at: datetime) -> None:
    """Change a draft. Raises DefinitionFaultyError, SurveyStepError, KeysFixedError, NotFoundError."""
    definition = definition_of(document)
    survey = locked(survey_id=survey_id)
    require_draft(now=State(survey.state))
    if survey.answers and _keys(definition) != _keys(definition_of(survey.definition)):
        raise KeysFixedError
    survey.definition, survey.changed_at = document_of(definition), at
    survey.save(update_fields=["definition", "changed_at"])
    note(survey, "revise", by=by, at=at)


@transaction.atomic
def discard(*, survey_id: str, by: str, at: datetime) -> None:
    """Remove a draft and what was imported into it. Raises SurveyStepError, NotFoundError."""
    survey = locked(survey_id=survey_id)
    require_draft(now=State(survey.state))
    note(survey, "discard", by=by, at=at, answers=survey.answers)
    survey.delete()


def _keys(definition: Definition) -> list[Any]:
    return [
        (one.key, one.kind, [option.key for option in one.options], [row.key for row in one.rows])
        for one in definition.questions
    ]
