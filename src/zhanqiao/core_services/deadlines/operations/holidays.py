"""Taking a table of holidays over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.deadlines.models import CHANGES, SpecialDate
from zhanqiao.kit.working_days import SpecialDay
from zhanqiao.people.audit.operations import record


def import_holidays(*, days: Iterable[SpecialDay], by: str, at: datetime) -> tuple[int, ...]:
    """Replace the holidays of every year that ``days`` cover; other years stay. Return those years."""
    rows = [SpecialDate(day=one.day, works=one.works, name=one.name) for one in days]
    years = tuple(sorted({row.day.year for row in rows}))
    with transaction.atomic():
        SpecialDate.objects.filter(day__year__in=years).delete()
        SpecialDate.objects.bulk_create(rows)
        CHANGES.changed()
        detail = {"years": list(years), "days": len(rows)}
        record(by=by, action="holidays.import", object_type="holidays", object_id="table", detail=detail, at=at)
    return years
