"""Surveys as pages show them: never with a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhanqiao.core_services.surveys.models import Survey, SurveyAnswer
from zhanqiao.core_services.surveys.queries.respondents import RESPONDENT, digest
from zhanqiao.core_services.surveys.rules import (
    PHASES,
    STATES,
    Definition,
    Phase,
    State,
    definition_of,
    phase_of,
)
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Resource
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyCard:
    """A survey and where it stands at the moment it was asked for."""

    id: str
    department: DepartmentCard
    definition: Definition
    state: State
    phase: Phase
    begins_at: datetime | None
    ends_at: datetime | None
    answers: int
    changed_at: datetime
    results_submission: str
    answers_submission: str

    @property
    def state_text(self) -> Text:
        """Return what the office did last, in words."""
        return STATES[self.state]

    @property
    def phase_text(self) -> Text:
        """Return where it stands for the public, in words."""
        return PHASES[self.phase]

    @property
    def is_public(self) -> bool:
        """Say whether the public may know of it: it was opened, or its results are published."""
        return self.phase is Phase.RESULTS or (self.phase is not Phase.HIDDEN and self.begins_at is not None)

    @property
    def resource(self) -> Resource:
        """Return what ``people.access`` decides about."""
        return Resource(kind="survey", id=self.id, department_id=self.department.id, state="draft")


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step: the state in words, when, which office. ``reason`` is always empty: a survey's steps need none."""

    state: Text
    at: datetime
    office: Text
    reason: str = ""


def survey_card(*, survey_id: str, at: datetime) -> SurveyCard:
    """Return a survey, also a draft: whoever shows it asks ``people.access``. Raises NotFoundError."""
    row = Survey.objects.filter(pk=survey_id).first()
    if row is None:
        raise NotFoundError(what=survey_id)
    return _card(row, at)


def public_survey(*, survey_id: str, at: datetime) -> SurveyCard:
    """Return a survey that the public may know of. Raises NotFoundError, for a draft as well."""
    card = survey_card(survey_id=survey_id, at=at)
    if not card.is_public:
        raise NotFoundError(what=survey_id)
    return card


def public_surveys(*, at: datetime) -> tuple[SurveyCard, ...]:
    """Return the surveys the public may know of, those that run first, then the newest."""
    cards = [_card(row, at) for row in Survey.objects.exclude(state=State.DRAFT.value)]
    order = (Phase.RUNNING, Phase.COMING, Phase.OVER, Phase.RESULTS)
    return tuple(sorted((one for one in cards if one.is_public), key=lambda one: order.index(one.phase)))


def public_addresses(*, at: datetime) -> tuple[tuple[str, datetime], ...]:
    """Return (id, last change) of the surveys that everybody may read."""
    rows = {row.id: row.changed_at for row in Survey.objects.exclude(state=State.DRAFT.value)}
    return tuple(sorted((one.id, rows[one.id]) for one in public_surveys(at=at) if one.id in rows))


def surveys_for(*, departments: frozenset[str] | None, at: datetime) -> tuple[SurveyCard, ...]:
    """Return the surveys of these departments, of all with None, drafts among them, the last changed first."""
    rows = Survey.objects.all() if departments is None else Survey.objects.filter(department_id__in=departments)
    return tuple(_card(row, at) for row in rows)


def survey_steps(*, survey_id: str) -> tuple[StepCard, ...]:
    """Return what became of a survey, the oldest first."""
    row = Survey.objects.filter(pk=survey_id).prefetch_related("steps").first()
    office = cards_by_id()[row.department_id].name if row else Text("", "")
    return tuple(StepCard(STATES[State(step.state)], step.at, office) for step in (row.steps.all() if row else ()))


def has_answered(*, survey_id: str, respondent: str) -> bool:
    """Say whether this account or browser answered while the survey ran."""
    told = digest(survey_id=survey_id, kind=RESPONDENT, text=respondent)
    return SurveyAnswer.objects.filter(survey_id=survey_id, respondent=told).exists()


def full_cells(*, survey: SurveyCard) -> frozenset[tuple[str, str]]:
    """Return the options (question, option) that have no place left; a quota over several options is told on sending."""
    counts = Survey.objects.get(pk=survey.id).quota_counts.values_list("number", "count")
    quotas = survey.definition.quotas
    return frozenset(
        quotas[number].cell[0]
        for number, count in counts
        if len(quotas[number].cell) == 1 and count >= quotas[number].most
    )


def _card(row: Survey, at: datetime) -> SurveyCard:
    state = State(row.state)
    return SurveyCard(
        id=row.id,
        department=cards_by_id()[row.department_id],
        definition=definition_of(row.definition),
        state=state,
        phase=phase_of(state=state, begins_at=row.begins_at, ends_at=row.ends_at, at=at),
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        answers=row.answers,
        changed_at=row.changed_at,
        results_submission=row.results_submission,
        answers_submission=row.answers_submission,
    )
