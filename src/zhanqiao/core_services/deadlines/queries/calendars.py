"""The calendar of working days and the city's terms, remembered per process."""

from __future__ import annotations

from zhanqiao.core_services.deadlines.models import CHANGES, SpecialDate
from zhanqiao.core_services.deadlines.rules import terms_of_settings
from zhanqiao.kit.deadlines import LightRule, Term
from zhanqiao.kit.environment import value
from zhanqiao.kit.generation import Remembered
from zhanqiao.kit.working_days import Calendar, SpecialDay, calendar_of

WHOLE = 100
_REMEMBERED = Remembered(generation=CHANGES)


def calendar() -> Calendar:
    """Return the calendar of the imported holiday table; of plain weekdays when none was imported."""
    return _REMEMBERED.get("calendar", _load)


def terms() -> dict[str, Term]:
    """Return the terms that the city set otherwise, by duty. Raises TermError, UnknownDutyError."""
    return terms_of_settings(text=value("DEADLINES"))


def light_rule() -> LightRule:
    """Return when lights turn yellow."""
    return LightRule(yellow_share=value("DEADLINE_YELLOW_PERCENT") / WHOLE, yellow_days=value("DEADLINE_YELLOW_DAYS"))


def _load() -> Calendar:
    return calendar_of(days=(SpecialDay(row.day, row.works, row.name) for row in SpecialDate.objects.all()))
