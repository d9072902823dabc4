"""The opening plan as everybody may read it: lines of departments, and requests whose answer promises the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhanqiao.core_services.data_requests import queries as requests
from zhanqiao.core_services.data_requests.rules import OpeningOutcome, OpeningSort, OpeningState
from zhanqiao.core_services.statistics.models import PlannedOpening
from zhanqiao.core_services.statistics.rules.planning import PlanState, plan_state
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.departments.queries import cards_by_id

MOST_PROMISED = 500


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What will be opened. ``id`` and ``month`` are empty for what an answer promised; ``url`` leads to what is there already."""

    id: str
    title: str
    department_id: str
    department: Text
    month: date | None
    state: PlanState
    url: str


def plan_lines(*, at: datetime) -> tuple[PlanLine, ...]:
    """Return the plan: lines by month, then what answers promised. Drafts are not told but by what their line says."""
    rows = list(PlannedOpening.objects.filter(withdrawn_at__isnull=True))
    ids = [row.dataset_id for row in rows if row.dataset_id]
    public = {one.id: one for one in catalogue.dataset_cards(ids=ids, card=ANONYMOUS) if one.state == "published"}
    today, known = at.astimezone(CITY_TIME).date(), cards_by_id()
    lines = []
    for row in rows:
        found = public.get(row.dataset_id or "")
        lines.append(
            PlanLine(
                id=row.id,
                title=row.title,
                department_id=row.department_id,
                department=known[row.department_id].name,
                month=row.month,
                state=plan_state(month=row.month, is_public=found is not None, today=today),
                url=f"/datasets/{found.slug}/" if found else "",
            )
        )
    return (*lines, *_promised())


def _promised() -> tuple[PlanLine, ...]:
    found, _ = requests.opening_cards(
        words="", sort=OpeningSort.ANSWERED, state=OpeningState.ANSWERED, limit=MOST_PROMISED
    )
    return tuple(
        PlanLine("", one.title, one.department_id or "", one.office, None, PlanState.OPEN, f"/requests/{one.id}/")
        for one in found
        if one.outcome is OpeningOutcome.PLANNED
    )
