"""How offices answer data requests: counted from the clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhanqiao.core_services.data_requests.queries.steps import office_name
from zhanqiao.core_services.deadlines import queries as deadlines
from zhanqiao.core_services.deadlines.queries import Answering
from zhanqiao.kit.texts import Text

DUTIES = frozenset(
    {
        "completeness_check",
        "owner_decision",
        "request_answer",
        "share_unconditional",
        "share_conditional",
        "share_supply",
    }
)


@dataclass(frozen=True, slots=True)
class OfficeAnswering:
    """An office and how it answers."""

    office: Text
    figures: Answering


def answering_of_offices(*, since: datetime, at: datetime) -> tuple[OfficeAnswering, ...]:
    """Return how each office answered data requests since a day, the one with most answers first."""
    found = deadlines.answering(since=since, at=at, duties=DUTIES)
    named = (OfficeAnswering(office=office_name(one.department_id), figures=one) for one in found)
    return tuple(sorted(named, key=lambda one: (-one.figures.answered, one.office.zh)))
