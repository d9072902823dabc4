"""Surveys as their office works on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from zhanqiao.core_services.data_requests import queries as requests
from zhanqiao.core_services.data_requests.rules import OpeningSort, OpeningState
from zhanqiao.core_services.surveys import queries as surveys
from zhanqiao.core_services.surveys.queries import SurveyCard
from zhanqiao.core_services.surveys.rules import KINDS, LEAST, State
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide, departments_for
from zhanqiao.people.departments.queries import cards_by_id

SECTION = {"section": "workbench"}
MOST_WISHED = 20
UNANSWERED = (OpeningState.ASKED, OpeningState.FORWARDED)


def surveys_page(*, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return the surveys of my departments."""
    mine = departments_for(card=card, action=Action.hold_surveys)
    return SECTION | {"surveys": surveys.surveys_for(departments=mine, at=at)}


def held_survey(*, survey_id: str, card: AccessCard, at: datetime) -> SurveyCard:
    """Return a survey that this person may hold. Raises NotFoundError, ForbiddenError."""
    found = surveys.survey_card(survey_id=survey_id, at=at)
    require(card=card, action=Action.hold_surveys, resource=found.resource)
    return found


def survey_page(*, survey: SurveyCard) -> dict[str, Any]:
    """Return what the office sees of a survey, with the words people wrote."""
    over = survey.state in (State.CLOSED, State.RESULTS)
    return SECTION | {
        "survey": survey,
        "questions": [(one, KINDS[one.kind]) for one in survey.definition.questions],
        "steps": surveys.survey_steps(survey_id=survey.id),
        "words": surveys.free_words(survey_id=survey.id) if over else (),
        "least": LEAST,
    }


def departments_asking(*, card: AccessCard) -> list[tuple[str, str]]:
    """Return (key, name) of the departments for which this person may hold surveys."""
    language = get_language() or "zh-hans"
    return [
        (one.key, one.name.in_language(language))
        for one in cards_by_id().values()
        if one.valid_to is None and decide(card=card, action=Action.hold_surveys, resource=_of(one.id)).allowed
    ]


def wished_requests() -> list[tuple[str, str]]:
    """Return (id, title) of the requests for data most wanted that have no answer yet."""
    found = [
        requests.opening_cards(words="", sort=OpeningSort.VOTES, state=state, limit=MOST_WISHED)[0]
        for state in UNANSWERED
    ]
    cards = sorted((card for some in found for card in some), key=lambda card: -(card.votes + card.wishes))
    return [(card.id, card.title) for card in cards[:MOST_WISHED]]


def _of(department_id: str) -> Resource:
    return Resource(kind="survey", department_id=department_id)
