"""Taking an answer from the public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from zhanqiao.core_services.surveys.models import QuotaCount, Survey, SurveyAnswer
from zhanqiao.core_services.surveys.operations.steps import note
from zhanqiao.core_services.surveys.queries.respondents import RESPONDENT, digest
from zhanqiao.core_services.surveys.rules import (
    Definition,
    Phase,
    Problems,
    Quota,
    SecondAnswerError,
    State,
    SurveyStepError,
    TooManyAnswersError,
    definition_of,
    full_quota,
    is_of_cell,
    phase_of,
    read_answers,
    require_human,
)
from zhanqiao.core_services.surveys.rules.spam import ANSWERS_AN_HOUR
from zhanqiao.core_services.surveys.rules.states import PHASES
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text

ANONYMOUS = "anonymous"


class QuotaFullError(ZhanqiaoError):
    """The quota of what was chosen is full; the answer was not kept."""

    status = 409
    code = "survey-quota-full"
    sentence = Text(
        zh="“{cell_zh}”的名额已满（{most}份），这份答卷没有保存。感谢参与。",
        en="The places for '{cell_en}' are taken ({most}); this answer was not kept. Thank you all the same.",
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it came: its fields, who sent it (account or browser), from which address, the trap, its age in seconds."""

    said: Mapping[str, Sequence[str]]
    respondent: str
    address: str
    trap: str
    seconds: float | None


def answer(*, survey_id: str, sent: Sent, at: datetime) -> Problems:
    """Keep an anonymous answer; return the problems by question, where there are any nothing was kept.

    Raises SpamError, SurveyStepError (not running), QuotaFullError, SecondAnswerError, TooManyAnswersError, NotFoundError.
    """
    require_human(trap=sent.trap, seconds=sent.seconds)
    try:
        return _kept(survey_id, sent, at)
    except IntegrityError:
        raise SecondAnswerError from None


@transaction.atomic
def _kept(survey_id: str, sent: Sent, at: datetime) -> Problems:
    survey = _running(survey_id, at)
    definition = definition_of(survey.definition)
    answers, problems = read_answers(definition=definition, said=sent.said)
    if problems:
        transaction.set_rollback(True)
        return problems
    respondent = digest(survey_id=survey_id, kind=RESPONDENT, text=sent.respondent)
    network = digest(survey_id=survey_id, kind=at.strftime("%Y%m%d%H"), text=sent.address)
    _require_first_and_few(survey, respondent, network)
    counts = list(survey.quota_counts.values_list("count", flat=True))
    full = full_quota(definition=definition, answers=answers, counts=counts)
    if full is not None:
        cell = _cell_words(definition, full)
        raise QuotaFullError(cell_zh=cell.zh, cell_en=cell.en, most=full.most)
    SurveyAnswer.objects.create(survey=survey, answers=answers, respondent=respondent, network=network)
    inside = [number for number, quota in enumerate(definition.quotas) if is_of_cell(quota=quota, answers=answers)]
    QuotaCount.objects.filter(survey=survey, number__in=inside).update(count=F("count") + 1)
    note(survey, "answer", by=ANONYMOUS, at=at)
    return {}


def _running(survey_id: str, at: datetime) -> Survey:
    """Return a running survey with its count moved on: the update is the lock, on SQLite and PostgreSQL alike."""
    Survey.objects.filter(pk=survey_id).update(answers=F("answers") + 1)
    survey = Survey.objects.filter(pk=survey_id).first()
    if survey is None or survey.state == State.DRAFT.value:
        raise NotFoundError(what=survey_id)
    phase = phase_of(state=State(survey.state), begins_at=survey.begins_at, ends_at=survey.ends_at, at=at)
    if phase is not Phase.RUNNING:
        raise SurveyStepError(now_zh=PHASES[phase].zh, now_en=PHASES[phase].en)
    return survey


def _require_first_and_few(survey: Survey, respondent: str, network: str) -> None:
    if survey.sheets.filter(respondent=respondent).exists():
        raise SecondAnswerError
    if survey.sheets.filter(network=network).count() >= ANSWERS_AN_HOUR:
        raise TooManyAnswersError


def _cell_words(definition: Definition, quota: Quota) -> Text:
    texts = []
    for key, chosen in quota.cell:
        question = definition.question(key)
        options = question.options if question else ()
        texts.append(next((one.text for one in options if one.key == chosen), Text(chosen, chosen)))
    return Text("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))
