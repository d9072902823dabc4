"""The steps of a request as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanqiao.core_services.data_requests.models import RequestStep
from zhanqiao.core_services.data_requests.rules import Family
from zhanqiao.kit.environment import value
from zhanqiao.kit.texts import Text
from zhanqiao.people.departments.queries import cards_by_id


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step: the state in words, when, which office, why. ``by`` is for the offices' own eyes."""

    state: Text
    at: datetime
    office: Text
    reason: str
    by: str


OWN = Text("申请人", "the applicant")


def steps_of(*, family: Family, request_id: str, words: Mapping[Any, Text], own: str = "") -> tuple[StepCard, ...]:
    """Return the steps of a request, the oldest first. What the account ``own`` did is no office's. One query."""
    rows = RequestStep.objects.filter(family=family.value, request_id=request_id)
    return tuple(
        StepCard(
            state=words[row.state],
            at=row.at,
            office=OWN if row.by == own else office_name(row.office_id),
            reason=row.reason,
            by=row.by,
        )
        for row in rows
    )


def office_name(department_id: str | None, /) -> Text:
    """Return the name of an office; of the data authority for None."""
    card = cards_by_id().get(department_id or "")
    return card.name if card else Text(value("HOST_AGENCY_ZH"), value("HOST_AGENCY_EN"))
