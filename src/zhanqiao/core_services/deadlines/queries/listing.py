"""Clocks of some duties, a page at a time: what is under way, or what has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from zhanqiao.core_services.deadlines.models import Clock
from zhanqiao.core_services.deadlines.queries.clocks import ClockCard, card_of_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChoice:
    """Which clocks: of these duties, running or ended.

    ``departments`` None: of all, and the authority's own; ``object_type`` empty: of any kind of thing; ``but`` leaves things out.
    """

    duties: frozenset[str]
    departments: frozenset[str] | None
    object_type: str = ""
    ended: bool = False
    but: frozenset[str] = frozenset()


def clocks_chosen(*, choice: ClockChoice, at: datetime, limit: int, offset: int) -> tuple[tuple[ClockCard, ...], int]:
    """Return a page of clocks and how many there are: running ones oldest first, ended ones newest first.

    Of a thing that has ended clocks only the last one counts, and none while another of it runs. Four queries.
    """
    found = Clock.objects.filter(duty__in=choice.duties, ended_at__isnull=not choice.ended)
    if choice.departments is not None:
        found = found.filter(department_id__in=choice.departments)
    if choice.object_type:
        found = found.filter(object_type=choice.object_type)
    if choice.but:
        found = found.exclude(object_id__in=choice.but)
    if choice.ended:
        others = Clock.objects.filter(object_type=OuterRef("object_type"), object_id=OuterRef("object_id"))
        later = others.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=OuterRef("ended_at")))
        found = found.filter(~Exists(later)).order_by("-ended_at", "id")
    page = found.prefetch_related("stops", "extensions")[offset : offset + limit]
    return tuple(card_of_clock(clock=row, at=at) for row in page), found.count()
