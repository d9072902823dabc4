"""Opening, closing, publishing the results."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.surveys.models import QuotaCount
from zhanqiao.core_services.surveys.operations.steps import locked, move
from zhanqiao.core_services.surveys.rules import LEAST, State, definition_of, require_step, require_times
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class NoQuestionsError(ZhanqiaoError):
    """A survey without questions is not opened; nothing was changed."""

    status = 422
    code = "survey-no-questions"
    sentence = Text(zh="问卷还没有题目，没有开放。", en="The survey has no questions yet and was not opened.")


class TooFewAnswersError(ZhanqiaoError):
    """With so few answers nothing is published; nothing was changed."""

    status = 409
    code = "survey-too-few"
    sentence = Text(
        zh="答卷不足{least}份，公布结果可能暴露个人。什么都没有改变。",
        en="Fewer than {least} answers: results could betray persons. Nothing was changed.",
    )


@transaction.atomic
def open_survey(*, survey_id: str, begins_at: datetime, ends_at: datetime, by: str, at: datetime) -> None:
    """Let a survey run from a moment to another. Raises NoQuestionsError, SurveyTimesError, SurveyStepError, NotFoundError."""
    require_times(begins_at=begins_at, ends_at=ends_at, at=at)
    survey = locked(survey_id=survey_id)
    definition = definition_of(survey.definition)
    if not definition.questions:
        raise NoQuestionsError
    survey.begins_at, survey.ends_at = begins_at, ends_at
    move(survey, State.OPEN, by=by, at=at, begins=begins_at.isoformat(), ends=ends_at.isoformat())
    QuotaCount.objects.bulk_create(QuotaCount(survey=survey, number=one) for one in range(len(definition.quotas)))


@transaction.atomic
def close_survey(*, survey_id: str, by: str, at: datetime) -> None:
    """End a survey and forget what told its answers apart. Raises SurveyStepError, NotFoundError."""
    survey = locked(survey_id=survey_id)
    survey.sheets.update(respondent="", network="")
    move(survey, State.CLOSED, by=by, at=at, answers=survey.answers)


@transaction.atomic
def publish_results(*, survey_id: str, by: str, at: datetime) -> None:
    """Let everybody see the results. Raises TooFewAnswersError, SurveyStepError, NotFoundError."""
    survey = locked(survey_id=survey_id)
    require_step(now=State(survey.state), then=State.RESULTS)
    if survey.answers < LEAST:
        raise TooFewAnswersError(least=LEAST)
    move(survey, State.RESULTS, by=by, at=at, answers=survey.answers)
