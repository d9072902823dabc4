"""Consultations as their office works on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from zhanqiao.core_services.consultations import queries as consultations
from zhanqiao.core_services.consultations.queries import ConsultationCard
from zhanqiao.core_services.consultations.rules import OUTCOMES, Phase
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide, departments_for
from zhanqiao.people.departments.queries import cards_by_id
from zhanqiao.portal.workbench.queries.reviews import clocks_of

SECTION = {"section": "workbench"}


def consultations_page(*, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return the consultations of my departments."""
    mine = departments_for(card=card, action=Action.hold_consultations)
    return SECTION | {"consultations": consultations.consultations_for(departments=mine, at=at)}


def held_consultation(*, consultation_id: str, card: AccessCard, at: datetime) -> ConsultationCard:
    """Return a consultation that this person may hold. Raises NotFoundError, ForbiddenError."""
    found = consultations.consultation_card(consultation_id=consultation_id, at=at)
    require(card=card, action=Action.hold_consultations, resource=found.resource)
    return found


def consultation_page(*, consultation: ConsultationCard, at: datetime) -> dict[str, Any]:
    """Return what the office sees of a consultation."""
    return SECTION | {
        "consultation": consultation,
        "opinions": consultations.opinions_of(consultation_id=consultation.id),
        "outcomes": tuple(OUTCOMES.items()),
        "is_draft": consultation.phase is Phase.HIDDEN,
        "is_over": consultation.phase is Phase.OVER,
        "clocks": clocks_of(object_type="consultation", object_id=consultation.id, at=at),
    }


def departments_consulting(*, card: AccessCard) -> list[tuple[str, str]]:
    """Return (key, name) of the departments for which this person may hold consultations."""
    language = get_language() or "zh-hans"
    return [
        (one.key, one.name.in_language(language))
        for one in cards_by_id().values()
        if one.valid_to is None and decide(card=card, action=Action.hold_consultations, resource=_of(one.id)).allowed
    ]


def _of(department_id: str) -> Resource:
    return Resource(kind="consultation", department_id=department_id)
